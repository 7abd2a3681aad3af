"""Starting a scan: its targets are tried before it is recorded."""

import pytest

from app.domain.audit import Actor
from app.domain.scans import ScanOptions
from app.errors import TargetUnreachable
from app.keys.ring import KeyRing
from app.persistence.store import Store
from app.services import scans
from app.services.scans import ScanService

ACTOR = Actor("cli", "tester")


class Source:
    """A place that opens, but does not answer when it is asked to list."""

    display = "s3://nowhere"
    closed = False

    def plan(self):
        raise TargetUnreachable("s3://nowhere cannot be reached")
        yield

    def close(self):
        self.closed = True


class Connector:
    """Opens the one source."""

    def __init__(self, source):
        self.source = source

    def open(self, target, options):
        return self.source


class Pool:
    """Shows names as they are."""

    def mask_names(self, names):
        return list(names)


@pytest.fixture
def store():
    opened = Store.open("sqlite://", KeyRing.ephemeral())
    yield opened
    opened.close()


def test_a_target_that_cannot_be_listed_is_no_scan(store, monkeypatch):
    """A target that answers only to listing is asked for that: no scan is recorded, and the target is closed."""
    source = Source()
    monkeypatch.setattr(scans, "connector_for", lambda target: Connector(source))
    service = ScanService(store, None, Pool(), None)
    with pytest.raises(TargetUnreachable):
        service.start(["s3://nowhere"], ScanOptions(), ACTOR)
    assert source.closed
    assert service.list() == []
