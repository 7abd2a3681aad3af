"""The installed program as a person or a script runs it: a process, its output, its exit code."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Place:
    """A home of its own for one installation: data, keys, anchor and temporary files under one folder."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """The environment under which the program knows only this place."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("MISHAO_", "XDG_"))}
        temporary = self.folder / "tmp"
        temporary.mkdir(parents=True, exist_ok=True)
        return kept | {
            "MISHAO_HOME": str(self.folder / "data"),
            "MISHAO_ROOT_KEY_FILE": str(self.folder / "keys" / "root.key"),
            "MISHAO_ANCHOR_FILE": str(self.folder / "keys" / "checkpoints"),
            "TMPDIR": str(temporary),
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
        }

    def command(self, *arguments: str) -> list[str]:
        """The command line of the program with these arguments."""
        return [sys.executable, "-m", "app.cli.main", *arguments]

    def run(self, *arguments: str, **extra: str) -> "subprocess.CompletedProcess[str]":
        """Run the program to its end; `extra` are further environment variables."""
        return subprocess.run(
            self.command(*arguments),
            env=self.environment | extra,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """Start the program and leave it running."""
        return subprocess.Popen(
            self.command(*arguments),
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def json(self, *arguments: str) -> dict:
        """Run the program and read its standard output as JSON."""
        done = self.run(*arguments)
        assert done.stdout, done.stderr
        return json.loads(done.stdout)
