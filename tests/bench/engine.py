"""Speed of the engine, as a scan pays for it, beside presidio-analyzer on the same corpora in one run."""

import argparse
import datetime as dt
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

from app.scanning.fold import FoldOptions, UnitFold
from app.scanning.masking import NameMask
from detectors.engine.engine import Engine
from detectors.model import Chunk
from tests.bench import corpora

OUTPUT = Path("build/bench.json")
PEER_BYTES = 48 << 10
SCAN, PEER = "mishao scan", "presidio-analyzer"
Work = Callable[[list[Chunk]], int]


def seconds(work: Work, chunks: list[Chunk]) -> float:
    """Processor time that `work` takes over `chunks`."""
    start = time.process_time()
    work(chunks)
    return max(time.process_time() - start, 1e-9)


def rates(works: dict[str, tuple[Work, list[Chunk]]], rounds: int) -> dict[str, float]:
    """MB of text a second of processor time by tool, the median of `rounds` in which the tools take turns."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for work, chunks in works.values():
        work(chunks[:1])
    for _ in range(rounds):
        for name, (work, chunks) in works.items():
            taken[name].append(corpora.volume(chunks) / seconds(work, chunks) / 1e6)
    return {name: statistics.median(values) for name, values in taken.items()}


def cut(chunks: list[Chunk], size: int) -> list[Chunk]:
    """The first cells of each chunk, `size` bytes in all: what a slow peer can be asked to read."""
    share = max(1, size // len(chunks))
    out = []
    for chunk in chunks:
        count, total = 0, 0
        for value in chunk.text:
            total += len(value.as_buffer())
            count += 1
            if total >= share:
                break
        text = pa.array(chunk.text.slice(0, count).to_pylist(), pa.large_utf8())
        batch = pa.RecordBatch.from_arrays([text], ["text"])
        out.append(Chunk(batch, chunk.where, chunk.ordinal, chunk.base, chunk.label, chunk.shape, chunk.terminated))
    return out


def detection(engine: Engine) -> Work:
    """The engine alone: hits with their fingerprints and context."""
    return lambda chunks: sum(len(engine.detect(chunk)) for chunk in chunks)


def scan(engine: Engine) -> Work:
    """What a scan does with a unit: detection, folding to findings, linking to data subjects."""
    names, options = NameMask(engine), FoldOptions(today=dt.datetime.now(dt.UTC).date())

    def work(chunks: list[Chunk]) -> int:
        fold = UnitFold(engine, names, options)
        for chunk in chunks:
            fold.add(chunk)
        return len(fold.findings("bench", lambda infotype, column: f"{infotype}/{column}")) + len(fold.edges())

    return work


def presidio() -> Work:
    """presidio-analyzer with its default English recognizers and no language model, a kilobyte a call."""
    import tldextract
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

    # the bundled list of suffixes: the benchmark opens no connection
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    tldextract.extract = tldextract.tldextract.TLD_EXTRACTOR

    class Blank(NlpEngine):
        """An NLP engine that finds nothing, so that patterns alone are timed."""

        def load(self) -> None: ...

        def is_loaded(self) -> bool:
            return True

        def process_text(self, text: str, language: str) -> NlpArtifacts:
            return NlpArtifacts([], [], [], [], self, language)

        def process_batch(self, texts, language, **_named):
            return ((text, self.process_text(text, language)) for text in texts)

        def is_stopword(self, word: str, language: str) -> bool:
            return False

        def is_punct(self, word: str, language: str) -> bool:
            return False

        def get_supported_entities(self) -> list[str]:
            return []

        def get_supported_languages(self) -> list[str]:
            return ["en"]

    blank = Blank()
    registry = RecognizerRegistry(supported_languages=["en"])
    registry.load_predefined_recognizers(languages=["en"], nlp_engine=blank)
    registry.recognizers = [item for item in registry.recognizers if item.name != "SpacyRecognizer"]
    analyzer = AnalyzerEngine(registry=registry, nlp_engine=blank, supported_languages=["en"])

    def work(chunks: list[Chunk]) -> int:
        found = 0
        for chunk in chunks:
            text = "\n".join(chunk.text.to_pylist())
            for place in range(0, len(text), 1024):
                found += len(analyzer.analyze(text[place : place + 1024], "en"))
        return found

    return work


def measured(size: int, rounds: int, *, names: bool) -> dict[str, dict[str, float]]:
    """MB/s by corpus and tool."""
    sources = {
        "log": corpora.log(size),
        "crm": corpora.crm(max(100, size // 140)),
        "clean_en": corpora.clean(size, corpora.ENGLISH),
        "clean_zh": corpora.clean(size, corpora.CHINESE),
    }
    engine = Engine(key=bytes(16), names=False, presidio=False)
    peer = presidio()
    full = Engine(key=bytes(16), names=True, presidio=True) if names else None
    table: dict[str, dict[str, float]] = {}
    for name, chunks in sources.items():
        works = {
            SCAN: (scan(engine), chunks),
            "mishao detection": (detection(engine), chunks),
            PEER: (peer, cut(chunks, PEER_BYTES)),
        }
        if full is not None:
            works["mishao scan with names and Presidio"] = (scan(full), cut(chunks, 8 * PEER_BYTES))
        table[name] = rates(works, rounds)
    return table


def main() -> None:
    """Measure, print a table with ratios, write build/bench.json."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--megabytes", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--no-names", action="store_true")
    given = parser.parse_args()
    table = measured(given.megabytes << 20, given.rounds, names=not given.no_names)
    lines = ["MB of text a second of one processor, medians; the ratio is that of the scan to presidio-analyzer"]
    for corpus, tools in table.items():
        lines.append(f"{corpus}  ratio {tools[SCAN] / tools[PEER]:.0f}")
        lines += [f"  {tool:36} {value:8.3g}" for tool, value in tools.items()]
    sys.stdout.write("\n".join(lines) + "\n")
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_text(json.dumps(table, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
