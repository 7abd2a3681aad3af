"""What the answers of an object store mean: access lists, policies, and requests without a credential."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.exposure import Exposure, ExposureReport, ExposureState

_GROUPS = "http://acs.amazonaws.com/groups/global/"
_READING = frozenset(("READ", "FULL_CONTROL"))
_ACTIONS = frozenset(("*", "s3:*", "s3:get*", "s3:list*", "s3:getobject", "s3:listbucket", "s3:getobject*"))


@dataclass(frozen=True, slots=True)
class Probe:
    """How a request without a credential ended: `allowed` None where that could not be found out (`why`)."""

    allowed: bool | None
    why: str = ""


def anonymous_list(probe: Probe, *, granted: str) -> ExposureReport:
    """Whether anybody may list the bucket; `granted` names what would allow it on paper."""
    return _anonymous(ExposureState.ANONYMOUS_BUCKET, "anonymous_list", probe, granted)


def anonymous_get(probe: Probe, *, granted: str) -> ExposureReport:
    """Whether anybody may read the object; `granted` names what would allow it on paper."""
    return _anonymous(ExposureState.PUBLIC_LINK, "anonymous_get", probe, granted)


def _anonymous(state: ExposureState, evidence: str, probe: Probe, granted: str) -> ExposureReport:
    if probe.allowed:
        return ExposureReport((Exposure(state, evidence, "a request without a credential was answered"),))
    if probe.allowed is None:
        return ExposureReport(unknown=(Exposure(state, evidence, probe.why),))
    if granted:
        # refused from here and now; what is granted on paper may hold from elsewhere
        return ExposureReport(unknown=(Exposure(state, f"{evidence}_refused", f"but {granted} grants it"),))
    return ExposureReport()


def everybody_in(grants: Iterable[Mapping[str, Any]]) -> bool:
    """Whether an access list lets everybody read, with or without an account."""
    return _grants(grants, "AllUsers")


def accounts_in(grants: Iterable[Mapping[str, Any]], where: str) -> ExposureReport:
    """An access list that lets every account of the store's operator read is broader than any need."""
    if not _grants(grants, "AuthenticatedUsers"):
        return ExposureReport()
    return ExposureReport((Exposure(ExposureState.BROAD_INTERNAL, "acl_authenticated_users", where),))


def _grants(grants: Iterable[Mapping[str, Any]], group: str) -> bool:
    return any(
        grant.get("Grantee", {}).get("URI") == _GROUPS + group and grant.get("Permission") in _READING
        for grant in grants
    )


def conditional_policy(text: str) -> ExposureReport:
    """A policy that admits any principal under a condition (an address, a network, an organisation)."""
    found = []
    for statement in _statements(text):
        conditions = statement.get("Condition")
        if conditions and statement.get("Effect") == "Allow" and _anybody(statement) and _reads(statement):
            names = sorted({str(name) for tests in conditions.values() if isinstance(tests, dict) for name in tests})
            found.append(Exposure(ExposureState.BROAD_INTERNAL, "policy_any_principal", f"if {', '.join(names)}"))
    return ExposureReport(tuple(found))


def public_policy(text: str) -> bool:
    """Whether a policy admits anybody to reading without a condition."""
    return any(
        not statement.get("Condition")
        and statement.get("Effect") == "Allow"
        and _anybody(statement)
        and _reads(statement)
        for statement in _statements(text)
    )


def _statements(text: str) -> list[dict[str, Any]]:
    try:
        document = json.loads(text)
    except ValueError:
        return []
    statements = document.get("Statement", []) if isinstance(document, dict) else []
    listed = [statements] if isinstance(statements, dict) else statements
    return [statement for statement in listed if isinstance(statement, dict)] if isinstance(listed, list) else []


def _anybody(statement: Mapping[str, Any]) -> bool:
    principal = statement.get("Principal")
    if isinstance(principal, dict):
        principal = principal.get("AWS")
    return principal == "*" or (isinstance(principal, list) and "*" in principal)


def _reads(statement: Mapping[str, Any]) -> bool:
    actions = statement.get("Action", [])
    listed = [actions] if isinstance(actions, str) else actions
    return isinstance(listed, list) and any(str(action).lower() in _ACTIONS for action in listed)


def plain_endpoint(endpoint: str, *, loopback: bool) -> ExposureReport:
    """An endpoint without TLS passes everything in clear; over loopback nothing is seen to leave the machine."""
    if not endpoint.lower().startswith("http://"):
        return ExposureReport()
    if loopback:
        detail = "endpoint is plain http (loopback)"
        return ExposureReport(unknown=(Exposure(ExposureState.CLEARTEXT_TRANSIT, "endpoint_plain_http", detail),))
    return ExposureReport((Exposure(ExposureState.CLEARTEXT_TRANSIT, "endpoint_plain_http", "endpoint is plain http"),))


def not_answered(state: ExposureState, question: str, why: str) -> ExposureReport:
    """A question that the store refused or does not know: open, and never taken for a no."""
    return ExposureReport(unknown=(Exposure(state, f"{question}_not_answered", why),))
