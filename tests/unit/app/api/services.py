"""Services for the tests of the interface: a real store and real access, the rest in memory and under control."""

import base64
import json
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import SimpleNamespace

from app.domain.audit import Actor
from app.domain.findings import Finding, Locator, Subjects
from app.domain.inspections import Inspection as InspectionRecord
from app.domain.scans import PackRef, Scan, ScanReport, ScanStatus, UnitVerdict
from app.domain.units import Coverage, UnitOutcome, UnitStatus, UnreadReason
from app.errors import NotFound, TargetError
from app.keys.ring import KeyRing
from app.persistence.store import Store
from app.services.access import AccessService
from detectors.model import Reason
from policies.verdicts import Action, FiredRule, Obligation, Severity, Verdict

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
VERDICT = Verdict(
    Severity.HIGH,
    Action.APPROVE,
    (FiredRule("CN-EXP-001", {"zh": "规则", "en": "Rule"}, Severity.HIGH, Action.APPROVE, "PIPL 51"),),
    (Obligation("alert", "CN-EXP-001"),),
    {"subjects": 3, "state": {"world_readable": True}},
)
MILD = Verdict(Severity.LOW, Action.WARN)


def finding(number: int = 0) -> Finding:
    """An invented finding."""
    return Finding(
        id=f"f_{number}",
        infotype="contact.mobile",
        unit=f"crm/{number}.csv",
        column="电话",
        count=3,
        distinct=2,
        points=8,
        reasons=(Reason("pattern", 4), Reason("context_word", 4, "电话 @2")),
        detector="contact.mobile",
        locators=(Locator("row", {"kind": "row", "row": 7}, "138****0000", "ab" * 16),),
    )


COVERAGE = Coverage(3, 2, 0, 1, 0, 0, 900, (UnitOutcome("old.zip", UnitStatus.UNREADABLE, UnreadReason.ENCRYPTED),))


def scan(ident: str, status: ScanStatus = ScanStatus.RUNNING) -> Scan:
    """An invented scan."""
    return Scan(ident, NOW, None, status, ("/srv/share",), PackRef("cn-base", "1", "0" * 64))


@dataclass
class Scans:
    """Scans in memory: `run` waits for `go` and then ends as partial."""

    kept: dict[str, Scan] = field(default_factory=dict)
    options: object = None
    ran: list[tuple[str, Actor]] = field(default_factory=list)
    go: threading.Event = field(default_factory=threading.Event)
    done: threading.Event = field(default_factory=threading.Event)
    findings_kept: int = 5

    def start(self, targets, options, actor):
        if "/no/such" in targets:
            raise TargetError("There is nothing at that path; check it.")
        self.options = options
        ident = f"s_{len(self.kept)}"
        self.kept[ident] = scan(ident)
        return ident

    def run(self, scan_id, actor, on_progress=None):
        self.ran.append((scan_id, actor))
        while not self.go.wait(0.01):
            on_progress(self.progress(scan_id))
        self.kept[scan_id] = replace(self.kept[scan_id], status=ScanStatus.PARTIAL, finished_at=NOW)
        self.done.set()

    def get(self, scan_id):
        if scan_id not in self.kept:
            raise NotFound("There is no scan with this id.")
        return self.kept[scan_id]

    def list(self, limit=50):
        return list(reversed(self.kept.values()))[:limit]

    def progress(self, scan_id):
        return SimpleNamespace(
            stage="read", units_done=1, units_total=3, bytes_done=10, bytes_total=None, findings=2, current="a.csv"
        )

    def report(self, scan_id):
        verdicts = (UnitVerdict("a.csv", MILD), UnitVerdict("b.csv", VERDICT))
        return ScanReport(self.get(scan_id), COVERAGE, Subjects(3, under14=1), (finding(),), verdicts)

    def interrupted(self):
        return [each.id for each in self.kept.values() if each.status is ScanStatus.INTERRUPTED]

    def findings(self, *, scan_id=None, infotype=None, min_confidence=None, unit=None, limit=200):
        if infotype not in (None, "contact.mobile"):
            return []
        return [("s_0", finding(number)) for number in range(self.findings_kept)][:limit]

    def finding(self, finding_id):
        if finding_id != "f_0":
            raise NotFound("There is no finding with this id.")
        return "s_0", finding()


@dataclass
class Inspections:
    """Inspections in memory: keeps what it was asked."""

    asked: list[tuple[bytes, object, Actor]] = field(default_factory=list)
    signed: str = json.dumps(
        {
            "id": "i_0",
            "at": "2026-01-02T03:04:05.000000Z",
            "findings": [
                {
                    "infotype": "contact.mobile", "unit": "crm/0.csv", "column": "电话", "count": 3, "distinct": 2,
                    "confidence": "high", "points": 8, "detector": "contact.mobile",
                }
            ],
            "subjects": {"distinct": 3, "under14": 1},
            "coverage": {"units": 2, "read": 1, "unread": [{"unit": "x", "status": "partial", "reason": "timeout"}]},
        }
    )  # fmt: skip

    def judge(self, content, request, actor):
        self.asked.append((content, request, actor))
        return SimpleNamespace(
            id="i_0", at=NOW, verdict=VERDICT, findings=(finding(),), coverage=COVERAGE, subjects=Subjects(3),
            signed=self.signed, signature=base64.b64encode(b"s" * 64).decode(), key_id="k1",
        )  # fmt: skip

    def get(self, ident):
        if ident != "i_0":
            raise NotFound("There is no inspection with this id.")
        return InspectionRecord(
            "i_0", NOW, Actor("key", "k"), {}, VERDICT, {"findings": [], "signed": self.signed}, b"s" * 64
        )


class Trail:
    """A trail with one file."""

    key_id = "k1"

    def sequence(self):
        return "mishao\n1\nAAAA\n\n— mishao signature\n"

    def export(self, out, *, actor, scan_id=None):
        if scan_id == "s_none":
            raise NotFound("There is no scan with this id.")
        with zipfile.ZipFile(out, "w") as packed:
            packed.writestr("entries.jsonl", "{}\n")


@contextmanager
def opened(settings, **parts) -> Iterator[SimpleNamespace]:
    """Services over a store in memory."""
    ring = KeyRing.ephemeral()
    store = Store.open("sqlite://", ring)
    try:
        given = {"scans": Scans(), "inspection": Inspections(), "trail": Trail(), "access": AccessService(store)}
        yield SimpleNamespace(settings=settings, ring=ring, store=store, **{**given, **parts})
    finally:
        store.close()
