"""Reads one rule file: every key checked, every problem named by its field."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, TypeVar

from policies.conditions import Condition, compile_condition
from policies.errors import PolicyError
from policies.facts import facts_of
from policies.obligations import OBLIGATIONS
from policies.rules import NOTHING, Duty, Escalation, Example, LegalText, Rule, Text, provision_of
from policies.verdicts import Action, Basis, Severity

T = TypeVar("T")

KINDS: Final = ("law", "product")
OUTCOMES: Final = ("fires", "silent", "undecided")
MARKS: Final = ("P", "S", "M")
LANGUAGES: Final = ("zh", "en")
REQUIRED: Final = frozenset(
    {"id", "kind", "title", "summary", "condition", "severity", "action", "obligations", "basis", "evidence"}
    | {"retention", "notification", "remediation", "examples"}
)
OPTIONAL: Final = frozenset({"escalations", "penalty", "gdpr", "parameters", "note"})


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a pack: the file, the field in it, and what is wrong, in English and Chinese."""

    file: str
    field: str
    what: str
    zh: str

    def __str__(self) -> str:
        return self.texts["en"]

    @property
    def texts(self) -> Mapping[str, str]:
        """The problem in one line, under en and zh."""
        place = (self.file, self.field) if self.field else (self.file,)
        return {"en": ": ".join((*place, self.what)), "zh": "：".join((*place, self.zh))}


