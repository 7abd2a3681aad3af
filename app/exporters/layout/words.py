"""The words of a report: names of states, reasons, actions and obligations in the reader's language."""

import re

from app.wording.catalogue import Lang, keys, say
from detectors.infotypes import catalogue
from policies.obligations import OBLIGATIONS
from policies.rules import Rule
from policies.verdicts import FiredRule, Verdict

UNCONFIRMED = re.compile(r" ?\[[SM]\]")
"""How a provision marks an article that was read in a secondary source, or not at all."""


def named(lang: Lang, family: str, value: str) -> str:
    """What `value` (of the fixed vocabulary `family`, e.g. `reason`, `severity`) is called; itself where unknown."""
    key = f"report.{family}_{value}"
    return say(lang, key) if key in keys() else value


def obligation(lang: Lang, kind: str) -> str:
    """What an obligation asks to be done; its type where there are no words for it."""
    texts = OBLIGATIONS.get(kind)
    return texts[lang == "en"] if texts else kind


def infotype_title(lang: Lang, infotype: str) -> str:
    """What an infotype is called; its id where the catalogue does not have it."""
    entry = catalogue().get(infotype)
    return entry.title(lang) if entry else infotype


def sensitivity(infotype: str) -> dict[str, str]:
    """How sensitive an infotype is under both profiles; `unknown` where the catalogue does not have it."""
    entry = catalogue().get(infotype)
    if entry is None:
        return {"current": "unknown", "strict": "unknown"}
    return {"current": entry.under("current"), "strict": entry.under("strict")}


def rule_title(lang: Lang, rule: FiredRule) -> str:
    """A rule's title in `lang`, in another language where it has none, else its id."""
    return rule.title.get(lang) or next(iter(rule.title.values()), rule.id)


def provision(lang: Lang, rule: FiredRule | Rule) -> str:
    """Where the law says so, each place marked whose text has not been checked word for word."""
    to_be_confirmed = say(lang, "report.to_be_confirmed")
    marked = UNCONFIRMED.sub(to_be_confirmed, rule.provision)
    if marked == rule.provision and any(basis.mark != "P" for basis in rule.basis):
        marked += to_be_confirmed
    return marked


def obligation_types(verdict: Verdict) -> list[str]:
    """The types of a verdict's obligations, each once, in the order of the rules."""
    return list(dict.fromkeys(each.type for each in verdict.obligations))


def bytes_text(count: int) -> str:
    """A number of bytes as people say it: `512 B`, `1.4 MB` (powers of ten)."""
    size = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            break
        size /= 1000
    return f"{count} B" if unit == "B" else f"{size:.1f} {unit}"
