"""The parser process: takes open files from its socket, one at a time, and says what it reads in them."""

import codecs
import contextlib
import encodings
import gc
import importlib
import json
import os
import pkgutil
import socket
import sys
from typing import IO, Any

from app.extraction import wire
from app.extraction.budget import Budget
from app.extraction.cells import bounded
from app.extraction.events import Piece
from app.extraction.intake import Intake
from app.extraction.interface import Context, Unit
from app.extraction.lockdown import lock_down, rearm_cpu
from app.extraction.reading import read_unit
from app.extraction.registry import formats
from app.extraction.rewriting.request import rewrite

REQUEST_MOST = 64 << 10
DESCRIPTORS = 4
LATE = (
    *(
        "email.parser",
        "email.generator",
        "email.quoprimime",
        "email.base64mime",
        "email.iterators",
        "email._policybase",
    ),
    *(
        "pypdf.filters",
        "pypdf._codecs._codecs",
        "numpy.ma",
        "pyarrow.compute",
        "_strptime",
        "stringprep",
        "unicodedata",
    ),
)
"""Modules that are imported when first used: by then no file of theirs may be open to this user any more."""


def _serve(channel: socket.socket, budget: Budget) -> None:
    while True:
        data, descriptors, _, _ = socket.recv_fds(channel, REQUEST_MOST, DESCRIPTORS)
        if not data:
            return
        request = json.loads(data)
        files: list[IO[bytes]] = [os.fdopen(descriptor, "rb", buffering=256 << 10) for descriptor in descriptors]
        try:
            tired = _answer(channel, budget, request, files)
        finally:
            for file in files:
                file.close()
        wire.send(channel, wire.frame({"e": "done", "tired": tired}))


def _answer(channel: socket.socket, budget: Budget, request: dict[str, Any], files: list[IO[bytes]]) -> bool:
    """Send the events of one file; whether memory ran out, so that a fresh process is wanted."""
    size = int(request["size"])
    for file in files:
        file.seek(0)
    rearm_cpu(budget.cpu(size))
    context = Context(budget, size, read_unit, lambda expanded: rearm_cpu(budget.cpu(expanded)))
    side = dict(zip(request["side"], files[1:], strict=True))
    unit = Unit("", request["name"], Intake(files[0], size), side=side)
    if request.get("rewrite"):
        with os.fdopen(os.dup(side["copy"].fileno()), "w+b") as copy:
            report = rewrite(context, unit, side["rules"].read(), copy)
        wire.send(channel, wire.frame({"e": "rewritten", **report}))
        return context.tired
    for event in read_unit(context, unit):
        if isinstance(event, Piece):
            for piece in bounded(event):
                wire.send(channel, wire.pack(piece))
        else:
            wire.send(channel, wire.pack(event))
    return context.tired


def _load() -> None:
    """Import every parser, codec and module that may be wanted later."""
    formats()
    for name in LATE:
        importlib.import_module(name)
    for info in pkgutil.iter_modules(encodings.__path__):
        # some are for other systems only
        with contextlib.suppress(ImportError):
            importlib.import_module(f"encodings.{info.name}")
        with contextlib.suppress(LookupError):
            codecs.lookup(info.name)


def main() -> None:
    """Load every parser, give up all rights, then serve until the socket closes."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    budget = Budget(**json.loads(sys.argv[2]))
    _load()
    # what is loaded now stays, and documents are trees: looking for cycles often would cost a third of the time
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)
    state = lock_down(budget)
    wire.send(channel, wire.frame({"e": "ready", "protections": state}))
    try:
        _serve(channel, budget)
    except (BrokenPipeError, ConnectionError):
        return


if __name__ == "__main__":
    main()
