"""Who may do what: roles and API keys."""

import enum
from dataclasses import dataclass
from datetime import datetime


class Role(enum.StrEnum):
    """What a credential may do: everything, security work, reading and export, or asking for verdicts only."""

    ADMIN = "admin"
    ANALYST = "analyst"
    AUDITOR = "auditor"
    HOOK = "hook"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """An API key as the store knows it: never its secret."""

    id: str
    name: str
    role: Role
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None

    def usable(self, now: datetime) -> bool:
        """Whether the key is neither revoked nor expired at `now`."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)
