"""What the store keeps comes back as it was, on both engines."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from app.domain.access import Role
from app.domain.audit import Actor
from app.domain.findings import Subjects
from app.domain.inspections import Inspection
from app.domain.parts import Part, PartResult
from app.domain.progress import ScanProgress
from app.domain.scans import ScanStatus
from app.errors import Conflict, NotFound, RootKeyError, UsageError
from app.keys.ring import KeyRing
from app.persistence.store import Store
from app.persistence.tables import metadata
from detectors.model import Confidence
from policies.verdicts import Severity
from tests.integration.store import samples
from tests.integration.store.samples import NOW

pytestmark = pytest.mark.integration


def _plan(store: Store, parts: int = 3) -> None:
    with store.begin() as work:
        work.scans.create(samples.scan(), b"sealed")
        work.parts.add(Part("s1", number, f"payload {number}".encode()) for number in range(parts))
        work.parts.mark_planned("s1")


def _complete_with_event(store: Store, result: PartResult) -> None:
    with store.begin() as work:
        work.audit.append(samples.event())
        work.parts.complete("s1", result, NOW)


def _create_with_event(store: Store) -> None:
    with store.begin() as work:
        work.audit.append(samples.event())
        work.scans.create(samples.scan(), b"")


def test_scan_round_trip(store: Store) -> None:
    """A scan comes back equal, its status changes, the newest is listed first, and a missing one is named."""
    with store.begin() as work:
        work.scans.create(samples.scan(), b"\x01sealed")
    with store.begin(write=False) as work:
        assert work.scans.get("s1") == samples.scan()
        assert work.scans.sealed_targets("s1") == b"\x01sealed"
        assert not work.parts.planned("s1")
    with store.begin() as work:
        work.scans.set_status("s1", ScanStatus.PARTIAL, NOW, "one unit unread")
        work.scans.create(samples.scan("s2"), b"")
    with store.begin(write=False) as work:
        assert [scan.id for scan in work.scans.list(limit=5)] == ["s2", "s1"]
        done = work.scans.get("s1")
        assert (done.status, done.finished_at, done.error) == (ScanStatus.PARTIAL, NOW, "one unit unread")
        with pytest.raises(NotFound, match="no such scan"):
            work.scans.get("nope")


def test_parts_are_leased_and_completed_once(store: Store) -> None:
    """Parts go out one to a worker, come back when a lease ends, and are completed exactly once."""
    _plan(store)
    with store.begin() as work:
        first = work.parts.claim("s1", "a", 60, NOW)
        second = work.parts.claim("s1", "b", 600, NOW)
        assert first == Part("s1", 0, b"payload 0")
        assert second == Part("s1", 1, b"payload 1")
    later = NOW + timedelta(seconds=61)
    with store.begin() as work:
        assert work.parts.renew("s1", 1, "b", 600, later)
        assert not work.parts.renew("s1", 1, "a", 600, later)
        assert work.parts.release_expired("s1", later) == 1
        again = work.parts.claim("s1", "c", 60, later)
        assert again is not None
        assert again.number == 0
        assert work.parts.attempts("s1", 0) == 2
        work.parts.complete("s1", samples.part_result(0), later)
    with pytest.raises(Conflict, match="done already"), store.begin() as work:
        work.parts.complete("s1", samples.part_result(0), later)
    with pytest.raises(NotFound), store.begin() as work:
        work.parts.complete("s1", samples.part_result(9), later)
    with store.begin() as work:
        assert work.parts.release("s1", "nobody") == 0
        assert work.parts.release("s1") == 1
        last = [work.parts.claim("s1", "d", 60, later) for _ in range(3)]
        assert [part and part.number for part in last] == [1, 2, None]
        assert work.scans.progress("s1") == ScanProgress(3, 1, True, 2, 1007, 2)


def test_expired_lease_is_claimed_at_once(store: Store) -> None:
    """A part whose lease ran out needs no release before another worker takes it."""
    _plan(store, 1)
    with store.begin() as work:
        assert work.parts.claim("s1", "a", 1, NOW) is not None
        assert work.parts.claim("s1", "b", 1, NOW) is None
        assert work.parts.claim("s1", "b", 1, NOW + timedelta(seconds=2)) is not None


def test_conflicting_result_changes_nothing(store: Store) -> None:
    """A part whose unit the scan has already is refused as a whole and stays to be done."""
    _plan(store, 2)
    with store.begin() as work:
        work.parts.complete("s1", samples.part_result(0), NOW)
    double = PartResult(1, (samples.unit("fresh"), samples.unit("u0")))
    with pytest.raises(Conflict, match="already"):
        _complete_with_event(store, double)
    with store.begin() as work:
        assert work.scans.progress("s1").units == 2
        assert work.scans.progress("s1").parts_done == 1
        assert work.audit.entries() == []
        work.parts.complete("s1", samples.part_result(1), NOW)


def test_report_holds_everything(store: Store) -> None:
    """The report has findings, verdicts worst first, coverage with what was not read, and subjects."""
    _plan(store, 3)
    with store.begin() as work:
        work.parts.complete("s1", samples.part_result(0), NOW)
        work.parts.complete("s1", PartResult(1, (samples.unit("mild", 0, Severity.LOW),)), NOW)
        work.parts.complete("s1", PartResult(2, (samples.unit("grave", 0, Severity.CRITICAL),)), NOW)
        work.scans.set_subjects("s1", Subjects(7, 6, 5, 4, 3))
    with store.begin(write=False) as work:
        report = work.scans.report("s1")
        edges = list(work.subjects.edges("s1"))
        assert work.subjects.locator("s1", "u0") == "/exact/u0\udc80"
        assert work.subjects.of_unit("s1", "u0") == samples.unit("u0").subjects
    assert report.scan == samples.scan()
    assert report.subjects == Subjects(7, 6, 5, 4, 3)
    assert [item.verdict.severity for item in report.verdicts] == [Severity.CRITICAL, Severity.HIGH, Severity.LOW]
    assert report.verdicts[1].verdict == samples.verdict()
    assert report.verdicts[1].exposure == samples.exposure()
    assert min(report.findings, key=lambda item: item.id) == samples.finding("f-grave", "dir/文件grave.txt")
    assert len(report.findings) == 6
    coverage = report.coverage
    assert (coverage.units, coverage.read, coverage.unreadable, coverage.sampled) == (4, 3, 1, 3)
    assert coverage.bytes == 3007
    assert not coverage.complete
    assert coverage.unread[0].unit == "dir/x0.zip"
    assert coverage.unread[0].detail == "entry 3\u2400"
    assert edges == [b"\x00\x01u0", b"\x00\x01mild", b"\x00\x01grave"]


def test_findings_are_filtered_and_paged(store: Store) -> None:
    """Filters by infotype, confidence and unit hold together, pages are disjoint and end, bad cursors are refused."""
    _plan(store, 3)
    with store.begin() as work:
        for number in range(3):
            work.parts.complete("s1", samples.part_result(number), NOW)
    with store.begin(write=False) as work:
        listed = work.findings.list
        assert len(listed().items) == 6
        assert {item.infotype for item, _ in listed(infotype="cn.id_card").items} == {"cn.id_card"}
        assert {item.id for item, _ in listed(min_confidence=Confidence.HIGH).items} == {"f-u0", "f-u1", "f-u2"}
        assert {item.id for item, _ in listed(unit="dir/文件u1").items} == {"f-u1", "g-u1"}
        assert listed(unit="dir/%").items == ()
        assert listed(scan_id="other").items == ()
        seen, cursor = [], ""
        while True:
            page = listed(limit=4, cursor=cursor)
            seen += [item.id for item, _ in page.items]
            cursor = page.cursor
            if not cursor:
                break
        assert len(seen) == len(set(seen)) == 6
        with pytest.raises(UsageError):
            listed(cursor="1; DROP")
        assert work.findings.get("f-u1") == (samples.finding("f-u1", "dir/文件u1.txt"), "s1")
        with pytest.raises(NotFound):
            work.findings.get("none")
        page = work.verdicts.list(limit=2)
        rest = work.verdicts.list(limit=2, cursor=page.cursor)
        assert len({item.unit for item, _ in page.items + rest.items}) == 3
        assert rest.cursor == ""
        assert work.verdicts.list(min_severity=Severity.CRITICAL).items == ()


def test_api_keys(store: Store) -> None:
    """A token opens its key until it is revoked or expires; nothing else does; the secret is not kept."""
    with store.begin() as work:
        key, token = work.keys.create("ops", Role.ANALYST, NOW)
        brief, short = work.keys.create("brief", Role.HOOK, NOW, NOW + timedelta(hours=1))
        assert token.startswith(f"mk_{key.id}_")
        assert work.keys.authenticate(token, NOW) == key
        assert work.keys.authenticate(short, NOW) == brief
        assert work.keys.authenticate(short, NOW + timedelta(hours=1)) is None
        for wrong in ("", "mk_", token[:-1], token + "x", f"mk_{brief.id}_{token.split('_', 2)[2]}", "mk_é_\udc80"):
            assert work.keys.authenticate(wrong, NOW) is None
        work.keys.touch(key.id, NOW)
        work.keys.revoke(key.id, NOW)
        work.keys.revoke(key.id, NOW + timedelta(days=1))
        assert work.keys.authenticate(token, NOW) is None
        kept = work.keys.get(key.id)
        assert (kept.revoked_at, kept.last_used_at) == (NOW, NOW)
        assert {item.name for item in work.keys.list()} == {"ops", "brief"}
        with pytest.raises(NotFound):
            work.keys.revoke("nope", NOW)


def test_inspection_round_trip(store: Store) -> None:
    """An inspection comes back equal."""
    request = {"channel": "upload", "to": "partner"}
    actor = Actor("key", "k1", "hook")
    asked = Inspection("i1", NOW, actor, request, samples.verdict(), {"cn.mobile": 2}, b"\x00sig")
    with store.begin() as work:
        work.inspections.add(asked)
        assert work.inspections.get("i1") == asked
        assert work.inspections.list() == [asked]
        with pytest.raises(NotFound):
            work.inspections.get("i2")


def test_same_id_twice_is_a_conflict_without_values(store: Store) -> None:
    """Making the same scan twice is a conflict, rolled back as a whole."""
    _plan(store)
    with pytest.raises(Conflict):
        _create_with_event(store)
    with store.begin(write=False) as work:
        assert work.audit.entries() == []


def test_wrong_root_key_is_refused(url: str, store: Store, ring: KeyRing) -> None:
    """A store opens again with its own root key only."""
    Store.open(url, ring).close()
    with pytest.raises(RootKeyError, match="another root key"):
        Store.open(url, KeyRing.ephemeral())
    with store.begin(write=False) as work:
        assert work.scans.list() == []


def test_schema_is_that_of_the_tables(store: Store) -> None:
    """On each engine, what the migrations made is what the code expects."""
    with store._connection(write=False) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_stores_opened_at_once_migrate_once(url: str, ring: KeyRing) -> None:
    """Several programs may open a new store at the same moment."""
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(lambda _: Store.open(url, ring), range(4)))
    with stores[0].begin(write=False) as work:
        first = work.audit.log_id()
    for opened in stores:
        with opened.begin(write=False) as work:
            assert work.audit.log_id() == first
        opened.close()


@pytest.mark.parametrize("name", ["\udc80", "a\x00b", "x" * 5000, "'; DROP TABLE scans; --", "密哨"])
def test_strange_ids_are_refused_in_one_line(store: Store, name: str) -> None:
    """An id that no scan can have, or that no database can hold, is an error of ours."""
    with pytest.raises((NotFound, UsageError)) as caught:
        _get(store, name)
    assert len(caught.value.message.splitlines()) == 1


def test_numbers_beyond_the_database_are_refused(store: Store) -> None:
    """A number larger than a row id is an error of ours."""
    with pytest.raises((NotFound, UsageError)):
        _get_entry(store, 10**30)


def _get(store: Store, name: str) -> None:
    with store.begin(write=False) as work:
        work.scans.get(name)


def _get_entry(store: Store, number: int) -> None:
    with store.begin(write=False) as work:
        work.audit.get(number)
