"""Progress: a line that a person can follow, and silence enough for logs."""

import io

from app.cli.progress import Meter, line
from app.services.scan_run import Progress

READING = Progress("read", 3, 10, 4_000_000, 16_000_000, 7, "数据/客户.csv")


class Screen(io.StringIO):
    def isatty(self):
        return True


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_line_says_all():
    """Stage, units, bytes, share, rate, time left, findings and the unit in work, in both languages."""
    assert line("en", READING, 2.0) == (
        "reading  3/10 units  4.0 MB/16.0 MB 25 %  2.0 MB/s  0:06 left  7 findings  数据/客户.csv"
    )
    assert "剩余 0:06" in line("zh", READING, 2.0)


def test_unknown_totals():
    """While the plan is not finished no total and no time left is made up."""
    assert line("en", Progress("plan", 0, None, 0, None, 0), 5.0) == "planning  0 units  0 B  0 findings"


def test_names_cannot_act():
    """A name with an escape is written out."""
    assert "\x1b" not in line("en", Progress("read", 1, 1, 1, 1, 0, "a\x1b[2Jb"), 1.0)


def test_terminal_is_redrawn_and_left_clean():
    """On a terminal one line is rewritten, not too often, and taken away at the end."""
    screen, clock = Screen(), Clock()
    meter = Meter("en", screen, clock)
    meter.update(READING)
    assert screen.getvalue() == ""
    clock.now = 0.2
    meter.update(READING)
    meter.update(READING)
    assert screen.getvalue().count("\r\x1b[2K") == 1
    assert "\n" not in screen.getvalue()
    meter.clear()
    assert screen.getvalue().endswith("\r\x1b[2K")


def test_log_gets_a_line_every_ten_seconds():
    """Where nobody watches there is a plain line every ten seconds and no control character."""
    log, clock = io.StringIO(), Clock()
    meter = Meter("en", log, clock)
    for second in range(35):
        clock.now = float(second)
        meter.update(READING)
    meter.clear()
    assert log.getvalue().count("\n") == 3
    assert "\r" not in log.getvalue()


def test_closed_stderr_does_not_stop_a_scan():
    """A stream that can no longer be written to is ignored."""
    log, clock = io.StringIO(), Clock()
    meter = Meter("en", log, clock)
    log.close()
    clock.now = 20.0
    meter.update(READING)
