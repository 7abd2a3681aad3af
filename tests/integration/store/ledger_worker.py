"""A worker that completes the parts of scan `s1` and sequences the log, meant to be killed at any instant."""

import base64
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from app.config import Settings
from app.keys.ring import KeyRing
from app.persistence.store import Store
from app.services.trail import TrailService
from tests.integration.store import samples

LEASE_S = 60


def work(url: str, anchor: str) -> None:
    ring = KeyRing(base64.b64decode(os.environ["MISHAO_ROOT_KEY"]))
    store = Store.open(url, ring)
    trail = TrailService(store, ring, Settings(anchor_file=Path(anchor)))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    name = f"worker-{os.getpid()}"
    while True:
        with store.begin() as taken:
            part = taken.parts.claim("s1", name, LEASE_S, datetime.now(UTC))
        if part is None:
            break
        with store.begin() as done:
            done.audit.append(samples.event("part.done", "s1", scan="s1", part=part.number))
            done.parts.complete("s1", samples.part_result(part.number), datetime.now(UTC))
        if part.number % 7 == 0:
            trail.sequence()


if __name__ == "__main__":
    work(*sys.argv[1:])
