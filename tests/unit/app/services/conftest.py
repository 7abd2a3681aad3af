"""A masking service over a store in memory, and a scan of what it writes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.audit import Actor
from app.keys.ring import KeyRing
from app.persistence.store import Store
from app.scanning.part import PartOptions, Worker, WorkerSetup
from app.services.masking import MaskingService, MaskOptions, MaskSummary

ACTOR = Actor("cli", "tester")


@pytest.fixture(scope="session")
def ring():
    return KeyRing(bytes(range(32)))


@pytest.fixture(scope="session")
def masking_store(ring):
    with_memory = Store.open("sqlite://", ring)
    yield with_memory
    with_memory.close()


@pytest.fixture(scope="session")
def masking(masking_store, ring):
    with MaskingService(masking_store, ring) as service:
        yield service


@pytest.fixture
def masked(masking, tmp_path) -> Callable[..., tuple[Path, MaskSummary]]:
    """Masks a file; gives the copy and what is said of it."""

    def mask(path: Path, copy: Path | None = None, **options) -> tuple[Path, MaskSummary]:
        place = copy or tmp_path / f"copy-{len(list(tmp_path.iterdir()))}-{path.name}"
        return place, masking.mask(path, place, MaskOptions(**options), ACTOR)

    return mask


@pytest.fixture(scope="session")
def found(ring) -> Callable[[Path], list[tuple[str, str]]]:
    """What a scan finds in a file at medium: (infotype, column)."""
    worker = Worker(WorkerSetup(ring.fingerprint_key, b"ids"))

    def scan(path: Path) -> list[tuple[str, str]]:
        results = worker.inspect(path.read_bytes(), path.name, PartOptions("s"))
        assert [result.outcome.status.value for result in results][:1] == ["read"]
        return [(each.infotype, each.column) for result in results for each in result.findings]

    return scan
