"""From the domain to the models of the interface; the shapes are those of the JSON report."""

import base64
import json
from typing import Any

from app.api.schemas.findings import FindingDetail, FindingOut, ObligationOut, RuleOut, UnitVerdictOut, VerdictOut
from app.api.schemas.inspections import FoundOut, InspectionCoverage, InspectionOut, SubjectsOut
from app.api.schemas.keys import KeyOut
from app.api.schemas.scans import CoverageOut, ProgressOut, ScanOut
from app.domain.access import ApiKey
from app.domain.findings import Finding
from app.domain.inspections import Inspection as InspectionRecord
from app.domain.scans import Scan, UnitVerdict
from app.domain.units import Coverage
from app.exporters.json_ import clean, coverage_object, finding_object, moment, scan_object
from app.services.inspection import Inspection
from app.services.scan_run import Progress
from app.wording.catalogue import Lang
from policies.verdicts import FiredRule, Verdict

MASKS_SHOWN = 10


def scan_out(scan: Scan) -> ScanOut:
    """One scan."""
    return ScanOut.model_validate(clean(scan_object(scan)))


def coverage_out(coverage: Coverage) -> CoverageOut:
    """The ledger of unit states."""
    return CoverageOut.model_validate(clean(coverage_object(coverage)))


def progress_out(progress: Progress) -> ProgressOut:
    """How far a scan is."""
    return ProgressOut(
        stage=str(progress.stage),
        units_done=progress.units_done,
        units_total=progress.units_total,
        bytes_done=progress.bytes_done,
        bytes_total=progress.bytes_total,
        findings=progress.findings,
        current=clean(progress.current),
    )


def finding_detail(scan_id: str, finding: Finding) -> FindingDetail:
    """One finding and its scan."""
    return FindingDetail(scan=scan_id, finding=FindingOut.model_validate(clean(finding_object(finding))))


def verdict_out(verdict: Verdict, lang: Lang) -> VerdictOut:
    """What should happen, why, and what must be done, with titles in `lang`."""
    return VerdictOut(
        severity=verdict.severity.label,
        action=verdict.action.label,
        rules=[_rule(rule, lang) for rule in verdict.rules],
        obligations=[ObligationOut(type=each.type, rule=each.rule) for each in verdict.obligations],
        facts=clean(verdict.facts),
    )


def _rule(rule: FiredRule, lang: Lang) -> RuleOut:
    return RuleOut(
        id=rule.id,
        title=rule.title.get(lang) or rule.id,
        severity=rule.severity.label,
        action=rule.action.label,
        provision=rule.provision,
        unknown=list(rule.unknown),
    )


def unit_verdict_out(entry: UnitVerdict, lang: Lang) -> UnitVerdictOut:
    """The verdict over one unit."""
    return UnitVerdictOut(unit=clean(entry.unit), verdict=verdict_out(entry.verdict, lang))


def inspection_out(inspection: Inspection, lang: Lang) -> InspectionOut:
    """The signed verdict just given."""
    masks: dict[tuple[str, str, str], list[str]] = {}
    for finding in inspection.findings:
        kept = dict.fromkeys(clean(each.mask) for each in finding.locators)
        masks[finding.infotype, clean(finding.unit), clean(finding.column)] = list(kept)[:MASKS_SHOWN]
    return _answer(inspection.verdict, inspection.signed, inspection.signature, inspection.key_id, lang, masks)


def inspection_again(kept: InspectionRecord, key_id: str, lang: Lang) -> InspectionOut:
    """A signed verdict given before; its masks were not kept."""
    signature = base64.b64encode(kept.signature).decode("ascii")
    return _answer(kept.verdict, str(kept.findings["signed"]), signature, key_id, lang, {})


def _answer(
    verdict: Verdict, signed: str, signature: str, key_id: str, lang: Lang, masks: dict[tuple[str, str, str], list[str]]
) -> InspectionOut:
    # What is shown beside the signature is taken from the signed text, so that the two cannot differ.
    body = json.loads(signed)
    return InspectionOut(
        id=body["id"],
        at=body["at"],
        complete=not body["coverage"]["unread"],
        verdict=verdict_out(verdict, lang),
        findings=[_found(each, masks) for each in body["findings"]],
        subjects=SubjectsOut.model_validate(body["subjects"]),
        coverage=InspectionCoverage.model_validate(body["coverage"]),
        signed=signed,
        signature=signature,
        key_id=key_id,
    )


def _found(body: dict[str, Any], masks: dict[tuple[str, str, str], list[str]]) -> FoundOut:
    fields = {name: body[name] for name in ("infotype", "unit", "column", "count", "distinct", "confidence")}
    return FoundOut(**fields, masks=masks.get((body["infotype"], body["unit"], body["column"]), []))


def key_out(record: ApiKey) -> KeyOut:
    """An API key, without its secret."""
    return KeyOut(
        id=record.id,
        name=record.name,
        role=record.role.value,
        created_at=moment(record.created_at) or "",
        expires_at=moment(record.expires_at),
        revoked_at=moment(record.revoked_at),
        last_used_at=moment(record.last_used_at),
    )
