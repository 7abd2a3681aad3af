"""What an exporter is: code that writes a scan report in one format."""

from dataclasses import dataclass
from typing import BinaryIO, Protocol

from app.domain.scans import ScanReport
from app.wording.catalogue import Lang


@dataclass(frozen=True, slots=True)
class Style:
    """How a report for people looks: its language, its width in terminal cells, and whether it has colours."""

    lang: Lang = "en"
    width: int = 100
    color: bool = False


class Exporter(Protocol):
    """One format; a module of this package names its one instance `EXPORTER`."""

    name: str
    media_type: str
    suffix: str

    def write(self, report: ScanReport, out: BinaryIO, style: Style) -> None:
        """Write `report` to `out`; formats for machines take from `style` only the language of their titles."""
        ...
