"""What is asked of the audit trail."""

from pydantic import ConfigDict, Field

from app.api.schemas.base import Model


class ExportRequest(Model):
    """What to export: one scan, or the whole trail."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"scan": "s_019aa1b2c3d4e5f60718"}, {}]})

    scan: str | None = Field(None, max_length=64)