@dataclass
class Reader:
    """Takes the fields of one file and gathers what is wrong with them."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, where: str, en: str, zh: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(self.file, where, en, zh))

    def not_one_of(self, where: str, words: Iterable[str]) -> None:
        """Note that a word is not among those that are allowed."""
        listed = ", ".join(words)
        self.wrong(where, f"must be one of {listed}", f"应为以下之一：{listed}")

    def attempt(self, where: str, make: Callable[[], T], fallback: None) -> T | None:
        """What `make` gives; where it fails, the problem is noted and `fallback` given."""
        try:
            return make()
        except PolicyError as error:
            self.wrong(where, error.texts["en"], error.texts["zh"])
        except (ValueError, TypeError, AttributeError) as error:
            self.wrong(where, str(error), f"无法读取：{error}")
        return fallback

    def text(self, where: str, raw: object, optional: bool = False) -> Text:
        """A text in both languages."""
        if raw is None and optional:
            return NOTHING
        if not isinstance(raw, Mapping):
            self.wrong(where, "must have a text under zh and one under en", "zh 与 en 下各应有一段文字")
            return NOTHING
        for lang in LANGUAGES:
            if not isinstance(raw.get(lang), str) or not raw[lang].strip():
                self.wrong(f"{where}.{lang}", "translation is missing", "缺少译文")
        for key in sorted(set(raw) - set(LANGUAGES)):
            self.wrong(f"{where}.{key}", "unknown key; known: zh, en", "未知的键；可用：zh、en")
        return {lang: str(raw.get(lang, "")) for lang in LANGUAGES}

    def rows(self, where: str, raw: object) -> Iterator[tuple[str, Any]]:
        """The entries of a list, each with the name of its place."""
        if raw is None:
            return
        if not isinstance(raw, list):
            self.wrong(where, "must be a list", "应为列表")
            return
        for number, row in enumerate(raw):
            yield f"{where}[{number}]", row

    def keys(self, where: str, raw: object, required: frozenset[str], optional: frozenset[str]) -> bool:
        """Whether `raw` is a mapping with these keys; what is missing or unknown is noted."""
        if not isinstance(raw, Mapping):
            self.wrong(where, "must be a mapping", "应为键值映射")
            return False
        prefix = f"{where}." if where else ""
        for key in sorted(map(str, raw.keys() - required - optional)):
            self.wrong(prefix + key, "unknown key", "未知的键")
        for key in sorted(required - raw.keys()):
            self.wrong(prefix + key, "is missing", "缺失")
        return required <= raw.keys()


def read_rule(file: str, raw: object, texts: Mapping[str, LegalText]) -> tuple[Rule | None, list[Problem]]:
    """The rule that `raw`, the content of `file`, describes, and everything that is wrong with it."""
    reader = Reader(file)
    if not reader.keys("", raw, REQUIRED, OPTIONAL) or not isinstance(raw, Mapping):
        return None, reader.problems
    parameters = _parameters(reader, raw.get("parameters"))
    severity = _severity(reader, "severity", raw["severity"])
    if raw["kind"] not in KINDS:
        reader.not_one_of("kind", KINDS)
    if str(raw["id"]) != file.removesuffix(".yaml"):
        reader.wrong("id", "must be the name of the file", "应与文件名一致")
    basis = _basis(reader, "basis", raw["basis"], texts)
    condition = _condition(reader, "condition", raw["condition"], parameters)
    rule = Rule(
        id=str(raw["id"]),
        kind=str(raw["kind"]),
        title=reader.text("title", raw["title"]),
        summary=reader.text("summary", raw["summary"]),
        condition=condition or _NEVER,
        severity=severity,
        escalations=_escalations(reader, raw.get("escalations"), parameters, severity),
        action=_action(reader, raw["action"]),
        duties=_duties(reader, raw["obligations"], parameters),
        basis=basis,
        evidence=reader.text("evidence", raw["evidence"]),
        retention=reader.text("retention", raw["retention"]),
        notification=reader.text("notification", raw["notification"]),
        remediation=reader.text("remediation", raw["remediation"]),
        penalty=_basis(reader, "penalty", raw.get("penalty"), texts),
        gdpr=tuple(str(row) for _, row in reader.rows("gdpr", raw.get("gdpr"))),
        parameters=parameters,
        note=reader.text("note", raw.get("note"), optional=True),
        examples=_examples(reader, raw["examples"]),
        provision=provision_of(basis),
    )
    return (None if reader.problems else rule), reader.problems


def read_texts(reader: Reader, raw: object) -> dict[str, LegalText]:
    """The legal texts that a pack cites, by short name."""
    texts: dict[str, LegalText] = {}
    if not isinstance(raw, Mapping):
        reader.wrong("texts", "must be a mapping of short names", "应为以简称为键的映射")
        return texts
    for law, row in raw.items():
        where = f"texts.{law}"
        if not reader.keys(where, row, frozenset({"zh", "en", "version", "in_force", "mark"}), frozenset()):
            continue
        if row["mark"] not in MARKS:
            reader.not_one_of(f"{where}.mark", MARKS)
        title = reader.text(where, {lang: row[lang] for lang in LANGUAGES})
        texts[str(law)] = LegalText(str(law), title, str(row["version"]), str(row["in_force"]), str(row["mark"]))
    return texts


def _parameters(reader: Reader, raw: object) -> dict[str, int | str | bool]:
    out: dict[str, int | str | bool] = {}
    if raw is not None and not isinstance(raw, Mapping):
        reader.wrong("parameters", "must be a mapping", "应为键值映射")
        return out
    for name, row in (raw or {}).items():
        where = f"parameters.{name}"
        if not reader.keys(where, row, frozenset({"value", "zh", "en"}), frozenset()):
            continue
        if not isinstance(row["value"], int | str):
            reader.wrong(
                f"{where}.value", "must be a whole number, a text, true or false", "应为整数、文字、true 或 false"
            )
            continue
        reader.text(where, {lang: row[lang] for lang in LANGUAGES})
        out[str(name)] = row["value"]
    return out


def _condition(reader: Reader, where: str, raw: object, parameters: Mapping[str, int | str | bool]) -> Condition | None:
    if not isinstance(raw, str) or not raw.strip():
        reader.wrong(where, "must be a CEL expression", "应为 CEL 表达式")
        return None
    return reader.attempt(where, lambda: compile_condition(raw, parameters), None)


def _severity(reader: Reader, where: str, raw: object) -> Severity:
    for member in Severity:
        if member.label == raw and member is not Severity.NONE:
            return member
    reader.not_one_of(where, (member.label for member in Severity if member is not Severity.NONE))
    return Severity.LOW


def _action(reader: Reader, raw: object) -> Action:
    for member in Action:
        if member.label == raw:
            return member
    reader.not_one_of("action", (member.label for member in Action))
    return Action.ALLOW


def _escalations(
    reader: Reader, raw: object, parameters: Mapping[str, int | str | bool], base: Severity
) -> tuple[Escalation, ...]:
    out: list[Escalation] = []
    for where, row in reader.rows("escalations", raw):
        if not reader.keys(where, row, frozenset({"when", "severity"}), frozenset()):
            continue
        severity = _severity(reader, f"{where}.severity", row["severity"])
        if severity <= base:
            reader.wrong(f"{where}.severity", "must be graver than the rule's own severity", "应重于规则自身的严重程度")
        when = _condition(reader, f"{where}.when", row["when"], parameters)
        if when:
            out.append(Escalation(when, severity))
    # the gravest first, so that an undecided milder step is not asked about once a graver one holds
    return tuple(sorted(out, key=lambda step: -step.severity))


def _duties(reader: Reader, raw: object, parameters: Mapping[str, int | str | bool]) -> tuple[Duty, ...]:
    out: list[Duty] = []
    for where, row in reader.rows("obligations", raw):
        entry = {"type": row} if isinstance(row, str) else row
        if not reader.keys(where, entry, frozenset({"type"}), frozenset({"when"})):
            continue
        if not isinstance(entry["type"], str) or entry["type"] not in OBLIGATIONS:
            reader.not_one_of(f"{where}.type", sorted(OBLIGATIONS))
        when = _condition(reader, f"{where}.when", entry["when"], parameters) if "when" in entry else None
        out.append(Duty(str(entry["type"]), when))
    if not out:
        reader.wrong("obligations", "must name at least one obligation", "至少应有一项义务")
    return tuple(out)


def _basis(reader: Reader, name: str, raw: object, texts: Mapping[str, LegalText]) -> tuple[Basis, ...]:
    out: list[Basis] = []
    for where, row in reader.rows(name, raw):
        if not reader.keys(where, row, frozenset({"law", "article"}), frozenset({"mark"})):
            continue
        law = texts.get(str(row["law"]))
        if law is None:
            name = repr(row["law"])
            reader.wrong(
                f"{where}.law", f"{name} is not among the texts of pack.yaml", f"pack.yaml 的 texts 中没有 {name}"
            )
            continue
        mark = str(row.get("mark", law.mark))
        if mark not in MARKS:
            reader.not_one_of(f"{where}.mark", MARKS)
        out.append(Basis(law.law, str(row["article"]), law.version, mark))
    return tuple(out)


def _examples(reader: Reader, raw: object) -> tuple[Example, ...]:
    out: list[Example] = []
    keys = frozenset({"name", "outcome", "facts"})
    for where, row in reader.rows("examples", raw):
        if not reader.keys(where, row, keys, frozenset({"severity", "unknown"})):
            continue
        if row["outcome"] not in OUTCOMES:
            reader.not_one_of(f"{where}.outcome", OUTCOMES)
        facts = reader.attempt(f"{where}.facts", partial(facts_of, row["facts"]), None)
        severity = _severity(reader, f"{where}.severity", row["severity"]) if "severity" in row else None
        unknown = tuple(sorted(str(name) for _, name in reader.rows(f"{where}.unknown", row.get("unknown"))))
        if facts is not None:
            out.append(Example(str(row["name"]), str(row["outcome"]), facts, severity, unknown))
    for outcome in ("fires", "silent"):
        if not any(example.outcome == outcome for example in out):
            reader.wrong(
                "examples", f"must have one that comes out as {outcome!r}", f"应有一个结果为 {outcome!r} 的示例"
            )
    return tuple(out)


_NEVER: Final = compile_condition("false", {})
