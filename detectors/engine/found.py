"""What the slower detectors (names, Presidio) hand to the engine, and the protocol they keep."""

from typing import NamedTuple, Protocol

from detectors.model import Chunk, Kind


class Found(NamedTuple):
    """One span seen by a detector that works beside the kernels.

    `cell` is the number of the cell in the chunk, `start` and `end` UTF-8 byte offsets into that cell's own text,
    `infotype` and `detector` one of the pairs that the detector announces in `detectors`, `points` what the sight
    itself is worth and `code` the evidence it rests on (`model`, `presidio`, `label` ...).
    """

    cell: int
    start: int
    end: int
    infotype: str
    detector: str
    points: int
    code: str


class SpanDetector(Protocol):
    """A detector that reads whole chunks and gives spans; the engine merges them with its own."""

    detectors: tuple[Kind, ...]

    def detect(self, chunk: Chunk) -> list[Found]:
        """Every span seen in `chunk`, in any order."""
        ...
