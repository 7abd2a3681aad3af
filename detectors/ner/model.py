"""The character model that tags persons, places and organisations in Chinese sentences."""

import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

FOLDER: Final = Path(__file__).parent / "lac"
LONGEST: Final = 200
"""Most characters of a sentence that the model is given at once."""
BATCH_CHARACTERS: Final = 2048
BATCH_LARGEST: Final = 64

Label = Literal["PER", "LOC", "ORG"]
LABELS: Final[tuple[Label, ...]] = ("PER", "LOC", "ORG")


class Entity(NamedTuple):
    """A tagged span of a sentence: offsets in characters, and the least softmax of its characters (0 to 1)."""

    start: int
    end: int
    label: Label
    score: float


class NameModel:
    """Baidu's LAC as a BiGRU over single characters (see `lac/NOTICE`); loaded when first used."""

    def entities(self, sentences: Sequence[str]) -> list[tuple[Entity, ...]]:
        """The entities of each sentence of at most LONGEST characters, in the order given."""
        found: list[tuple[Entity, ...]] = [()] * len(sentences)
        for batch in _batches(sentences):
            scores, tags = self._tag([sentences[number] for number in batch])
            for row, number in enumerate(batch):
                length = len(sentences[number])
                found[number] = self._decode(scores[row, :length], tags[row, :length])
        return found

    @cached_property
    def _vocabulary(self) -> dict[str, object]:
        words: dict[str, object] = json.loads((FOLDER / "vocabulary.json").read_text(encoding="utf-8"))
        return words

    @cached_property
    def _ids(self) -> npt.NDArray[np.int64]:
        """Row of the embedding by code point of the basic plane; the last entry stands for all others."""
        rows = self._vocabulary["characters"]
        unknown = self._vocabulary["unknown"]
        table = np.full(0x10001, unknown, dtype=np.int64)
        if isinstance(rows, dict):
            for character, row in rows.items():
                if ord(character) < 0x10000:
                    table[ord(character)] = row
        return table

    @cached_property
    def _classes(self) -> npt.NDArray[np.int8]:
        """For each tag 0 for none, or 1 + 2 × label, plus one where the tag begins an entity."""
        tags = self._vocabulary["tags"]
        codes = [0] * len(tags) if isinstance(tags, list) else []
        for number, tag in enumerate(tags if isinstance(tags, list) else ()):
            name, _, place = str(tag).partition("-")
            if name in LABELS:
                codes[number] = 1 + 2 * LABELS.index(name) + (place == "B")
        return np.array(codes, dtype=np.int8)

    @cached_property
    def _session(self) -> object:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(
            str(FOLDER / "lac_pruned_fp16.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def _tag(self, batch: list[str]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int8]]:
        """Score and class of each character, both [sentences, longest]."""
        lengths = np.array([len(sentence) for sentence in batch], dtype=np.int64)
        ids = np.zeros((len(batch), int(lengths.max())), dtype=np.int64)
        for row, sentence in enumerate(batch):
            points = np.frombuffer(sentence.encode("utf-32-le"), dtype=np.uint32)
            ids[row, : len(points)] = self._ids[np.minimum(points, 0x10000)]
        run = getattr(self._session, "run")  # noqa: B009 the runtime has no types of its own
        emissions = run(None, {"token_ids": ids, "length": lengths})[0]
        best = emissions.argmax(axis=2)
        highest = np.take_along_axis(emissions, best[..., None], axis=2)
        scores = 1.0 / np.exp(emissions - highest).sum(axis=2)
        return scores.astype(np.float32), self._classes[best]

    @staticmethod
    def _decode(scores: npt.NDArray[np.float32], classes: npt.NDArray[np.int8]) -> tuple[Entity, ...]:
        """The entities of one sentence: runs of one label, cut where a tag begins a new one."""
        places = np.flatnonzero(classes)
        if not len(places):
            return ()
        kinds = (classes[places] - 1) // 2
        begins = (classes[places] - 1) % 2 == 1
        cut = np.ones(len(places), dtype=bool)
        cut[1:] = begins[1:] | (places[1:] != places[:-1] + 1) | (kinds[1:] != kinds[:-1])
        heads = np.flatnonzero(cut)
        tails = np.append(heads[1:], len(places)) - 1
        least = np.minimum.reduceat(scores[places], heads)
        return tuple(
            Entity(int(places[head]), int(places[tail]) + 1, LABELS[kinds[head]], float(score))
            for head, tail, score in zip(heads, tails, least, strict=True)
        )


def _batches(sentences: Sequence[str]) -> Iterator[list[int]]:
    """Numbers of the sentences in groups of like length, so that little padding is computed."""
    batch: list[int] = []
    for number in sorted(range(len(sentences)), key=lambda n: len(sentences[n])):
        length = len(sentences[number])
        if not length:
            continue
        if batch and (len(batch) == BATCH_LARGEST or (len(batch) + 1) * length > BATCH_CHARACTERS):
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch
