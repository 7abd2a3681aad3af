"""Facts about one unit, share or message: what rules may ask about, and what of it is unknown."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta, timezone
from typing import Any, Final

from detectors.infotypes import catalogue
from policies.errors import PolicyError
from policies.vocabulary import DESTINATIONS, EVENTS, EVIDENCE, ORG, PUBLIC_STATES, STATES

CHINA: Final = timezone(timedelta(hours=8))
CONFIDENCES: Final = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class CategoryFact:
    """What was found of one infotype: how many values, of how many persons, and how sure (`low|medium|high`)."""

    values: int
    subjects: int = 0
    confidence: str = "medium"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one unit at one moment.

    Counts are of distinct natural persons. `evidence` is a closed world: what is not on file counts as missing; a
    value is true, or a record whose `valid_to` (a date) has not passed. `org`, `dest`, `state_unknown` and `now`
    are open: what is unknown stays unknown. PolicyError where a state, event, destination or confidence is not a
    word of the vocabulary.
    """

    categories: Mapping[str, CategoryFact] = field(default_factory=dict)
    subjects: int = 0
    subjects_sensitive: int = 0
    subjects_sensitive_current: int = 0
    subjects_u14: int = 0
    subjects_u18: int = 0
    state: frozenset[str] = frozenset()
    state_unknown: frozenset[str] = frozenset()
    event: str = "scan"
    dest: str = "unknown"
    channel: str = ""
    evidence: Mapping[str, object] = field(default_factory=dict)
    org: Mapping[str, object] = field(default_factory=dict)
    now: datetime | None = None

    def __post_init__(self) -> None:
        _known("state", self.state | self.state_unknown, STATES)
        _known("event", (self.event,), EVENTS)
        _known("dest", (self.dest,), DESTINATIONS)
        _known("confidence", {fact.confidence for fact in self.categories.values()}, CONFIDENCES)

    @property
    def destination(self) -> str:
        """Where the unit goes, as rules see it.

        What lies still goes nowhere, so a scan that was told no destination takes it from who can reach the unit:
        `public` where the public can, `internal` where it was established that it cannot, otherwise `unknown`.
        """
        if self.dest != "unknown":
            return self.dest
        if self.state & PUBLIC_STATES:
            return "public"
        if self.event == "scan" and not self.state_unknown & PUBLIC_STATES:
            return "internal"
        return "unknown"

    @property
    def unknown(self) -> frozenset[str]:
        """The open names of the vocabulary that these facts do not settle."""
        names = {f"state.{name}" for name in self.state_unknown - self.state}
        names |= {f"org.{name}" for name in ORG if self.org.get(name) is None}
        if self.destination == "unknown":
            names.add("dest")
        if self.now is None:
            names |= {"hour", "weekday"}
        return frozenset(names)

    @property
    def values(self) -> int:
        """Values found, all infotypes together."""
        return sum(fact.values for fact in self.categories.values())

    @property
    def personal_values(self) -> int:
        """Values found that are personal information; an infotype that the catalogue lacks counts as such."""
        known = catalogue()
        return sum(f.values for key, f in self.categories.items() if key not in known or known[key].personal)

    def variables(self) -> dict[str, Any]:
        """The variables of a condition; what is unknown is left out."""
        out: dict[str, Any] = {
            "categories": {
                key: {"values": fact.values, "subjects": fact.subjects, "confidence": fact.confidence}
                for key, fact in self.categories.items()
            },
            "subjects": self.subjects,
            "subjects_sensitive": self.subjects_sensitive,
            "subjects_sensitive_current": self.subjects_sensitive_current,
            "subjects_u14": self.subjects_u14,
            "subjects_u18": self.subjects_u18,
            "values": self.values,
            "personal_values": self.personal_values,
            "event": self.event,
            "channel": self.channel,
            "state": {s: s in self.state for s in STATES if s in self.state or s not in self.state_unknown},
            "evidence": {name: self.holds(name) for name in EVIDENCE},
            "org": {name: self.org[name] for name in ORG if self.org.get(name) is not None},
        }
        if self.destination != "unknown":
            out["dest"] = self.destination
        if self.now is not None:
            local = self.now.astimezone(CHINA)
            out["hour"], out["weekday"] = local.hour, local.isoweekday()
        return out

    def holds(self, name: str) -> bool:
        """Whether the register holds `name`, and it is still valid."""
        record = self.evidence.get(name)
        if isinstance(record, Mapping):
            return not self._expired(name, record.get("valid_to"))
        return bool(record)

    def _expired(self, name: str, valid_to: object) -> bool:
        if valid_to is None:
            return False
        day = valid_to.date() if isinstance(valid_to, datetime) else valid_to
        if isinstance(day, str):
            try:
                day = date.fromisoformat(day)
            except ValueError as error:
                raise _no_date(name) from error
        if not isinstance(day, date):
            raise _no_date(name)
        moment = self.now or datetime.now(CHINA)
        return day < moment.astimezone(CHINA).date()

    def used(self) -> dict[str, object]:
        """The facts in a form for JSON: counts, infotypes, states, what was on file and what stayed unknown."""
        return {
            "categories": {
                key: {"values": fact.values, "subjects": fact.subjects, "confidence": fact.confidence}
                for key, fact in sorted(self.categories.items())
            },
            "subjects": self.subjects,
            "subjects_sensitive": self.subjects_sensitive,
            "subjects_sensitive_current": self.subjects_sensitive_current,
            "subjects_u14": self.subjects_u14,
            "subjects_u18": self.subjects_u18,
            "state": sorted(self.state),
            "state_unknown": sorted(self.state_unknown),
            "event": self.event,
            "dest": self.destination,
            "channel": self.channel,
            "evidence": sorted(name for name in EVIDENCE if self.holds(name)),
            "org": {name: self.org[name] for name in sorted(ORG) if self.org.get(name) is not None},
        }


