"""The queue of scans: one thread that runs one scan after the other, and takes up those that were cut off."""

import logging
import threading
from concurrent.futures import Future, ThreadPoolExecutor

from app.domain.audit import Actor
from app.services.scan_run import Progress
from app.services.scans import ScanService

LOG = logging.getLogger("mishao.scans")
SERVICE = Actor("system", "service")


class ServiceStopping(KeyboardInterrupt):
    """The service is going down: to a scan the same as Ctrl-C at a terminal. The next start takes it up again."""


class ScanRunner:
    """Runs scans in the order they came; `stop` leaves the running one at its last finished part."""

    def __init__(self, scans: ScanService) -> None:
        self._scans = scans
        self._stopping = threading.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="scan")
        self._lock = threading.Lock()
        self._waiting: set[str] = set()

    def resume(self) -> None:
        """Take up every scan that was running when the last process ended."""
        for scan_id in self._scans.interrupted():
            self.submit(scan_id, SERVICE)

    def submit(self, scan_id: str, actor: Actor) -> None:
        """Queue a scan that has been started; one that waits or runs already is not queued twice."""
        with self._lock:
            if scan_id in self._waiting:
                return
            self._waiting.add(scan_id)
        self._thread.submit(self._run, scan_id, actor).add_done_callback(lambda done: self._ended(scan_id, done))

    def stop(self) -> None:
        """Stop at the next report of progress, and wait for that."""
        self._stopping.set()
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _run(self, scan_id: str, actor: Actor) -> None:
        self._scans.run(scan_id, actor, self._watch)

    def _watch(self, _progress: Progress) -> None:
        if self._stopping.is_set():
            raise ServiceStopping

    def _ended(self, scan_id: str, done: "Future[None]") -> None:
        with self._lock:
            self._waiting.discard(scan_id)
        if done.cancelled():
            return
        error = done.exception()
        if error is not None and not isinstance(error, ServiceStopping):
            # The kind alone: what the error says may quote what was scanned.
            LOG.error("scan %s ended with %s", scan_id, type(error).__name__)
