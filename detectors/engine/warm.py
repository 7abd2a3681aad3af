"""Compiles every kernel once, so that the first scan need not: `python -m detectors.engine.warm` after an install."""

import pyarrow as pa

from detectors.engine.engine import KEY_BYTES, Engine
from detectors.model import Chunk

SAMPLE = (
    "手机13813572468 a.b@mail.cn 138 1357 2468 password=Tr0ub4dor&3",
    "电话：１３８１３５７２４６８，一三八一三五七二四六八",
)


def warm() -> int:
    """Run every stage over a sample in each shape of chunk; gives the number of hits."""
    engine = Engine(key=bytes(KEY_BYTES), names=False, presidio=False)
    batch = pa.RecordBatch.from_arrays([pa.array(SAMPLE, pa.large_utf8())], ["text"])
    shapes = (Chunk(batch, {"kind": "line"}), Chunk(batch, {"kind": "line"}, terminated=True))
    return sum(len(engine.detect(chunk)) for chunk in shapes)


if __name__ == "__main__":
    raise SystemExit(0 if warm() else 1)
