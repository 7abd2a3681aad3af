"""A scan report made by hand: every section of a report has something to say."""

from datetime import UTC, datetime

from app.domain.exposure import Exposure, ExposureReport, ExposureState
from app.domain.findings import Finding, Locator, Subjects
from app.domain.scans import PackRef, Scan, ScanReport, ScanStatus, UnitVerdict
from app.domain.units import Coverage, UnitNote, UnitOutcome, UnitStatus, UnreadReason
from detectors.model import Reason
from policies.verdicts import Action, Basis, FiredRule, Obligation, Severity, Verdict

SHARE = "share/客户名单（2024）.csv"
BACKUP = "backup.zip!/2024/contracts.docx"


def _locators(column: str, mask: str, many: int) -> tuple[Locator, ...]:
    return tuple(
        Locator("row", {"row": 2 + number, "column": column}, mask, f"{number:032x}") for number in range(many)
    )


FINDINGS = (
    Finding(
        "fnd_1", "cn.id_card", SHARE, "证件号", 120, 118, 9,
        (Reason("pattern", 3), Reason("check", 4), Reason("label", 2, "证件号")), "cn.id_card",
        _locators("证件号", "110101********123*", 3),
    ),
    Finding(
        "fnd_2", "contact.mobile", SHARE, "联系方式", 119, 119, 5, (Reason("pattern", 4), Reason("column_share", 1, "99 %")),
        "contact.mobile", _locators("联系方式", "138****5678", 2),
    ),
    Finding(
        "fnd_3", "contact.mobile", BACKUP, "", 2, 1, 4, (Reason("pattern", 4),), "cn.phone_mobile",
        (Locator("paragraph", {"paragraph": 7, "page": 2}, "+86 139****0000", "f" * 32),),
    ),
)  # fmt: skip

RULE = FiredRule(
    "CN-EXP-01", {"zh": "敏感个人信息对公众或匿名可访问", "en": "Sensitive PI reachable by public link"},
    Severity.CRITICAL, Action.QUARANTINE, "PIPL 28(2), 51(1)(iii)", (Basis("PIPL", "28(2)", "2021"),),
)  # fmt: skip
DOUBTFUL = FiredRule(
    "CN-EXP-08", {"zh": "备份以明文保存", "en": "Backup in clear text"}, Severity.MEDIUM, Action.WARN, "JR/T 0171 6.1.4",
    (Basis("JR/T 0171", "6.1.4", "2020", "S"),), ("encryption_at_rest",),
)  # fmt: skip

VERDICTS = (
    UnitVerdict(
        BACKUP, Verdict(Severity.MEDIUM, Action.WARN, (DOUBTFUL,), (Obligation("encrypt", "CN-EXP-08"),), {"subjects": 1}),
        ExposureReport((Exposure(ExposureState.BACKUP, "file_name", "backup.zip"),)),
    ),
    UnitVerdict(
        SHARE,
        Verdict(
            Severity.CRITICAL, Action.QUARANTINE, (RULE,),
            (Obligation("revoke_link", "CN-EXP-01"), Obligation("alert", "CN-EXP-01"), Obligation("open_incident", "CN-EXP-01")),
            {"subjects": 120, "state": ["public_link"]},
        ),
        ExposureReport(
            (Exposure(ExposureState.PUBLIC_LINK, "anonymous_get", "HTTP 200"),),
            (Exposure(ExposureState.SHARE, "acl_denied", "GetBucketAcl"),),
        ),
    ),
)  # fmt: skip

UNREAD = (
    UnitOutcome("secret.zip", UnitStatus.UNREADABLE, UnreadReason.ENCRYPTED, "AES-256, no password", "zip", 900),
    UnitOutcome("日志/app\x1b[31m.log", UnitStatus.PARTIAL, UnreadReason.TRUNCATED, "at byte 512", "text", 512),
    UnitOutcome("=cmd.iso", UnitStatus.SKIPPED, UnreadReason.UNSUPPORTED_TYPE, "ISO 9660", "", 0),
)

NOTED = (
    UnitOutcome("空白.txt", UnitStatus.READ, notes=(UnitNote.EMPTY_FILE,)),
    UnitOutcome("holiday.jpg", UnitStatus.READ, format="zip", bytes=80, notes=(UnitNote.TYPE_MISMATCH,)),
)

SCAN = Scan(
    "scn_7", datetime(2026, 3, 1, 8, 0, tzinfo=UTC), datetime(2026, 3, 1, 8, 0, 12, 500000, tzinfo=UTC),
    ScanStatus.PARTIAL, ("/data/estate",), PackRef("cn-pipl", "1.0.0", "ab" * 32),
)  # fmt: skip


def full() -> ScanReport:
    """A partial scan with two units that hold something and three that were not read in full."""
    coverage = Coverage(42, 39, 1, 1, 1, 2, 12_345_678, UNREAD, NOTED)
    return ScanReport(SCAN, coverage, Subjects(distinct=120, sensitive_strict=118, under14=3), FINDINGS, VERDICTS)


def empty() -> ScanReport:
    """A complete scan that found nothing."""
    scan = Scan("scn_8", SCAN.started_at, SCAN.finished_at, ScanStatus.COMPLETE, ("/data/empty",), SCAN.pack)
    return ScanReport(scan, Coverage(1, 1, 0, 0, 0, 0, 10), Subjects(), (), ())
