"""Invented scans and part results."""

from datetime import UTC, datetime

from app.domain.audit import Actor, AuditEvent
from app.domain.exposure import Exposure, ExposureReport, ExposureState
from app.domain.findings import Finding, Locator, Subjects
from app.domain.parts import PartResult, UnitResult
from app.domain.scans import PackRef, Scan, ScanOptions, ScanStatus
from app.domain.units import UnitNote, UnitOutcome, UnitStatus, UnreadReason
from app.services.trail import TrailService
from detectors.model import Reason
from policies.verdicts import Action, Basis, FiredRule, Obligation, Severity, Verdict

NOW = datetime(2026, 3, 4, 5, 6, 7, 891011, tzinfo=UTC)
ACTOR = Actor("cli", "tester")


def scan(scan_id: str = "s1") -> Scan:
    options = ScanOptions(sample=5, labels=("backup",), org={"handler": True, "people": 3}, evidence={"pia": "2026"})
    pack = PackRef("cn", "2026.1", "ab" * 32)
    return Scan(scan_id, NOW, None, ScanStatus.RUNNING, ("/srv/共享", "postgresql://u:***@h/d"), pack, options)


def finding(finding_id: str, unit: str, infotype: str = "cn.mobile", points: int = 6) -> Finding:
    locators = (Locator("line", {"line": 3, "member": "客户.csv"}, "138****5678", "0f" * 16),)
    reasons = (Reason("pattern", 4), Reason("context_word", 2, "手机 @4"))
    return Finding(finding_id, infotype, unit, "电话", 120, 90, points, reasons, "mobile", locators)


def verdict(severity: Severity = Severity.HIGH) -> Verdict:
    basis = (Basis("PIPL", "51", "2021-11-01"),)
    rule = FiredRule("CN-EXP-01", {"zh": "公开", "en": "Public"}, severity, Action.BLOCK, "PIPL 51", basis, ("org.x",))
    facts = {"subjects": 90, "states": ["public_link"], "share": 0.5, "nested": {"a": None}}
    return Verdict(severity, Action.BLOCK, (rule,), (Obligation("revoke_link", "CN-EXP-01"),), facts)


def exposure() -> ExposureReport:
    known = Exposure(ExposureState.PUBLIC_LINK, "acl", "AllUsers")
    return ExposureReport((known,), (Exposure(ExposureState.CLEARTEXT_REST, "no_volume"),))


def unit(key: str, number: int = 0, severity: Severity = Severity.HIGH) -> UnitResult:
    name = f"dir/文件{key}.txt"
    outcome = UnitOutcome(name, UnitStatus.READ, format="text", bytes=1000 + number, notes=(UnitNote.SAMPLED,))
    return UnitResult(
        key=key,
        locator=f"/exact/{key}\udc80",
        outcome=outcome,
        findings=(finding(f"f-{key}", name), finding(f"g-{key}", name, "cn.id_card", 3)),
        subjects=Subjects(90, 1, 2, 3, 4, exact=False),
        edges=b"\x00\x01" + key.encode(),
        exposure=exposure(),
        verdict=verdict(severity),
    )


def unread(key: str) -> UnitResult:
    outcome = UnitOutcome(f"dir/{key}.zip", UnitStatus.UNREADABLE, UnreadReason.ENCRYPTED, "entry 3\x00", "zip", 7)
    return UnitResult(key=key, locator=key, outcome=outcome)


def part_result(number: int) -> PartResult:
    return PartResult(number, (unit(f"u{number}", number), unread(f"x{number}")))


def event(kind: str = "scan.started", subject: str = "s1", **body: object) -> AuditEvent:
    return AuditEvent(kind, NOW, ACTOR, subject, body)


def fill(trail: TrailService, count: int, scan_id: str = "s1") -> None:
    for number in range(count):
        trail.record(event("scan.progress", scan_id, number=number, where="客户.csv"))
