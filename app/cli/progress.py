"""How far a scan is, on stderr: one line that is rewritten where a person watches, else a line every ten seconds."""

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.cells import cell_len, set_cell_size

from app.exporters.layout.visible import visible
from app.exporters.layout.words import bytes_text
from app.services.scan_run import Progress
from app.wording.catalogue import Lang, say

REDRAW_S, QUIET_S = 0.1, 10.0
CLEAR = "\r\x1b[2K"


@contextmanager
def meter(lang: Lang, stream: TextIO | None = None) -> Iterator[Callable[[Progress], None]]:
    """What a scan reports its progress to; leaves no trace on a terminal once it is done."""
    shown = Meter(lang, stream or sys.stderr)
    try:
        yield shown.update
    finally:
        shown.clear()


class Meter:
    """Draws progress on `stream`; `clock` gives seconds."""

    def __init__(self, lang: Lang, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._lang, self._stream, self._clock = lang, stream, clock
        self._live = stream.isatty()
        self._began = self._drawn = clock()
        self._dirty = False

    def update(self, progress: Progress) -> None:
        """Take note of `progress`; draws it where the last drawing is old enough."""
        now = self._clock()
        if now - self._drawn < (REDRAW_S if self._live else QUIET_S):
            return
        self._drawn = now
        text = line(self._lang, progress, now - self._began)
        if self._live:
            width = max(20, shutil.get_terminal_size((80, 24)).columns - 1)
            text = CLEAR + (set_cell_size(text, width) if cell_len(text) > width else text)
            self._dirty = True
        self._write(text if self._live else text + "\n")

    def clear(self) -> None:
        """Take the line off the terminal."""
        if self._dirty:
            self._write(CLEAR)
            self._dirty = False

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):  # nobody reads stderr any more: the scan goes on
            self._live = self._dirty = False


def line(lang: Lang, progress: Progress, elapsed: float) -> str:
    """Progress in one line: stage, units, bytes, rate, time left, findings, and the unit in work."""
    rate = progress.bytes_done / elapsed if elapsed > 0 else 0.0
    parts = [
        say(lang, f"cli.stage_{progress.stage}"),
        say(lang, "cli.progress_units", done=_of(progress.units_done, progress.units_total)),
        _bytes(progress),
    ]
    if rate:
        parts.append(f"{bytes_text(int(rate))}/s")
        if progress.bytes_total and progress.bytes_total > progress.bytes_done:
            parts.append(
                say(lang, "cli.progress_left", left=_duration((progress.bytes_total - progress.bytes_done) / rate))
            )
    parts.append(say(lang, "cli.progress_findings", count=progress.findings))
    parts.append(visible(progress.current))
    return "  ".join(part for part in parts if part)


def _of(done: int, total: int | None) -> str:
    return f"{done:,}" if total is None else f"{done:,}/{total:,}"


def _bytes(progress: Progress) -> str:
    done = bytes_text(progress.bytes_done)
    if not progress.bytes_total:
        return done
    share = min(100, 100 * progress.bytes_done // progress.bytes_total)
    return f"{done}/{bytes_text(progress.bytes_total)} {share} %"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
