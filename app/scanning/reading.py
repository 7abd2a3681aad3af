"""Reading one unit: events in, results out, one for the unit itself and one for each member inside it."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from app.connectors.interface import UnitUnreadable
from app.domain.exposure import ExposureReport
from app.domain.findings import Subjects
from app.domain.parts import UnitResult
from app.domain.units import UnitOutcome, UnitStatus, UnreadReason
from app.exposure.names import format_exposure, name_exposure
from app.extraction.events import Closed, Event, Opened, Piece
from app.scanning.detecting import Detecting
from app.scanning.fold import FoldOptions, UnitFold
from app.scanning.judging import Circumstances, judge
from app.scanning.masking import NameMask
from app.scanning.subjects import count_subjects


@dataclass(frozen=True, slots=True)
class Identity:
    """Makes ids that are the same when a part is done again, and tell nobody what they stand for."""

    key: bytes
    scan_id: str

    def of(self, *parts: str) -> str:
        """A 32-digit hexadecimal id of `parts` within the scan."""
        state = hashlib.blake2b(key=self.key, digest_size=16)
        for part in (self.scan_id, *parts):
            raw = part.encode("utf-8", "surrogateescape")
            state.update(len(raw).to_bytes(8, "big") + raw)
        return state.hexdigest()


@dataclass(frozen=True, slots=True)
class Subject:
    """The unit being read: its target, its exact name, the name before masking, and who can reach it."""

    target: str
    path: str
    name: str
    exposure: ExposureReport = ExposureReport()


@dataclass(slots=True)
class _Open:
    fold: UnitFold
    format: str
    size: int


class _MemberNames:
    """Tells members of one name apart: an archive may hold several, and each is a unit of its own."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def of(self, name: str) -> str:
        """`name` the first time, with a number behind it from the second time on."""
        shown, number = name, 1
        while shown in self._given:
            number += 1
            shown = f"{name} ({number})"
        self._given.add(shown)
        return shown


class UnitReader:
    """Turns the events of one unit into results; one instance a part."""

    def __init__(
        self,
        engine: Detecting,
        names: NameMask,
        identity: Identity,
        options: FoldOptions,
        circumstances: Circumstances,
        on_bytes: Callable[[int], None],
    ) -> None:
        self._engine, self._names, self._identity = engine, names, identity
        self._options, self._circumstances, self._on_bytes = options, circumstances, on_bytes

    def read(self, subject: Subject, events: Iterable[Event]) -> list[UnitResult]:
        """Take in all events; a unit that stays open because reading broke off is closed with what broke it."""
        opened: dict[str, _Open] = {}
        results: list[UnitResult] = []
        names = _MemberNames()
        try:
            for event in events:
                closed = self._take(event, opened)
                if closed is not None:
                    unit = opened.pop(closed.name)
                    results.append(self._result(subject, replace(closed, name=names.of(closed.name)), unit))
        except UnitUnreadable as stopped:
            broken = (stopped.reason, stopped.detail)
        else:
            broken = (UnreadReason.PARSER_CRASH, "no end was reported")
        for name, unit in list(opened.items()):
            closed = Closed(names.of(name), UnitStatus.PARTIAL, broken[0], broken[1])
            results.append(self._result(subject, closed, unit))
        if not results:
            results.append(self.unread(subject, UnitStatus.UNREADABLE, broken[0], broken[1]))
        return results

    def unread(self, subject: Subject, status: UnitStatus, reason: UnreadReason, detail: str = "") -> UnitResult:
        """The result of a unit that gave nothing."""
        outcome = UnitOutcome(self._names.mask(subject.name), status, reason, self._names.mask(detail))
        return UnitResult(self._identity.of(subject.target, subject.path, ""), subject.path, outcome)

    def _shown(self, report: ExposureReport) -> ExposureReport:
        """What was seen of a unit's exposure names accounts, groups and policies: masked where they name a person."""
        mask = self._names.mask
        known, unknown = (
            tuple(replace(seen, detail=mask(seen.detail)) if seen.detail else seen for seen in side)
            for side in (report.exposures, report.unknown)
        )
        return ExposureReport(known, unknown)

    def _take(self, event: Event, opened: dict[str, _Open]) -> Closed | None:
        """Take in one event; gives it back where a unit ends with it."""
        match event:
            case Opened(name, form, size):
                opened[name] = _Open(UnitFold(self._engine, self._names, self._options), form, size)
            case Piece(name, chunk):
                opened[name].fold.add(chunk)
                self._on_bytes(chunk.batch.nbytes)
            case Closed():
                return event
        return None

    def _result(self, subject: Subject, closed: Closed, unit: _Open) -> UnitResult:
        key = self._identity.of(subject.target, subject.path, closed.name)
        full = f"{subject.name}!/{closed.name}" if closed.name else subject.name
        shown = self._names.mask(full)
        findings = unit.fold.findings(
            shown, lambda infotype, column: "f_" + self._identity.of("finding", key, infotype, column)
        )
        edges = unit.fold.edges()
        subjects = count_subjects([edges]) if edges else Subjects()
        exposure = subject.exposure.joined(format_exposure(unit.format))
        if closed.name:
            exposure = exposure.joined(name_exposure(closed.name))
        exposure = self._shown(exposure)
        outcome = UnitOutcome(
            shown,
            closed.status,
            closed.reason,
            self._names.mask(closed.detail),
            unit.format,
            closed.bytes,
            closed.notes,
        )
        verdict = judge(findings, subjects, exposure, self._circumstances) if findings else None
        locator = f"{subject.path}!/{closed.name}" if closed.name else subject.path
        return UnitResult(key, locator, outcome, findings, subjects, edges, exposure, verdict)
