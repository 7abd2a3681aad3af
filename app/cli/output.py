"""Where reports go: standard output or a file, in one piece or not at all, with colours where they belong."""

import io
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from app.cli.failures import silence_stdout
from app.errors import UsageError
from app.wording.catalogue import Lang, reason_of, say

MIN_WIDTH, MAX_WIDTH, PIPED_WIDTH = 60, 160, 100

Writer = Callable[[BinaryIO], object]


def wants_color(choice: str, environment: Mapping[str, str], terminal: bool) -> bool:
    """Whether to colour: what `--color` says, else NO_COLOR and CLICOLOR_FORCE, else whether a person is watching.

    NO_COLOR: no-color.org; CLICOLOR_FORCE: bixense.com/clicolors.
    """
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("CLICOLOR_FORCE", "0") != "0":
        return True
    return terminal and environment.get("TERM", "") != "dumb"


def width_of(terminal: bool) -> int:
    """The width to fold to, in cells: the terminal's within reason, or that of COLUMNS, else a fixed one."""
    if terminal or os.environ.get("COLUMNS", "").isdigit():
        return max(MIN_WIDTH, min(MAX_WIDTH, shutil.get_terminal_size((PIPED_WIDTH, 24)).columns))
    return PIPED_WIDTH


def check_destination(path: Path, lang: Lang) -> None:
    """UsageError where nothing can be written to `path`: known before a long scan, not after it."""
    folder = path.parent
    if path.is_dir():
        raise UsageError(say(lang, "cli.output_is_folder", path=path))
    if not folder.is_dir():
        raise UsageError(say(lang, "cli.output_no_folder", folder=folder))
    if not os.access(folder, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise UsageError(say(lang, "cli.output_denied", path=path))


def write_file(path: Path, write: Writer, lang: Lang) -> None:
    """Fill `path` with what `write` writes, all of it or nothing; a new file is readable by its owner only."""
    try:
        if path.exists() and not path.is_file():  # a pipe or a device has no name to be swapped
            with path.open("wb") as out:
                write(out)
            return
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o600
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
        try:
            with os.fdopen(descriptor, "wb") as out:
                write(out)
                out.flush()
                os.fchmod(out.fileno(), mode)
                os.fsync(out.fileno())
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(say(lang, "cli.output_failed", path=path, reason=reason_of(error))) from None


def write_stdout(write: Writer, *, text: bool = False) -> None:
    """Send what `write` writes to standard output; `text` is put into the terminal's own encoding.

    What is not text goes out as it is written, piece by piece, so that a large report is never held whole. A reader
    that went away (`| head`) is no error: the rest is dropped.
    """
    encoding = (sys.stdout.encoding or "utf-8").lower().replace("-", "")
    try:
        if text and encoding != "utf8":
            content = io.BytesIO()
            write(content)
            sys.stdout.buffer.write(content.getvalue().decode().encode(encoding, errors="replace"))
        else:
            write(sys.stdout.buffer)
        sys.stdout.flush()
    except BrokenPipeError:
        silence_stdout()


def print_text(text: str) -> None:
    """Send lines of text to standard output."""
    write_stdout(lambda out: out.write((text + "\n").encode(errors="backslashreplace")), text=True)


def print_json(value: object) -> None:
    """Send a value to standard output as JSON."""
    import json

    from app.exporters.json_ import clean

    print_text(json.dumps(clean(value), ensure_ascii=False, indent=2, allow_nan=False))
