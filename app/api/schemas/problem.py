"""The problem document (RFC 9457), as the interface describes it."""

from pydantic import Field

from app.api.schemas.base import Model


class FieldProblem(Model):
    """One field that is missing or wrong; a name that the sender chose is shown as `*`."""

    pointer: str = Field(examples=["/body/targets"])
    code: str = Field(examples=["missing"])


class ProblemDocument(Model):
    """What went wrong; `code` is stable, `title` is in the language asked for."""

    type: str = Field(examples=["urn:mishao:problem:not_found"])
    title: str
    status: int
    detail: str
    code: str = Field(examples=["not_found"])
    errors: list[FieldProblem] = Field(default_factory=list)
