"""The services, wired: one place that knows what each of them needs."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from app.config import Settings
from app.errors import RootKeyError
from app.keys.ring import KeyRing
from app.persistence.store import Store
from app.scanning.part import WorkerSetup
from app.scanning.pool import WorkerPool
from app.services.access import AccessService
from app.services.inspection import InspectionService
from app.services.scans import ScanService
from app.services.trail import TrailService
from app.wording.catalogue import told

NO_STORE = "none"


@dataclass(frozen=True, slots=True)
class Services:
    """Everything the command line and the interface call."""

    settings: Settings
    ring: KeyRing
    store: Store
    scans: ScanService
    inspection: InspectionService
    trail: TrailService
    access: AccessService


@contextmanager
def open_services(
    settings: Settings, *, store_url: str | None = None, create: bool = True, jobs: int | None = None
) -> Iterator[Services]:
    """Open the store and what stands on it.

    `store_url` overrides the configured one; `none` keeps everything in memory, under a key that nobody keeps.
    `create` makes the root key and an embedded store where there are none. RootKeyError, StoreError.
    """
    url = store_url or settings.store_url
    kept = url != NO_STORE
    store, ring = _stored(settings, url, create) if kept else _passing()
    cache = settings.home / "cache" if kept else None
    setup = WorkerSetup(ring.fingerprint_key, ring.keyed_id("scan-ids").encode("ascii"), cache)
    pool = WorkerPool(setup, jobs if jobs is not None else settings.jobs)
    with ExitStack() as ending:
        ending.callback(store.close)
        ending.callback(pool.close)
        if not kept:
            passing = Path(ending.enter_context(TemporaryDirectory(prefix="mishao-")))
            settings = settings.model_copy(update={"anchor_file": passing / "checkpoints"})
        trail = TrailService(store, ring, settings)
        yield Services(
            settings,
            ring,
            store,
            ScanService(store, ring, pool, trail),
            InspectionService(store, ring, pool, trail),
            trail,
            AccessService(store),
        )


def _passing() -> tuple[Store, KeyRing]:
    """A store in memory, under a key that nobody keeps."""
    ring = KeyRing.ephemeral()
    return Store.open("sqlite://", ring), ring


def _stored(settings: Settings, url: str, create: bool) -> tuple[Store, KeyRing]:
    """The store at `url` and its key ring; a key made for a store that turns out to have another is taken back."""
    had_key = bool(settings.root_key) or settings.root_key_file.exists()
    ring = KeyRing.load(settings, create=create)
    try:
        return Store.open(url, ring), ring
    except RootKeyError:
        if had_key:
            raise
        settings.root_key_file.unlink(missing_ok=True)
        raise RootKeyError(told("services.root_key_lost", path=settings.root_key_file)) from None
