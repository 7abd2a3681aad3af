"""API keys as the interface takes and gives them."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from app.api.schemas.base import Model

RoleName = Literal["admin", "analyst", "auditor", "hook"]


class KeyRequest(Model):
    """A key to be made: what it is for, and its role."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "mail gateway", "role": "hook"}]})

    name: Annotated[str, Field(min_length=1, max_length=80)]
    role: RoleName


class KeyOut(Model):
    """A key; its secret is kept hashed and shown only when it is made."""

    id: str
    name: str
    role: RoleName
    created_at: str
    expires_at: str | None
    revoked_at: str | None
    last_used_at: str | None


class KeyCreated(Model):
    """A new key and its secret, which is not shown again."""

    key: KeyOut
    token: str


class KeyPage(Model):
    """Every key, revoked ones too."""

    keys: list[KeyOut]
