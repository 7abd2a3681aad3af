"""`python -m tests.bench` measures the engine beside its peer and writes build/bench.json."""

from tests.bench.engine import main

main()
