"""The rules of a SARIF log: the infotypes that were found and the policy rules that hold, each described."""

from typing import Any

from app.domain.scans import ScanReport
from app.exporters.layout.words import provision, rule_title, sensitivity
from app.wording.catalogue import Lang, say
from detectors.infotypes import catalogue
from policies.loader import default_pack
from policies.verdicts import FiredRule, Severity

LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.NONE: "none",
}
SCORES = {Severity.CRITICAL: "9.5", Severity.HIGH: "8.0", Severity.MEDIUM: "5.5", Severity.LOW: "2.0"}
"""`security-severity`, by which code hosts sort: the middle of the band that each word has there."""


class Rules:
    """The descriptors, in the order of their ids: infotypes first, then policy rules."""

    def __init__(self, report: ScanReport, lang: Lang) -> None:
        worst = _worst(report)
        infotypes = sorted({finding.infotype for finding in report.findings})
        fired = {rule.id: rule for entry in report.verdicts for rule in entry.verdict.rules}
        self.descriptors = [_infotype(lang, each, worst.get(each, Severity.LOW)) for each in infotypes]
        self.descriptors += [_policy_rule(lang, fired[each]) for each in sorted(fired)]
        self._index = {descriptor["id"]: number for number, descriptor in enumerate(self.descriptors)}

    def index(self, rule: str) -> int:
        """Where the descriptor of `rule` stands in the list."""
        return self._index[rule]


def _worst(report: ScanReport) -> dict[str, Severity]:
    """The gravest severity of the units in which each infotype was found."""
    severities = {entry.unit: entry.verdict.severity for entry in report.verdicts}
    worst: dict[str, Severity] = {}
    for finding in report.findings:
        severity = severities.get(finding.unit, Severity.LOW)
        worst[finding.infotype] = max(worst.get(finding.infotype, severity), severity)
    return worst


def _infotype(lang: Lang, infotype: str, severity: Severity) -> dict[str, Any]:
    entry = catalogue().get(infotype)
    title = entry.title(lang) if entry else infotype
    levels = sensitivity(infotype)
    descriptor: dict[str, Any] = {
        "id": infotype,
        "name": _pascal(infotype),
        "shortDescription": {"text": title},
        "fullDescription": {"text": say(lang, "sarif.infotype", title=title)},
        "help": {"text": say(lang, "sarif.infotype_help", title=title)},
        "defaultConfiguration": {"level": LEVELS[severity]},
        "properties": {"tags": ["security", "privacy", "infotype"], "sensitivity": levels, **_score(severity)},
    }
    if entry and entry.basis:
        descriptor["help"]["text"] += "\n" + say(lang, "sarif.basis", basis=entry.basis)
    return descriptor


def _policy_rule(lang: Lang, rule: FiredRule) -> dict[str, Any]:
    known = {each.id: each for each in default_pack().rules}.get(rule.id)
    ground = say(lang, "sarif.basis", basis=provision(lang, rule)) if rule.provision else ""
    remedy = known.remediation.get(lang, "") if known else ""
    return {
        "id": rule.id,
        "name": _pascal(rule.id),
        "shortDescription": {"text": rule_title(lang, rule)},
        "fullDescription": {"text": (known.summary.get(lang) if known else "") or rule_title(lang, rule)},
        "help": {"text": "\n".join(part for part in (remedy, ground, say(lang, "report.legal")) if part)},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {
            "tags": ["security", "privacy", "policy"],
            "action": rule.action.label,
            "provision": provision(lang, rule),
            **_score(rule.severity),
        },
    }


def _score(severity: Severity) -> dict[str, str]:
    return {"security-severity": SCORES[severity]} if severity in SCORES else {}


def _pascal(key: str) -> str:
    """An id as the identifier that SARIF wants for a name: `cn.id_card` becomes `CnIdCard`."""
    words = key.replace(".", "_").replace("-", "_").split("_")
    return "".join(word[:1].upper() + word[1:] for word in words)
