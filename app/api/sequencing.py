"""The background sequencer: entries of uploads, denials and keys get their place in the log without anybody asking."""

import logging
import threading
from typing import Literal

from app.errors import VerificationFailed
from app.services.trail import TrailService

LOG = logging.getLogger("mishao.trail")
EVERY_S = 10.0

TrailHealth = Literal["ok", "behind", "unverified"]


class Sequencing:
    """One thread that sequences every `every` seconds and once more at the end; no failure of it ends the service."""

    def __init__(self, trail: TrailService, every: float = EVERY_S) -> None:
        self._trail = trail
        self._every = every
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="sequencer", daemon=True)
        self.health: TrailHealth = "ok"
        """How the last attempt ended: `behind` where entries still wait, `unverified` where the history was changed."""

    def start(self) -> None:
        """Begin; the first attempt is made at once."""
        self._thread.start()

    def stop(self) -> None:
        """Sequence what waits, and end."""
        self._stopping.set()
        self._thread.join()

    def _loop(self) -> None:
        while not self._stopping.is_set():
            self._attempt()
            self._stopping.wait(self._every)
        self._attempt()

    def _attempt(self) -> None:
        before = self.health
        try:
            self._trail.sequence()
        except VerificationFailed as error:
            self.health = "unverified"
            if before != self.health:
                LOG.error("the audit trail does not verify: %s", error)  # noqa: TRY400 - a state to act on, no fault in the code
        except Exception as error:  # noqa: BLE001 - nobody waits for this thread: what goes wrong is said, tried again later
            self.health = "behind"
            if before != self.health:
                # The kind alone: what the error says may quote a path or an address.
                LOG.warning("audit entries wait for their place in the log: %s", type(error).__name__)
        else:
            self.health = "ok"
