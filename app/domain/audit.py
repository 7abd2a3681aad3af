"""What an audit entry says before it becomes a leaf of the log."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: `kind` is `cli`, `key` (an API key) or `system`; `id` names it (user name, key id), `role` its role."""

    kind: str
    id: str
    role: str = "admin"


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One thing that happened; `kind` is dotted (`scan.started`), `subject` the id it is about, `body` the particulars.

    The body is canonical JSON in the log: strings, integers, booleans, lists and mappings; never a raw value.
    """

    kind: str
    at: datetime
    actor: Actor
    subject: str
    body: Mapping[str, object] = field(default_factory=dict)
