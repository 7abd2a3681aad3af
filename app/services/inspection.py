"""Inspecting content that is about to leave: what is in it, and a signed verdict over whether it may."""

import base64
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from app.domain import inspections as records
from app.domain.audit import Actor, AuditEvent
from app.domain.entries import canonical_json, timestamp
from app.domain.exposure import ExposureReport
from app.domain.findings import Finding, Subjects
from app.domain.parts import UnitResult
from app.domain.units import Coverage, UnitStatus
from app.errors import UsageError
from app.keys.ring import KeyRing
from app.persistence.store import Store
from app.scanning.detecting import Detecting
from app.scanning.judging import Circumstances, judge
from app.scanning.part import PartOptions
from app.scanning.pool import WorkerPool
from app.scanning.subjects import count_subjects
from app.services.recording import finding_body, plain, verdict_body
from app.services.trail import TrailService
from app.wording.catalogue import told
from detectors.model import Match
from policies.verdicts import Action, Obligation, Verdict
from policies.vocabulary import DESTINATIONS

CHANNEL_STATES = {
    "email": "email",
    "im": "im",
    "llm": "llm_prompt",
    "removable": "removable",
    "http": "cleartext_transit",
}
"""Channels that are an exposure by themselves."""
UNREAD_RULE = "MS-UNREAD"


@dataclass(frozen=True, slots=True)
class InspectionRequest:
    """What an application tells us of the content: its name, who sends it, where to (`dest` of the fact vocabulary),
    by which channel, and facts of the organisation and evidence on file.
    """

    file_name: str = ""
    who: str = ""
    destination: str = "unknown"
    channel: str = ""
    event: str = "upload"
    profile: str = "strict"
    org: Mapping[str, object] = field(default_factory=dict)
    evidence: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Inspection:
    """The answer: verdict, findings, coverage and data subjects of the content; `signed` is the exact text that
    `signature` (Ed25519, base64) stands over, made with the key `key_id`.
    """

    id: str
    at: datetime
    verdict: Verdict
    findings: tuple[Finding, ...]
    coverage: Coverage
    subjects: Subjects
    signed: str
    signature: str
    key_id: str


class InspectionService:
    """Answers "what is in this?" and "may this leave?"."""

    def __init__(self, store: Store, ring: KeyRing, pool: WorkerPool, trail: TrailService) -> None:
        self._store, self._ring, self._pool, self._trail = store, ring, pool, trail
        self._engines: dict[bool, Detecting] = {}

    def inspect_text(self, text: str, *, names: bool = True) -> list[Match]:
        """All matches in `text`, offsets in code points; nothing is recorded."""
        if names not in self._engines:
            # imported here: a service that only judges leaves the engine to its workers
            from detectors.engine.engine import Engine

            self._engines[names] = Engine(key=self._ring.fingerprint_key, names=names)
        return self._engines[names].inspect(text)

    def judge(self, content: bytes, request: InspectionRequest, actor: Actor) -> Inspection:
        """Read `content` as a file of that name, judge it, sign the answer and record it."""
        if request.destination not in DESTINATIONS:
            raise UsageError(told("services.destination", words=", ".join(sorted(DESTINATIONS))))
        circumstances = Circumstances(
            request.event, request.destination, request.channel, request.profile, request.org, request.evidence
        )
        state = CHANNEL_STATES.get(request.channel)
        ident = f"i_{int(datetime.now(UTC).timestamp() * 1000):011x}{secrets.token_hex(4)}"
        options = PartOptions(ident, labels=(state,) if state else (), circumstances=circumstances)
        results = self._pool.inspect(content, request.file_name or "upload", options)
        shown = self._pool.mask_names([request.file_name, request.who])
        return self._answer(ident, results, circumstances, shown, actor)

    def get(self, ident: str) -> records.Inspection:
        """A verdict given before; NotFound where there is none."""
        with self._store.begin(write=False) as work:
            return work.inspections.get(ident)

    def _answer(
        self,
        ident: str,
        results: tuple[UnitResult, ...],
        circumstances: Circumstances,
        shown: list[str],
        actor: Actor,
    ) -> Inspection:
        findings = tuple(finding for result in results for finding in result.findings)
        subjects = count_subjects(result.edges for result in results)
        coverage = coverage_of(results)
        verdict = _whole(results, findings, subjects, coverage, circumstances)
        now = datetime.now(UTC)
        request = {
            "file_name": shown[0],
            "who": shown[1],
            "destination": circumstances.dest,
            "channel": circumstances.channel,
            "event": circumstances.event,
        }
        body: dict[str, object] = {
            "id": ident,
            "at": timestamp(now),
            "request": request,
            "verdict": verdict_body(verdict),
            "findings": [finding_body(finding) for finding in findings],
            "coverage": {
                "units": coverage.units,
                "read": coverage.read,
                "unread": [
                    {"unit": out.unit, "status": str(out.status), "reason": str(out.reason or "")}
                    for out in coverage.unread
                ],
            },
            "subjects": {"distinct": subjects.distinct, "under14": subjects.under14},
        }
        signed = canonical_json(plain(body))
        signature = self._ring.signing_key.sign(signed.encode())
        with self._store.begin() as work:
            work.inspections.add(
                records.Inspection(
                    ident, now, actor, request, verdict, {"findings": body["findings"], "signed": signed}, signature
                )
            )
            given: dict[str, object] = {key: body[key] for key in ("request", "verdict", "coverage", "subjects")}
            given["findings"] = len(findings)
            work.audit.append(AuditEvent("inspection.verdict", now, actor, ident, given))
        return Inspection(
            ident,
            now,
            verdict,
            findings,
            coverage,
            subjects,
            signed,
            base64.b64encode(signature).decode("ascii"),
            self._trail.key_id,
        )


def coverage_of(results: Iterable[UnitResult]) -> Coverage:
    """The coverage ledger of a few results."""
    outcomes = [result.outcome for result in results]
    count = {status: sum(out.status is status for out in outcomes) for status in UnitStatus}
    return Coverage(
        units=len(outcomes),
        read=count[UnitStatus.READ],
        partial=count[UnitStatus.PARTIAL],
        unreadable=count[UnitStatus.UNREADABLE],
        skipped=count[UnitStatus.SKIPPED],
        sampled=sum(out.sampled for out in outcomes),
        bytes=sum(out.bytes for out in outcomes),
        unread=tuple(out for out in outcomes if out.status is not UnitStatus.READ),
        noted=tuple(out for out in outcomes if out.status is UnitStatus.READ and out.notes),
    )


def _whole(
    results: tuple[UnitResult, ...],
    findings: tuple[Finding, ...],
    subjects: Subjects,
    coverage: Coverage,
    circumstances: Circumstances,
) -> Verdict:
    """One verdict over everything handed in; what could not be read needs somebody's approval at least."""
    exposure = ExposureReport()
    for result in results:
        exposure = exposure.joined(result.exposure)
    verdict = judge(findings, subjects, exposure, circumstances)
    if coverage.complete:
        return verdict
    return replace(
        verdict,
        action=max(verdict.action, Action.APPROVE),
        obligations=(*verdict.obligations, Obligation("require_approval", UNREAD_RULE)),
    )
