"""Speed of the engine beside presidio-analyzer on the same corpora in one run: `python -m tests.bench.engine`."""

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

from detectors.engine.engine import Engine
from detectors.model import Chunk
from tests.bench import corpora

OUTPUT = Path("build/bench.json")
PEER_BYTES = 48 << 10


def rate(work: Callable[[list[Chunk]], int], chunks: list[Chunk], rounds: int) -> float:
    """MB of text a second of processor time, the best of `rounds`."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        work(chunks)
        best = min(best, time.process_time() - start)
    return corpora.volume(chunks) / max(best, 1e-9) / 1e6


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


def ours(engine: Engine) -> Callable[[list[Chunk]], int]:
    """The engine as work to be timed."""
    return lambda chunks: sum(len(engine.detect(chunk)) for chunk in chunks)


def presidio() -> Callable[[list[Chunk]], int]:
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
        work, small = ours(engine), cut(chunks, PEER_BYTES)
        work(chunks)
        peer(small[:1])
        table[name] = {"mishao": rate(work, chunks, rounds), "presidio-analyzer": rate(peer, small, 1)}
        if full is not None:
            medium = cut(chunks, 8 * PEER_BYTES)
            ours(full)(medium[:1])
            table[name]["mishao with names and Presidio"] = rate(ours(full), medium, 1)
    return table


def main() -> None:
    """Measure, print a table with ratios, write build/bench.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-names", action="store_true")
    given = parser.parse_args()
    table = measured(given.megabytes << 20, given.rounds, names=not given.no_names)
    lines = []
    for corpus, tools in table.items():
        ratio = tools["mishao"] / tools["presidio-analyzer"]
        figures = "  ".join(f"{tool} {value:.3g} MB/s" for tool, value in tools.items())
        lines.append(f"{corpus:10} {figures}  ratio {ratio:.0f}")
    sys.stdout.write("\n".join(lines) + "\n")
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_text(json.dumps(table, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
