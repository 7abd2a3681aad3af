"""Who may do what: API keys, what each role allows, and the record of what was denied."""

import enum
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from app.domain.access import ApiKey, Role
from app.domain.audit import Actor, AuditEvent
from app.errors import Conflict, Forbidden, Unauthorized, UsageError
from app.persistence.store import Store
from app.wording.catalogue import told


class Permission(enum.StrEnum):
    """One thing that a role may allow."""

    SCANS_READ = "scans.read"
    SCANS_WRITE = "scans.write"
    FINDINGS_READ = "findings.read"
    VERDICTS_READ = "verdicts.read"
    INSPECT = "inspect"
    INSPECTIONS_READ = "inspections.read"
    AUDIT_READ = "audit.read"
    AUDIT_EXPORT = "audit.export"
    KEYS_MANAGE = "keys.manage"


_READING: Final = frozenset(
    {Permission.SCANS_READ, Permission.FINDINGS_READ, Permission.VERDICTS_READ, Permission.INSPECTIONS_READ}
)
GRANTS: Final[Mapping[Role, frozenset[Permission]]] = {
    Role.ADMIN: frozenset(Permission),
    Role.ANALYST: _READING | {Permission.SCANS_WRITE, Permission.INSPECT},
    Role.AUDITOR: _READING | {Permission.AUDIT_READ, Permission.AUDIT_EXPORT},
    Role.HOOK: frozenset({Permission.INSPECT}),
}
"""What each role allows; what is not here is denied."""

TOUCH_EVERY_S: Final = 60.0
DENIALS_AT_ONCE: Final = 10
DENIAL_EVERY_S: Final = 6.0
NOBODY: Final = Actor("key", "unknown", "none")


class Allowance:
    """So many at once, and one more every so many seconds (a token bucket); threads may share it."""

    def __init__(self, at_once: int, every_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._every, self._clock = at_once, every_s, clock
        self._left, self._seen = float(at_once), clock()
        self._refused = 0
        self._lock = threading.Lock()

    def take(self) -> int | None:
        """How many were refused since the last that was granted; None where this one is refused too."""
        with self._lock:
            now = self._clock()
            self._left = min(self._most, self._left + (now - self._seen) / self._every)
            self._seen = now
            if self._left < 1:
                self._refused += 1
                return None
            self._left -= 1
            refused, self._refused = self._refused, 0
            return refused


class AccessService:
    """Makes and revokes API keys, says who asks and whether they may; every denial is an audit entry."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._strangers = Allowance(DENIALS_AT_ONCE, DENIAL_EVERY_S)
        self._touched: dict[str, float] = {}

    def create_key(
        self, name: str, role: Role | str, actor: Actor, expires_at: datetime | None = None
    ) -> tuple[ApiKey, str]:
        """A new key and its token, which is shown this once only. UsageError for an unknown role or an empty name."""
        if not name.strip():
            raise UsageError(told("services.key_name"))
        if role not in frozenset(Role):
            raise UsageError(told("services.key_role", roles=", ".join(Role)))
        now = datetime.now(UTC)
        with self._store.begin() as work:
            key, token = work.keys.create(name.strip(), Role(role), now, expires_at)
            work.audit.append(AuditEvent("key.created", now, actor, key.id, {"name": key.name, "role": str(key.role)}))
        return key, token

    def list_keys(self) -> list[ApiKey]:
        """All keys, revoked ones too, oldest first."""
        with self._store.begin(write=False) as work:
            return work.keys.list()

    def revoke(self, key_id: str, actor: Actor) -> None:
        """End a key from now on. NotFound; Conflict where nobody could administer afterwards."""
        now = datetime.now(UTC)
        with self._store.begin() as work:
            key = work.keys.get(key_id)
            if key.revoked_at is not None:
                return
            others = [each for each in work.keys.list() if each.id != key_id and each.role is Role.ADMIN]
            if key.role is Role.ADMIN and not any(each.usable(now) for each in others):
                raise Conflict(told("services.last_admin"))
            work.keys.revoke(key_id, now)
            work.audit.append(AuditEvent("key.revoked", now, actor, key_id, {"role": str(key.role)}))

    def ensure_admin(self, actor: Actor) -> str | None:
        """The token of a first administrator; None where a usable one exists."""
        now = datetime.now(UTC)
        if any(key.role is Role.ADMIN and key.usable(now) for key in self.list_keys()):
            return None
        return self.create_key("first administrator", Role.ADMIN, actor)[1]

    def authenticate(self, token: str) -> Actor:
        """Who a token belongs to; Unauthorized, and recorded, where it is missing, unknown, revoked or expired."""
        now = datetime.now(UTC)
        with self._store.begin(write=False) as work:
            key = work.keys.authenticate(token, now)
        if key is None:
            self._record_stranger(now, given=bool(token))
            raise Unauthorized(told("services.key_required"))
        if time.monotonic() - self._touched.get(key.id, -TOUCH_EVERY_S) >= TOUCH_EVERY_S:
            self._touched[key.id] = time.monotonic()
            with self._store.begin() as work:
                work.keys.touch(key.id, now)
        return Actor("key", key.id, str(key.role))

    def authorise(self, actor: Actor, permission: Permission) -> None:
        """Nothing where the actor's role allows `permission`; Forbidden, and recorded, otherwise."""
        if actor.role in frozenset(Role) and permission in GRANTS[Role(actor.role)]:
            return
        with self._store.begin() as work:
            body = {"reason": "role", "role": actor.role, "permission": str(permission)}
            work.audit.append(AuditEvent("access.denied", datetime.now(UTC), actor, actor.id, body))
        raise Forbidden(told("services.forbidden", role=actor.role, permission=str(permission)))

    def _record_stranger(self, now: datetime, *, given: bool) -> None:
        # Anybody can knock: the log takes a few knocks a minute, and how many went unwritten.
        unwritten = self._strangers.take()
        if unwritten is None:
            return
        body = {"reason": "invalid_credential" if given else "no_credential", "unwritten": unwritten}
        with self._store.begin() as work:
            work.audit.append(AuditEvent("access.denied", now, NOBODY, "", body))
