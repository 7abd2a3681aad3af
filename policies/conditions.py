"""Conditions in CEL: compiled once, checked against the vocabulary, true, false or undecided."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import cel

from detectors.infotypes import catalogue
from policies.errors import PolicyError
from policies.facts import CHINA, CategoryFact, Facts
from policies.vocabulary import EVIDENCE, MAPS, ORG, STATES, VOCABULARY

_STRING: Final = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""")
_FIELD: Final = re.compile(r"(?<![\w.])(state|evidence|org)\b(?:\s*\.\s*([A-Za-z_]\w*))?")
_PARAMETER: Final = re.compile(r"(?<![\w.])param\s*\.\s*([A-Za-z_]\w*)")
_INFOTYPE: Final = re.compile(r"^[a-z]+\.[a-z0-9_]+$")
_JOINT: Final = "__"
_PLAIN_CALLS: Final = frozenset({"size", "startsWith", "endsWith", "contains"})


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled condition; `source` is its text with parameters filled in, `names` the vocabulary it uses."""

    source: str
    names: frozenset[str]
    program: Any

    def holds(self, context: Any) -> bool | None:
        """Whether it holds; None where an unknown fact decides.

        CEL takes a missing value as an error and lets `&&` and `||` absorb it where the other side decides, which
        is three-valued logic. PolicyError where it goes wrong otherwise.
        """
        try:
            outcome = self.program.execute(context)
        except (KeyError, RuntimeError):
            return None
        except (TypeError, ValueError, ArithmeticError) as error:
            raise PolicyError(
                f"condition cannot be evaluated: {self.source}: {error}", f"条件无法求值：{self.source}：{error}"
            ) from error
        if not isinstance(outcome, bool):
            raise PolicyError(f"condition is not true or false: {self.source}", f"条件的结果不是真或假：{self.source}")
        return outcome


def compile_condition(text: str, parameters: Mapping[str, int | str | bool]) -> Condition:
    """The condition `text` with `param.NAME` filled in from `parameters`.

    PolicyError where it does not compile, uses a name that the vocabulary lacks, or is not boolean.
    """
    source = _filled(text, parameters)
    try:
        program = cel.compile(_flat(source))
    except ValueError as error:
        first = str(error).splitlines()[0]
        raise PolicyError(f"does not compile: {first}", f"无法编译：{first}") from error
    condition = Condition(source, _names(source, program), program)
    for context in _PROBES:
        if condition.holds(context) is None:
            raise PolicyError(
                "stays undecided although every fact is known; ask `'x' in categories &&` first",
                "所有事实均已知时仍无法判定；请先写 `'x' in categories &&`",
            )
    return condition


def context_of(facts: Facts) -> Any:
    """The facts as conditions see them; what is unknown is not in it.

    Fields of maps are variables of their own, which costs CEL a tenth of converting the maps.
    """
    context = cel.Context()
    for name, value in facts.variables().items():
        if name in MAPS:
            for key, inner in value.items():
                context.add_variable(name + _JOINT + key, inner)
        else:
            context.add_variable(name, value)
    return context


def _flat(source: str) -> str:
    """`source` with `state.NAME` and the like as variables of their own, strings left alone."""
    texts = _STRING.findall(source)
    bare = _FIELD.sub(
        lambda match: f"{match[1]}{_JOINT}{match[2]}" if match[2] else match[0], _STRING.sub("''", source)
    )
    pieces = bare.split("''")
    return "".join(piece + text for piece, text in zip(pieces, [*texts, ""], strict=True))


def _filled(text: str, parameters: Mapping[str, int | str | bool]) -> str:
    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name not in parameters:
            raise PolicyError(
                f"uses param.{name}, which parameters does not give", f"使用了 parameters 中没有的 param.{name}"
            )
        given = parameters[name]
        if isinstance(given, bool):
            return "true" if given else "false"
        return str(given) if isinstance(given, int) else "'" + given.replace("\\", "\\\\").replace("'", "\\'") + "'"

    return _PARAMETER.sub(value, text).strip()


def _names(source: str, program: Any) -> frozenset[str]:
    """The vocabulary that `source` uses; PolicyError where a name is not of it."""
    for literal in _STRING.findall(source):
        inner = literal[1:-1]
        if _INFOTYPE.match(inner) and inner not in catalogue():
            raise PolicyError(
                f"names the infotype {inner!r}, which the catalogue lacks", f"数据类型 {inner!r} 不在目录中"
            )
    bare = _STRING.sub("''", source)
    used: set[str] = set()
    for head, name in _FIELD.findall(bare):
        if not name:
            raise PolicyError(
                f"uses {head!r} as a whole; write {head}.NAME", f"{head!r} 不能整体使用；请写 {head}.名称"
            )
        used.add(f"{head}.{name}")
    used |= set(program.variables()) - {name.replace(".", _JOINT) for name in used}
    unknown = sorted(used - VOCABULARY.keys())
    if unknown:
        listed = ", ".join(unknown)
        raise PolicyError(f"uses {listed}, which the vocabulary lacks", f"使用了词汇表中没有的 {listed}")
    calls = sorted(name for name in program.functions() if name[0].isalpha() and name not in _PLAIN_CALLS)
    if calls:
        called, allowed = ", ".join(calls), ", ".join(sorted(_PLAIN_CALLS))
        raise PolicyError(f"calls {called}; allowed: {allowed}", f"调用了 {called}；允许：{allowed}")
    return frozenset(used)


def _probes() -> tuple[Facts, ...]:
    """Facts with everything known, in two extremes, to see that a condition is boolean and well typed."""
    most: dict[str, int | str | bool] = {"int": 10**7, "str": "financial", "bool": True}
    least: dict[str, int | str | bool] = {"int": 0, "str": "", "bool": False}
    moment = datetime(2026, 1, 1, tzinfo=CHINA)
    full = Facts(
        categories={key: CategoryFact(10**6, 10**6, "high") for key in catalogue()},
        subjects=10**6,
        subjects_sensitive=10**6,
        subjects_sensitive_current=10**6,
        subjects_u14=10**6,
        subjects_u18=10**6,
        state=frozenset(STATES),
        dest="public",
        event="export",
        evidence=dict.fromkeys(EVIDENCE, True),
        org={name: most[row[0]] for name, row in ORG.items()},
        now=moment,
    )
    empty = Facts(dest="internal", org={name: least[row[0]] for name, row in ORG.items()}, now=moment)
    return full, empty


_PROBES: Final = tuple(context_of(facts) for facts in _probes())
