"""Targets: chosen by scheme, and never shown with a secret."""

import pytest

from app.connectors.registry import connector_for, connectors, display_target
from app.connectors.targets import url_of
from app.errors import TargetError
from app.wording.catalogue import say

SECRET = "pW-s3cret"


@pytest.mark.parametrize(
    "target",
    [
        f"postgresql://alice:{SECRET}@db.example/crm",
        f"postgresql://alice:{SECRET}/x@db.example/crm",
        f"postgresql://alice:{SECRET}#x@db.example/crm",
        f"postgresql://alice:a@{SECRET}@db.example/crm",
        f"postgresql://al/ice:{SECRET}?x@db.example/crm",
        f"postgresql://db.example/crm?password={SECRET}",
        f"postgresql://db.example/crm?{SECRET}",
        f"mysql://alice:{SECRET}@db.example:notaport/crm",
        f"s3://{SECRET}:{SECRET}@bucket/prefix?endpoint=http://x",
        f"s3://bucket/?endpoint=http://a:{SECRET}@x",
        f"s3://bucket/#{SECRET}@x",
        f"mysql://[::1:{SECRET}@h/db",
    ],
)
def test_secrets_are_never_shown(target: str) -> None:
    """No form of a URL, well-formed or not, shows its password; nor does the error about it."""
    assert SECRET not in display_target(target)
    said = []
    try:
        url_of(target)
    except TargetError as error:
        said.append(error.message)
    assert SECRET not in "".join(said)


def test_what_may_be_shown_is_shown() -> None:
    """User, host, database and harmless options stay, so that a report says what was scanned."""
    shown = display_target("postgresql://alice:x@db.example:5433/crm?sslmode=require")
    assert shown == "postgresql://alice:***@db.example:5433/crm?sslmode=require"
    assert display_target("data/客户 名单.csv") == "data/客户 名单.csv"


def test_parts_are_decoded() -> None:
    """Percent-encoded characters in user, password and path reach the driver decoded."""
    url = url_of("mysql://a%40b:p%2Fw@h:3307/%E5%BA%93?charset=utf8mb4")
    assert (url.user, url.password, url.host, url.port, url.path) == ("a@b", "p/w", "h", 3307, "/库")
    assert "p/w" not in repr(url)


def test_unknown_scheme_is_one_clear_line() -> None:
    """A scheme nobody takes is refused, naming those that exist and showing no credential."""
    with pytest.raises(TargetError) as caught:
        connector_for(f"oracle://u:{SECRET}@h/db")
    assert "postgresql://" in caught.value.message
    assert "\n" not in caught.value.message
    assert SECRET not in caught.value.message


def test_empty_target() -> None:
    """An empty target is not the current folder."""
    with pytest.raises(TargetError):
        connector_for("")


def test_every_connector_has_words_and_a_working_example() -> None:
    """Each connector is titled in both languages, and its example leads to itself."""
    kinds = {info.kind for info in connectors()}
    assert {"files", "sqlite", "postgresql", "mysql", "s3"} <= kinds
    for info in connectors():
        assert info.title("zh") != info.title("en")
        assert connector_for(info.example).kind == info.kind
        assert say("en", f"connectors.{info.kind}") == info.title("en")
