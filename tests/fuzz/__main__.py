"""`python -m tests.fuzz` sends mutants of every format through the parser process and writes build/fuzz.json."""

import argparse
import json
import sys
import time
from pathlib import Path

from tests.fuzz.campaign import Result, made, run

BUILD = Path(__file__).parents[2] / "build"


def _tell(count: int) -> None:
    sys.stderr.write(f"\r{count} mutants")
    sys.stderr.flush()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _show(result: Result, seconds: float) -> None:
    figures = result.figures()
    _say(f"\n{'format':<14}{'mutants':>8}  ended as")
    for kind, row in result.table().items():
        ends = ", ".join(f"{reason} {count}" for reason, count in row.most_common())
        _say(f"{kind or '-':<14}{row.total():>8}  {ends}")
    _say(f"{figures['mutants']} mutants of {figures['seed_files']} files in {seconds:.0f} s, {figures['units']} units")
    for name in ("files_that_lost_a_process", "read_at_the_second_try", "lost_unreported", "exceptions_in_the_parent"):
        _say(f"{name.replace('_', ' ')}: {figures[name]}")
    _say(f"faults: {len(result.faults())}")


def main() -> int:
    """Run a campaign; 1 where anything was not as it must be."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=2_000, help="how many mutants (2000)")
    parser.add_argument("--seed", type=int, default=1, help="what the mutants are drawn from (1)")
    given = parser.parse_args()
    started = time.monotonic()
    result = run(given.count, given.seed, tell=_tell)
    seconds = time.monotonic() - started
    _show(result, seconds)
    BUILD.mkdir(exist_ok=True)
    figures = {**result.figures(), "seconds": round(seconds, 1)}
    (BUILD / "fuzz.json").write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for number, kinds in result.faults().items():
        file = made(given.seed, number, result.found)[2]
        (BUILD / "fuzz").mkdir(exist_ok=True)
        kept = BUILD / "fuzz" / f"{given.seed}-{number}-{file.name}"
        kept.write_bytes(file.content)
        for key, data in file.side.items():
            kept.with_name(f"{kept.name}-{key}").write_bytes(data)
        _say(f"mutant {number}: {', '.join(kinds)}; kept as {kept}")
    return 1 if result.faults() else 0


if __name__ == "__main__":
    sys.exit(main())
