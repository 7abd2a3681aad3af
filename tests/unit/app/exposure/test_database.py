"""Databases: each state rests on something seen, and what only concerns this machine is not called transit."""

from app.domain.exposure import ExposureState
from app.exposure.database import open_access, public_grant, server_transit, transit, unanswered


def test_transit() -> None:
    """A connection without TLS over the network is clear text; on the loopback interface it proves nothing."""
    assert not transit(encrypted=True, loopback=False).exposures
    far = transit(encrypted=False, loopback=False)
    assert [each.state for each in far.exposures] == [ExposureState.CLEARTEXT_TRANSIT]
    near = transit(encrypted=False, loopback=True)
    assert not near.exposures
    assert [each.evidence for each in near.unknown] == ["connection_without_tls"]
    assert [each.evidence for each in transit(encrypted=None, loopback=False).unknown] == ["tls_not_reported"]


def test_server_without_tls() -> None:
    """A server that offers no TLS is exposed only where it listens beyond this machine."""
    assert not server_transit("localhost, 127.0.0.1,::1").exposures
    assert not server_transit("").exposures
    (exposure,) = server_transit("localhost, 10.0.0.5").exposures
    assert exposure.detail == "TLS is off, listening on 10.0.0.5"


def test_grants_and_rules() -> None:
    """Rights of everybody and doors without a key are told with what was seen; nothing seen is nothing told."""
    assert not public_grant(()).exposures
    assert public_grant(("SELECT",)).exposures[0].detail == "PUBLIC may SELECT"
    assert not open_access((), world=True, evidence="pg_hba_trust").exposures
    world = open_access(("host 0.0.0.0 all trust",), world=True, evidence="pg_hba_trust")
    assert world.exposures[0].state is ExposureState.WORLD_READABLE
    inner = open_access(("local all trust",), world=False, evidence="pg_hba_trust")
    assert inner.exposures[0].state is ExposureState.BROAD_INTERNAL
    assert unanswered(ExposureState.BROAD_INTERNAL, "e", "d").unknown[0].detail == "d"
