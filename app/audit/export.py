"""Writing an export of the audit trail: a folder or .zip that verifies without this program or its database."""

import csv
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO

from app.audit.checkpoint import verifier_key
from app.audit.fsck import require_entry
from app.audit.merkle import CompactRange, Tree, leaf_hash
from app.audit.sequencer import Log
from app.domain.audit import Actor
from app.domain.entries import Entry, LogHead, timestamp
from app.errors import Conflict, UsageError, VerificationFailed
from app.keys.ring import KeyRing
from app.wording.catalogue import reason_of, say, told

FORMAT = "mishao-trail/1"
COLUMNS = ("index", "at", "kind", "actor_kind", "actor_id", "actor_role", "subject", "body")
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """What was written: entries in the export, size and root hash (hex) of the log at that moment, where it lies."""

    entries: int
    size: int
    root_hash: str
    path: Path


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What to export, for whom: the whole log, or the entries of one scan with proofs of inclusion."""

    origin: str
    actor: Actor
    at: datetime
    scan_id: str = ""
    version: str = ""


@dataclass(slots=True)
class _Tally:
    entries: int = 0
    erased: int = 0
    kinds: Counter[str] = field(default_factory=Counter)


def write_export(out: Path, request: ExportRequest, log: Log, head: LogHead, ring: KeyRing) -> ExportSummary:
    """Writes the export at `out` (a folder, or a zip file where the name ends in .zip), whole or not at all.

    Conflict where `out` exists, UsageError where it cannot be written, VerificationFailed where the log in the
    database is not the one that `head` signs.
    """
    require_free(out)
    with _draft(out) as folder:
        tally = _write_entries(folder, request, log, head)
        _write_about(folder, request, tally, head, ring)
        _seal(folder, ring)
        if out.suffix.lower() == ".zip":
            packed = folder.with_name(folder.name + ".zip")
            _pack(folder, packed)
            packed.rename(out)
        else:
            folder.rename(out)
    return ExportSummary(tally.entries, head.size, head.root.hex(), out)


def require_free(out: Path) -> None:
    """Conflict where something lies at `out` already."""
    if os.path.lexists(out):
        raise Conflict(told("audit.export_exists", path=out))


@contextmanager
def _draft(out: Path) -> Iterator[Path]:
    """A private folder beside `out`, gone afterwards unless it was renamed."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".trail-", dir=out.parent))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            folder.with_name(folder.name + ".zip").unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(told("audit.export_not_written", path=out, reason=reason_of(error))) from None


@contextmanager
def _new(path: Path) -> Iterator[IO[str]]:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        yield file


def _write_entries(folder: Path, request: ExportRequest, log: Log, head: LogHead) -> _Tally:
    """entries.jsonl and entries.csv, and for the whole log also leaves.txt; the tree is recomputed on the way."""
    tree = Tree(leaf_hash(item) for item in log.commitments(0, head.size)) if request.scan_id else None
    edge = CompactRange()
    tally = _Tally()
    with _new(folder / "entries.jsonl") as lines, _new(folder / "entries.csv") as table:
        rows = csv.writer(table)
        rows.writerow(COLUMNS)
        for entry in log.leaves(0, head.size):
            require_entry(entry, edge.size)
            proof = None
            if tree is not None and entry.scan_id == request.scan_id:
                proof = tree.inclusion(edge.size)
            if tree is None or proof is not None:
                lines.write(_line(entry, edge.size, proof))
                rows.writerow(_row(entry, edge.size, tally))
            edge.append(leaf_hash(entry.commitment))
    if edge.size != head.size or edge.root() != head.root:
        raise VerificationFailed(told("audit.export_not_as_signed", origin=request.origin))
    if not request.scan_id:
        with _new(folder / "leaves.txt") as leaves:
            leaves.writelines(item.hex() + "\n" for item in log.commitments(0, head.size))
    return tally


def _line(entry: Entry, index: int, proof: list[bytes] | None) -> str:
    record: dict[str, object] = {"index": index, "leaf": entry.commitment.hex()}
    if entry.salt is None or entry.content is None:
        record["erased"] = True
    else:
        record |= {"salt": entry.salt.hex(), "content": entry.content}
    if proof is not None:
        record["proof"] = [item.hex() for item in proof]
    return _json(record) + "\n"


def _row(entry: Entry, index: int, tally: _Tally) -> list[object]:
    tally.entries += 1
    if entry.content is None:
        tally.erased += 1
        return [index, *("",) * (len(COLUMNS) - 1)]
    content = json.loads(entry.content)
    tally.kinds[content["kind"]] += 1
    actor = content["actor"]
    cells = (content["at"], content["kind"], actor["kind"], actor["id"], actor["role"], content["subject"])
    return [index, *(_cell(cell) for cell in cells), _json(content["body"])]


def _cell(text: str) -> str:
    # a spreadsheet must not take a name for a formula
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _json(value: object, indent: int | None = None) -> str:
    separators = (",", ":") if indent is None else None
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=separators, indent=indent)


def _write_about(folder: Path, request: ExportRequest, tally: _Tally, head: LogHead, ring: KeyRing) -> None:
    """The checkpoint, the keys, the manifest, and how to verify."""
    manifest: Mapping[str, object] = {
        "format": FORMAT,
        "origin": request.origin,
        "created_at": timestamp(request.at),
        "actor": {"kind": request.actor.kind, "id": request.actor.id, "role": request.actor.role},
        "scan": request.scan_id,
        "mishao": request.version,
        "size": head.size,
        "root": head.root.hex(),
        "entries": tally.entries,
        "erased": tally.erased,
        "kinds": dict(tally.kinds),
    }
    print_of_key = hashlib.sha256(ring.public_key).hexdigest()
    readme = "\n\n".join(say(lang, "audit.readme", key=print_of_key, origin=request.origin) for lang in ("zh", "en"))
    texts = {
        "checkpoint": head.note,
        "key.pem": ring.public_key_pem,
        "vkey": verifier_key(request.origin, ring.public_key) + "\n",
        "manifest.json": _json(manifest, indent=2) + "\n",
        "README.txt": readme,
        "verify.sh": (HERE / "verify.sh").read_text(encoding="utf-8"),
        "verify.py": (HERE / "verify.py").read_text(encoding="utf-8"),
    }
    for name, text in texts.items():
        with _new(folder / name) as file:
            file.write(text)


def _seal(folder: Path, ring: KeyRing) -> None:
    """sha256sums over every file, and its signature: 64 bytes, Ed25519."""
    sums = "".join(f"{_sha256(path)}  {path.name}\n" for path in sorted(folder.iterdir()))
    with _new(folder / "sha256sums") as file:
        file.write(sums)
    (folder / "sha256sums.sig").write_bytes(ring.sign(sums.encode()))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pack(folder: Path, packed: Path) -> None:
    descriptor = os.open(packed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, path.name)
