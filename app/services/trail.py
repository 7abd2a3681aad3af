"""The audit trail as people use it: record, sequence, export, verify, check."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from app.audit.anchor import Anchor
from app.audit.checkpoint import origin_of
from app.audit.export import ExportRequest, ExportSummary, require_free, write_export
from app.audit.fsck import CheckSummary, fsck
from app.audit.sequencer import Log, Sequencer
from app.audit.verify import TrailInvalid, verify
from app.audit.verify import Verified as VerifySummary
from app.config import Settings
from app.domain.audit import Actor, AuditEvent
from app.domain.entries import LogHead
from app.errors import AppError, Both, UsageError, VerificationFailed
from app.keys.ring import KeyRing
from app.persistence.store import Store
from app.wording.catalogue import told


def verify_export(path: Path, trusted_pem: bytes | None = None, earlier: str | None = None) -> VerifySummary:
    """What the export at `path` holds, once it verifies; needs no store. UsageError, VerificationFailed.

    `trusted_pem` is the public key to insist on (else the export's own is used, and the summary says so); `earlier`
    the text of an older checkpoint that the log must begin with.
    """
    if not path.exists():
        raise UsageError(told("audit.export_missing", path=path))
    try:
        return verify(path, trusted_pem, earlier)
    except TrailInvalid as error:
        raise VerificationFailed(told("audit.export_invalid", path=path, reason=Both(*error.args))) from None


class TrailService:
    """The audit trail of one store."""

    def __init__(self, store: Store, ring: KeyRing, settings: Settings) -> None:
        self._store = store
        self._ring = ring
        with store.begin(write=False) as work:
            self.origin = origin_of(work.audit.log_id())
        self._anchor = Anchor(settings.anchor_path, self.origin, ring.public_key)
        self._sequencer = Sequencer(self._log, self.origin, ring.signing_key, self._anchor)

    @property
    def key_id(self) -> str:
        """Names the public key that signs: the first 16 hex digits of the SHA-256 of its 32 bytes."""
        return hashlib.sha256(self._ring.public_key).hexdigest()[:16]

    def record(self, event: AuditEvent) -> int:
        """Appends one event in a transaction of its own; the id of its entry."""
        with self._store.begin() as work:
            return work.audit.append(event)

    def sequence(self) -> str:
        """Gives what waits its place in the log and anchors the new head; the newest checkpoint.

        VerificationFailed where the history in the database is not the one that was anchored.
        """
        return self._head().note

    def export(self, out: Path, *, actor: Actor, scan_id: str | None = None) -> ExportSummary:
        """Writes an export of the log, or of one scan, to a new folder or .zip; the export itself is in it.

        NotFound for an unknown scan; Conflict, UsageError and VerificationFailed as `write_export` has them.
        """
        require_free(out)
        now = datetime.now(UTC)
        with self._store.begin() as work:
            body = {"scan": work.scans.get(scan_id).id} if scan_id else {}
            work.audit.append(AuditEvent("trail.exported", now, actor, self.origin, body))
        head = self._head()
        request = ExportRequest(self.origin, actor, now, scan_id or "", _version())
        try:
            with self._store.begin(write=False) as work:
                return write_export(out, request, work.audit, head, self._ring)
        except AppError as error:
            self.record(
                AuditEvent("trail.export_failed", datetime.now(UTC), actor, self.origin, body | {"code": error.code})
            )
            raise

    def verify(self, path: Path, trusted_pem: bytes | None = None) -> VerifySummary:
        """What an export of this installation holds, once it verifies under its own key (or the one given)."""
        return verify_export(path, trusted_pem or self._ring.public_key_pem.encode())

    def check(self) -> CheckSummary:
        """Recomputes the whole log from the database; VerificationFailed names the first thing that is wrong."""
        with self._store.begin(write=False) as work:
            return fsck(work.audit, self.origin, self._ring.public_key, self._anchor)

    def _head(self) -> LogHead:
        return self._sequencer.run()

    @contextmanager
    def _log(self) -> Iterator[Log]:
        with self._store.begin() as work:
            yield work.audit


def _version() -> str:
    try:
        return version("mishao")
    except PackageNotFoundError:
        return "source"
