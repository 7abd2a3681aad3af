"""API keys in the store: only hashes of their secrets."""

import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from app.domain.access import ApiKey, Role
from app.errors import NotFound
from app.persistence.tables import api_keys
from app.wording.catalogue import told

TOKEN_PREFIX = "mk"  # noqa: S105 - a visible prefix, no secret


class ApiKeyRepository:
    """Makes, finds and revokes API keys over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def create(self, name: str, role: Role, now: datetime, expires_at: datetime | None = None) -> tuple[ApiKey, str]:
        """A new key and its token `mk_<id>_<secret>`, which can be shown this once only."""
        secret = secrets.token_urlsafe(32)
        key = ApiKey(secrets.token_hex(6), name, role, now, expires_at)
        self._connection.execute(
            insert(api_keys).values(
                id=key.id,
                name=name,
                role=role.value,
                secret_hash=_hash(secret),
                created_at=now,
                expires_at=expires_at,
            )
        )
        return key, f"{TOKEN_PREFIX}_{key.id}_{secret}"

    def authenticate(self, token: str, now: datetime) -> ApiKey | None:
        """The key that `token` belongs to; None for an unknown, revoked or expired one."""
        prefix, _, rest = token.partition("_")
        key_id, _, secret = rest.partition("_")
        row = None
        if prefix == TOKEN_PREFIX and key_id.isascii() and key_id.isalnum():
            row = self._connection.execute(select(api_keys).where(api_keys.c.id == key_id)).one_or_none()
        expected = bytes(row.secret_hash) if row is not None else bytes(32)
        matches = hmac.compare_digest(_hash(secret), expected)
        key = _key_of(row) if row is not None else None
        return key if matches and key is not None and key.usable(now) else None

    def get(self, key_id: str) -> ApiKey:
        """The key `key_id`; NotFound."""
        row = self._connection.execute(select(api_keys).where(api_keys.c.id == key_id)).one_or_none()
        if row is None:
            raise _missing()
        return _key_of(row)

    def list(self) -> list[ApiKey]:
        """All keys, also revoked ones, oldest first."""
        rows = self._connection.execute(select(api_keys).order_by(api_keys.c.created_at, api_keys.c.id))
        return [_key_of(row) for row in rows]

    def revoke(self, key_id: str, now: datetime) -> None:
        """Ends a key; one that was revoked before keeps its time. NotFound."""
        self.get(key_id)
        still = (api_keys.c.id == key_id) & api_keys.c.revoked_at.is_(None)
        self._connection.execute(update(api_keys).where(still).values(revoked_at=now))

    def touch(self, key_id: str, now: datetime) -> None:
        """Notes that a key was used; NotFound."""
        changed = self._connection.execute(update(api_keys).where(api_keys.c.id == key_id).values(last_used_at=now))
        if changed.rowcount == 0:
            raise _missing()


def _hash(secret: str) -> bytes:
    # 256 random bits cannot be guessed, so a fast hash is enough
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _missing() -> NotFound:
    return NotFound(told("store.no_key"))


def _key_of(row: Any) -> ApiKey:
    return ApiKey(row.id, row.name, Role(row.role), row.created_at, row.expires_at, row.revoked_at, row.last_used_at)
