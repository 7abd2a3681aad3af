"""Prints precision and recall of the engine on the generated corpus, and writes `build/accuracy.json`."""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from detectors.engine.engine import Engine
from detectors.model import Confidence
from tests.accuracy.corpus import corpus
from tests.accuracy.measure import LEVELS, Report, Score, measured

SEED = 20260717


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.accuracy.run", description=__doc__)
    options.add_argument("--seed", type=int, default=SEED)
    options.add_argument("--texts", type=int, default=150, help="samples a kind of text")
    options.add_argument("--columns", type=int, default=3, help="columns a kind of value")
    options.add_argument("--cells", type=int, default=100, help="cells a column")
    options.add_argument("--no-names", action="store_true")
    options.add_argument("--no-presidio", action="store_true")
    options.add_argument("--out", type=Path, default=Path("build/accuracy.json"))
    chosen = options.parse_args()
    engine = Engine(key=bytes(16), names=not chosen.no_names, presidio=not chosen.no_presidio)
    began = time.perf_counter()
    report = measured(engine, corpus(chosen.seed, chosen.texts, chosen.columns, chosen.cells, hard=True))
    content = as_json(report, chosen, time.perf_counter() - began)
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    chosen.out.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{table(report, chosen.seed)}\n\nwritten to {chosen.out}\n")


def as_json(report: Report, chosen: argparse.Namespace, seconds: float) -> dict[str, Any]:
    """The report in figures only."""
    return {
        "seed": chosen.seed,
        "names": not chosen.no_names,
        "presidio": not chosen.no_presidio,
        "seconds": round(seconds, 1),
        "samples": dict(report.samples),
        "prevalence": prevalence(report),
        "infotypes": {
            key: {level.label: _figures(report.scores[level][key]) for level in LEVELS} for key in keys(report)
        },
        "kinds": {
            f"{key} in {kind}": {level.label: _figures(report.kinds[level][kind, key]) for level in LEVELS}
            for kind, key in sorted(report.kinds[Confidence.MEDIUM])
        },
        "negatives": {
            kind: {"cells": cells, "false": dict(report.negatives[kind])} for kind, cells in report.negative_cells.items()
        },
        "missed_at_medium": {f"{key} in {where}": n for (key, where), n in report.missed.most_common()},
        "invented_at_medium": {f"{key} in {where}": n for (key, where), n in report.invented.most_common()},
    }  # fmt: skip


def _figures(score: Score) -> dict[str, Any]:
    return {
        "true": score.true, "exact": score.exact, "false": score.false, "missed": score.missed,
        "precision": _round(score.precision), "recall": _round(score.recall), "f1": _round(score.f1),
    }  # fmt: skip


def prevalence(report: Report) -> dict[str, Any]:
    """How much there is to be found: precision on other data depends on it."""
    positive = sum(n for kind, n in report.samples.items() if not kind.startswith("neg:"))
    return {
        "samples": sum(report.samples.values()),
        "samples_with_something": positive,
        "values": report.values,
        "characters": report.characters,
        "values_per_1000_characters": round(1000 * report.values / max(report.characters, 1), 2),
    }


def keys(report: Report) -> list[str]:
    """Every infotype that was there or was found."""
    return sorted({key for level in LEVELS for key in report.scores[level]})


def table(report: Report, seed: int) -> str:
    """The report for people."""
    rate = prevalence(report)
    lines = [
        f"seed {seed}: {rate['samples']} samples, {rate['samples_with_something']} of them with something to find",
        f"{rate['values']} values, {rate['values_per_1000_characters']} per 1000 characters",
        "precision holds at this prevalence only; the false findings by class below carry over to other data",
        "",
        f"{'infotype':22}{'there':>7}" + "".join(f"{level.label:>10} P     R    F1 exact" for level in LEVELS),
    ]
    for key in keys(report):
        first = report.scores[Confidence.MEDIUM][key]
        row = f"{key:22}{first.true + first.missed:>7}"
        for level in LEVELS:
            score = report.scores[level][key]
            exact = score.exact / score.true if score.true else None
            row += "      " + "".join(f"{_percent(x):>6}" for x in (score.precision, score.recall, score.f1, exact))
        lines.append(row)
    lines += ["", "difficult kinds, not counted above, at medium:"]
    for kind, key in sorted(report.kinds[Confidence.MEDIUM]):
        score = report.kinds[Confidence.MEDIUM][kind, key]
        if kind.startswith("hard:"):
            shares = "".join(f"{_percent(x):>6}" for x in (score.precision, score.recall))
            lines.append(f"  {kind:14}{key:22}{score.true + score.missed:>5} there  P R {shares}")
    lines += ["", "false findings where nothing is to be found:"]
    for kind, cells in sorted(report.negative_cells.items()):
        false = report.negatives[kind]
        listed = ", ".join(f"{key} {n}" for key, n in false.most_common()) or "none"
        lines.append(f"  {kind.removeprefix('neg:'):26} {sum(false.values()):>5} in {cells} cells: {listed}")
    for title, counts in (("missed", report.missed), ("made up", report.invented)):
        lines += ["", f"{title} at medium, most first:"]
        lines += [f"  {n:>5}  {key} in {where}" for (key, where), n in counts.most_common(25)]
    return "\n".join(lines)


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f}"


def _round(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


if __name__ == "__main__":
    main()
