"""Object stores: what was answered to a stranger counts, what is written on paper only raises questions."""

import json

import pytest

from app.domain.exposure import ExposureState
from app.exposure.bucket import (
    Probe,
    accounts_in,
    anonymous_get,
    anonymous_list,
    conditional_policy,
    everybody_in,
    plain_endpoint,
    public_policy,
)

GROUP = "http://acs.amazonaws.com/groups/global/"


def policy(**changes: object) -> str:
    statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}
    return json.dumps({"Statement": statement | changes})


def test_probes() -> None:
    """Allowed is a fact, refused is none, refused against what is granted and no answer are open questions."""
    assert anonymous_list(Probe(allowed=True), granted="").exposures[0].state is ExposureState.ANONYMOUS_BUCKET
    assert anonymous_get(Probe(allowed=True), granted="").exposures[0].state is ExposureState.PUBLIC_LINK
    refused = anonymous_get(Probe(allowed=False), granted="")
    assert not refused.exposures
    assert not refused.unknown
    paper = anonymous_get(Probe(allowed=False), granted="the bucket policy")
    assert paper.unknown[0].evidence == "anonymous_get_refused"
    mute = anonymous_get(Probe(None, "InternalError"), granted="")
    assert mute.unknown[0].detail == "InternalError"


@pytest.mark.parametrize(
    ("text", "public"),
    [
        (policy(), True),
        (policy(Principal={"AWS": "*"}), True),
        (policy(Principal={"AWS": ["arn:aws:iam::1:root", "*"]}), True),
        (policy(Action=["s3:PutObject", "s3:Get*"]), True),
        (policy(Principal={"AWS": "arn:aws:iam::1:root"}), False),
        (policy(Effect="Deny"), False),
        (policy(Action="s3:PutObject"), False),
        (policy(Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1"}}), False),
        ("no json", False),
        ("[]", False),
        ('{"Statement": "x"}', False),
    ],
)
def test_policies(text: str, public: bool) -> None:
    """Only an unconditional permission to read, for any principal, is public."""
    assert public_policy(text) is public


def test_conditions_are_named_without_values() -> None:
    """A permission under a condition is broad; the report has the condition's name only."""
    report = conditional_policy(policy(Condition={"StringEquals": {"aws:PrincipalOrgID": "o-secret"}}))
    assert report.exposures[0].state is ExposureState.BROAD_INTERNAL
    assert report.exposures[0].detail == "if aws:PrincipalOrgID"
    assert not conditional_policy(policy()).exposures


def test_access_lists() -> None:
    """Reading counts, writing does not; the groups of everybody and of all accounts are told apart."""
    everybody = [{"Grantee": {"URI": GROUP + "AllUsers"}, "Permission": "READ"}]
    writers = [{"Grantee": {"URI": GROUP + "AllUsers"}, "Permission": "WRITE"}]
    accounts = [{"Grantee": {"URI": GROUP + "AuthenticatedUsers"}, "Permission": "FULL_CONTROL"}]
    assert everybody_in(everybody)
    assert not everybody_in(writers)
    assert not everybody_in(accounts)
    assert accounts_in(accounts, "bucket ACL").exposures[0].detail == "bucket ACL"
    assert not accounts_in(everybody, "bucket ACL").exposures


def test_endpoints() -> None:
    """Plain http is clear text in transit, and a loopback address is said to be one."""
    assert not plain_endpoint("https://s3.example", loopback=False).exposures
    here = plain_endpoint("http://127.0.0.1", loopback=True)
    assert not here.exposures
    assert "loopback" in here.unknown[0].detail
    assert "loopback" not in plain_endpoint("http://s3.example", loopback=False).exposures[0].detail