def facts_of(raw: Mapping[str, Any]) -> Facts:
    """Facts from plain data, as rule examples and callers outside Python write them.

    A category may be a bare number of values. PolicyError names the field that is wrong.
    """
    if not isinstance(raw, Mapping):
        raise _no_mapping("facts")
    _known("facts", raw.keys(), {entry.name for entry in fields(Facts)})
    values = dict(raw)
    values["categories"] = {str(key): _category(key, row) for key, row in _mapping(raw, "categories").items()}
    for name in ("state", "state_unknown"):
        values[name] = frozenset(_words(raw, name))
    for name in ("event", "dest", "channel"):
        if not isinstance(values.get(name, ""), str):
            raise PolicyError(f"facts.{name} must be a word", f"facts.{name} 应为一个词")
    _known("evidence", _mapping(raw, "evidence"), EVIDENCE)
    for name, value in _mapping(raw, "org").items():
        _known("org", (name,), ORG)
        if value is not None and type(value) is not _TYPES[ORG[name][0]]:
            raise PolicyError(
                f"facts.org.{name} must be of type {ORG[name][0]}", f"facts.org.{name} 的类型应为 {ORG[name][0]}"
            )
    for name, value in raw.items():
        if name.startswith("subjects"):
            _count(f"facts.{name}", value)
    if "now" in values:
        values["now"] = _moment(values["now"])
    return Facts(**values)


_TYPES: Final = {"int": int, "str": str, "bool": bool}
_WHEN: Final = "2026-03-01T09:00:00+08:00"


def _no_mapping(where: str) -> PolicyError:
    return PolicyError(f"{where} must be a mapping", f"{where} 应为键值映射")


def _no_date(name: str) -> PolicyError:
    where = f"evidence.{name}.valid_to"
    return PolicyError(f"{where} is not a date such as 2026-12-31", f"{where} 不是形如 2026-12-31 的日期")


def _mapping(raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = raw.get(name, {})
    if not isinstance(value, Mapping):
        raise _no_mapping(f"facts.{name}")
    return value


def _words(raw: Mapping[str, Any], name: str) -> list[str]:
    value = raw.get(name, [])
    if not isinstance(value, list | tuple | set | frozenset) or not all(isinstance(word, str) for word in value):
        raise PolicyError(f"facts.{name} must be a list of words", f"facts.{name} 应为词的列表")
    return list(value)


def _count(where: str, value: object) -> int:
    if type(value) is not int or value < 0:
        raise PolicyError(f"{where} must be a whole number, not negative", f"{where} 应为非负整数")
    return value


def _moment(value: object) -> datetime | None:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError as error:
            raise PolicyError(
                f"facts.now is not a time such as {_WHEN}", f"facts.now 不是形如 {_WHEN} 的时间"
            ) from error
    if value is not None and (not isinstance(value, datetime) or value.tzinfo is None):
        raise PolicyError(
            f"facts.now must be a time with its offset, such as {_WHEN}", f"facts.now 应为带时区的时间，如 {_WHEN}"
        )
    return value


def _category(key: object, row: object) -> CategoryFact:
    where = f"facts.categories.{key}"
    if not isinstance(row, Mapping):
        return CategoryFact(_count(where, row))
    if not {"values"} <= set(row) <= {"values", "subjects", "confidence"}:
        raise PolicyError(
            f"{where} must be a number of values, or values, subjects and confidence",
            f"{where} 应为值的个数，或 values、subjects 与 confidence",
        )
    return CategoryFact(
        _count(f"{where}.values", row["values"]),
        _count(f"{where}.subjects", row.get("subjects", 0)),
        str(row.get("confidence", "medium")),
    )


def _known(what: str, given: Any, allowed: Any) -> None:
    for name in sorted(map(str, set(given) - set(allowed))):
        known = ", ".join(sorted(allowed))
        raise PolicyError(
            f"{what}: {name!r} is not a known word; known: {known}", f"{what}：没有 {name!r}；可用：{known}"
        )
