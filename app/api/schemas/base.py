"""What all models of the interface share: strict types, no unknown fields."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import no_info_after_validator_function

PLACES = frozenset({"body", "query", "path", "header", "form"})
PARAMETERS = frozenset(
    {"scan", "scan_id", "finding_id", "inspection_id", "key_id", "infotype", "min_confidence", "unit", "limit",
     "cursor", "format", "severity"}
)  # fmt: skip


class Model(BaseModel):
    """A model of the interface."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def _models(base: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for model in base.__subclasses__():
        yield model
        yield from _models(model)


@lru_cache(maxsize=1)
def known_fields() -> frozenset[str]:
    """Every name that may be repeated in a problem document: ours, not the sender's."""
    return PLACES | PARAMETERS | {name for model in _models(Model) for name in model.model_fields}


class OneOf:
    """Makes an annotated text one of `names`; they are shown in the OpenAPI document."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = sorted(names)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_after_validator_function(self._offered, handler(source))

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "enum": self.names}

    def _offered(self, value: str) -> str:
        if value not in self.names:
            raise PydanticCustomError("not_offered", "not one of the values that are offered")
        return value
