"""Which scan is meant: the one that was named, or else the newest."""

from typing import TYPE_CHECKING

from app.errors import NotFound
from app.wording.catalogue import told

if TYPE_CHECKING:  # imported late: --help must not pay for them
    from app.domain.scans import ScanReport
    from app.services.context import Services


def report_of(services: "Services", scan: str | None) -> "ScanReport":
    """The report of `scan`, or of the newest scan where none is named; NotFound where there is none."""
    return services.scans.report(scan or newest(services))


def newest(services: "Services") -> str:
    """The id of the newest scan; NotFound in a store that has none."""
    latest = services.scans.list(1)
    if not latest:
        raise NotFound(told("cli.no_scan_yet"))
    return latest[0].id
