"""The engine: chunks in, hits out, and what can be said about a hit to a person."""

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow as pa

from detectors.engine import points as p
from detectors.engine.batch import Batch, empty, joined, neighbours, resolved
from detectors.engine.context import automaton
from detectors.engine.found import Found, SpanDetector
from detectors.engine.gates import Gates
from detectors.engine.labels import role_of
from detectors.engine.masks import INFOTYPE_MASKS, masked
from detectors.engine.normalise import normalised, suspects
from detectors.engine.reasons import column_reason, reasons_of
from detectors.engine.registry import detectors
from detectors.engine.siphash import fingerprints
from detectors.engine.stages import Pipeline
from detectors.engine.view import View, text_buffers, view_of
from detectors.errors import DetectorError
from detectors.infotypes import catalogue
from detectors.model import LOW_POINTS, Chunk, Hits, Kind, Match, Reason

KEY_BYTES = 16


class Engine:
    """Finds every infotype that ships in chunks of text.

    `kinds` is what `Hits.kind` counts, `evidence` names the bits of `Hits.evidence`, `words` what `Hits.word` counts.
    One engine serves one process; `detect` may be called from several threads.
    """

    kinds: tuple[Kind, ...]
    evidence: tuple[str, ...]
    words: tuple[str, ...]

    def __init__(
        self,
        *,
        key: bytes,
        names: bool = True,
        presidio: bool = True,
        today: dt.date | None = None,
        min_points: int = LOW_POINTS,
        cache_dir: Path | None = None,
    ) -> None:
        """`key` (16 bytes) keys the fingerprints; `today` bounds dates; `cache_dir` keeps compiled patterns.

        DetectorError where the key has another length or a detector cannot be set up.
        """
        if len(key) != KEY_BYTES:
            raise DetectorError(
                f"the fingerprint key must be {KEY_BYTES} bytes long, it is {len(key)}",
                f"指纹密钥应为 {KEY_BYTES} 字节，实为 {len(key)} 字节",
            )
        self._specs = detectors()
        self._beside = _beside(names=names, presidio=presidio)
        external = [kind for detector in self._beside for kind in detector.detectors]
        self.kinds = (*(Kind(spec.infotype, spec.id) for spec in self._specs), *dict.fromkeys(external))
        self.evidence = p.EVIDENCE
        tables = automaton(self._specs)
        self.words = tables.words
        low, high = np.frombuffer(key, "<u8")
        self._key = (np.uint64(low), np.uint64(high))
        day = today or dt.datetime.now(dt.UTC).date()
        gates = Gates(self._specs, key, cache_dir)
        self._pipeline = Pipeline(self._specs, tables, gates, self._key, day.year * 10000 + day.month * 100 + day.day)
        self._least = min_points
        self._number = {kind: place for place, kind in enumerate(self.kinds)}
        self._priority = np.arange(len(self.kinds), 0, -1).astype(np.int64)
        types = list(dict.fromkeys(kind.infotype for kind in self.kinds))
        self._personal = np.array(
            [types.index(kind.infotype) + 1 if catalogue()[kind.infotype].personal else 0 for kind in self.kinds],
            np.int64,
        )
        self._labels: dict[str, np.ndarray] = {}

    def detect(self, chunk: Chunk) -> Hits:
        """Every match in `chunk` of at least the least points, overlaps resolved, in order of cell and start."""
        if not chunk.rows:
            return _hits(empty())
        view = view_of(chunk)
        roles = self._label_roles(chunk.label)
        text = chunk.shape == "text"
        batch = self._pipeline.run(view, roles, text=text)
        odd = suspects(view)
        if len(odd):
            batch = joined([batch.take(~np.isin(batch.cell, odd)), self._second(view, odd, roles, text=text)])
        batch = joined([batch, *(self._external(detector.detect(chunk), view) for detector in self._beside)])
        return self._finished(batch)

    def value(self, chunk: Chunk, hits: Hits, index: int) -> str:
        """The raw text of hit number `index`: for use inside the process only, never to be kept or shown."""
        offsets, content = text_buffers(chunk.text)
        start = int(offsets[hits.cell[index]])
        piece = content[start + int(hits.start[index]) : start + int(hits.end[index])]
        return piece.tobytes().decode("utf-8", "replace")

    def mask(self, kind: int, value: str) -> str:
        """`value` of kind number `kind` as it may be shown."""
        if kind < len(self._specs):
            return masked(self._specs[kind].mask, _unfolded(value))
        return masked(INFOTYPE_MASKS.get(self.kinds[kind].infotype, "edge"), value)

    def reasons(self, hits: Hits, index: int) -> tuple[Reason, ...]:
        """Why hit number `index` has its points; the reasons add up to them."""
        kind = int(hits.kind[index])
        spec = self._specs[kind] if kind < len(self._specs) else None
        return reasons_of(
            spec,
            int(hits.points[index]),
            int(hits.evidence[index]),
            self.words[hits.word[index]] if hits.word[index] >= 0 else "",
            int(hits.distance[index]),
        )

    def column_reason(self, kind: int, share: float, cells: int) -> Reason | None:
        """What it adds or takes away that `share` (0 to 1) of a column's `cells` filled cells match `kind`."""
        counts = self._specs[kind].share if kind < len(self._specs) else True
        return column_reason(share, cells, thins=kind < len(self._specs)) if counts else None

    def inspect(self, text: str) -> list[Match]:
        """The matches in one text, each line a cell; offsets count code points of `text`."""
        lines = text.encode("utf-8", "replace").split(b"\n")
        cells = [*(line + b"\n" for line in lines[:-1]), lines[-1]]
        batch = pa.RecordBatch.from_arrays([pa.array(cells, pa.large_binary()).cast(pa.large_utf8())], ["text"])
        chunk = Chunk(batch, {"kind": "line"}, terminated=True)
        hits = self.detect(chunk)
        first = np.concatenate([[0], np.cumsum([len(cell.decode()) for cell in cells])])
        out = []
        for index in range(len(hits)):
            cell = cells[int(hits.cell[index])]
            base = int(first[hits.cell[index]])
            start = base + len(cell[: int(hits.start[index])].decode())
            value = cell[int(hits.start[index]) : int(hits.end[index])].decode()
            kind = int(hits.kind[index])
            out.append(
                Match(
                    self.kinds[kind].infotype, start, start + len(value), int(hits.points[index]),
                    self.kinds[kind].detector, self.mask(kind, value), self.reasons(hits, index),
                )
            )  # fmt: skip
        return out

    def _label_roles(self, label: str) -> np.ndarray:
        """1, -1 or 0 for each detector: what the column's name says."""
        known = self._labels.get(label)
        if known is None:
            known = np.array([role_of(label, spec) if label else 0 for spec in self._specs], np.int64)
            if len(self._labels) > 4096:
                self._labels.clear()
            self._labels[label] = known
        return known

    def _second(self, view: View, odd: np.ndarray, roles: np.ndarray, *, text: bool) -> Batch:
        """The matches in the cells numbered `odd`, read after normalisation, located in the original."""
        plain = normalised(view, odd)
        batch = self._pipeline.run(plain.view, roles, text=text)
        if not len(batch):
            return batch
        first = plain.view.starts[batch.cell] + batch.start
        last = plain.view.starts[batch.cell] + batch.end
        changed = plain.changed[last] != plain.changed[first]
        return Batch(
            batch.kind, plain.cells[batch.cell], plain.source[first], plain.behind[last - 1], batch.points,
            batch.evidence | np.where(changed, p.NORMALISED_BIT, 0).astype(np.int32),
            batch.word, batch.distance, batch.fingerprint, batch.birth,
        )  # fmt: skip

    def _external(self, found: list[Found], view: View) -> Batch:
        """What a detector beside the kernels found, as candidates."""
        if not found:
            return empty()
        count = len(found)
        cell = np.fromiter((item.cell for item in found), np.int64, count)
        start = np.fromiter((item.start for item in found), np.int64, count)
        end = np.fromiter((item.end for item in found), np.int64, count)
        kind = np.fromiter((self._number[Kind(item.infotype, item.detector)] for item in found), np.int16, count)
        bits = np.fromiter((p.BIT.get(item.code, p.BIT["found"]) for item in found), np.int32, count)
        birth = np.zeros(count, np.int32)
        base = view.starts[cell]
        prints = fingerprints(self._key, view.buf, start + base, end + base, np.zeros(count, np.int64), birth)
        worth = np.fromiter((item.points for item in found), np.int16, count)
        none = np.full(count, -1, np.int16)
        return Batch(kind, cell, start, end, worth, bits, none, np.zeros(count, np.int16), prints, birth)

    def _finished(self, batch: Batch) -> Hits:
        """Overlaps resolved, neighbours counted, what is too weak dropped."""
        batch = resolved(batch.take((batch.points >= min(self._least, 1)) & (batch.end > batch.start)), self._priority)
        if len(batch):
            strong = batch.take(batch.points >= min(self._least, LOW_POINTS)) if self._least > 0 else batch
            beside = neighbours(strong, self._personal) != 0
            batch = Batch(
                strong.kind, strong.cell, strong.start, strong.end,
                (strong.points + np.where(beside, p.NEIGHBOUR, 0)).astype(np.int16),
                (strong.evidence | np.where(beside, p.NEIGHBOUR_BIT, 0)).astype(np.int32),
                strong.word, strong.distance, strong.fingerprint, strong.birth,
            )  # fmt: skip
            batch = batch.take(batch.points >= self._least)
        return _hits(batch)


def _hits(batch: Batch) -> Hits:
    return Hits(
        batch.kind, batch.cell, batch.start, batch.end, batch.points, batch.evidence, batch.word, batch.distance,
        batch.fingerprint, batch.birth,
    )  # fmt: skip


def _unfolded(value: str) -> str:
    """Full-width letters and digits of `value` in ASCII, for the mask."""
    return "".join(chr(ord(char) - 0xFEE0) if "\uff10" <= char <= "\uff5a" else char for char in value)


def _beside(*, names: bool, presidio: bool) -> tuple[SpanDetector, ...]:
    """The slower detectors asked for; their libraries load only here."""
    found: list[SpanDetector] = []
    if names:
        from detectors.ner.detector import NameDetector

        found.append(NameDetector())
    if presidio:
        from detectors.presidio.scan import PresidioDetector

        found.append(PresidioDetector())
    return tuple(found)
