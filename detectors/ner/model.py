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
LEAST_PERSON: Final = 0.12
"""Least probability of a character that belongs to a person; behind a name it falls to a tenth of that."""
SURE_BEGIN: Final = 0.3
"""Probability from which a character behind a whole name begins the next one."""
FAINTEST: Final = 0.2
"""Least score of a person that is worth asking the rules about."""


class Entity(NamedTuple):
    """A tagged span of a sentence: offsets in characters, and how sure the model is (0 to 1).

    The score is the least softmax of the characters of a place or an organisation; for a person it is the mean of what
    the model gives to beginning or going on with a person, which may be little: the rules decide.
    """

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
            scores, tags, persons, begins = self._tag([sentences[number] for number in batch])
            for row, number in enumerate(batch):
                size = slice(len(sentences[number]))
                found[number] = (
                    *_decoded(scores[row, size], tags[row, size]),
                    *_persons(persons[row, size], begins[row, size]),
                )
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
        """For each tag 0 for none or a person, or 1 + 2 × label, plus one where the tag begins an entity."""
        codes = []
        for tag in self._tags:
            name, _, place = tag.partition("-")
            codes.append(1 + 2 * LABELS.index(name) + (place == "B") if name in LABELS[1:] else 0)
        return np.array(codes, dtype=np.int8)

    @cached_property
    def _tags(self) -> list[str]:
        tags = self._vocabulary["tags"]
        return [str(tag) for tag in tags] if isinstance(tags, list) else []

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

    def _tag(
        self, batch: list[str]
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int8], npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """Of each character the score and class of its best tag, and how probably it is of a person and begins one.

        All are [sentences, longest].
        """
        lengths = np.array([len(sentence) for sentence in batch], dtype=np.int64)
        ids = np.zeros((len(batch), int(lengths.max())), dtype=np.int64)
        for row, sentence in enumerate(batch):
            points = np.frombuffer(sentence.encode("utf-32-le"), dtype=np.uint32)
            ids[row, : len(points)] = self._ids[np.minimum(points, 0x10000)]
        run = getattr(self._session, "run")  # noqa: B009 the runtime has no types of its own
        emissions = run(None, {"token_ids": ids, "length": lengths})[0]
        best = emissions.argmax(axis=2)
        powers = np.exp(emissions - np.take_along_axis(emissions, best[..., None], axis=2))
        scores = 1.0 / powers.sum(axis=2)
        begins = powers[..., self._tags.index("PER-B")] * scores
        persons = begins + powers[..., self._tags.index("PER-I")] * scores
        return scores.astype(np.float32), self._classes[best], persons, begins


def _decoded(scores: npt.NDArray[np.float32], classes: npt.NDArray[np.int8]) -> Iterator[Entity]:
    """The places and organisations of one sentence: runs of one label, cut where a tag begins a new one."""
    places = np.flatnonzero(classes)
    if not len(places):
        return
    kinds = (classes[places] - 1) // 2
    begins = (classes[places] - 1) % 2 == 1
    cut = np.ones(len(places), dtype=bool)
    cut[1:] = begins[1:] | (places[1:] != places[:-1] + 1) | (kinds[1:] != kinds[:-1])
    heads = np.flatnonzero(cut)
    tails = np.append(heads[1:], len(places)) - 1
    least = np.minimum.reduceat(scores[places], heads)
    for head, tail, score in zip(heads, tails, least, strict=True):
        yield Entity(int(places[head]), int(places[tail]) + 1, LABELS[kinds[head]], float(score))


def _persons(persons: npt.NDArray[np.float32], begins: npt.NDArray[np.float32]) -> Iterator[Entity]:
    """The persons of one sentence: characters that may be of one, cut where a name of two or more is followed by another.

    What the model gives to a character within a name is far above what it gives to the one behind it, even where some
    other tag is likelier: reading by the best tag cuts 莫立群 to 莫立.
    """
    places = np.flatnonzero(persons >= LEAST_PERSON).tolist()
    if not places:
        return
    scores, firsts = persons.tolist(), begins.tolist()
    head = last = places[0]
    for at in [*places[1:], len(scores) + 1]:
        if at != last + 1 or (at - head >= 2 and firsts[at] >= max(SURE_BEGIN, 0.5 * scores[at])):
            score = sum(scores[head : last + 1]) / (last + 1 - head)
            if score >= FAINTEST:
                yield Entity(head, last + 1, "PER", score)
            head = at
        last = at


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
