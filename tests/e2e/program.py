"""The program as a user runs it: a process of its own, in a home of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "app.cli.main"]
LIMIT_S = 120


@dataclass
class Program:
    """Runs `mishao`; `env` adds to an environment that holds nothing of the user's."""

    folder: Path
    env: dict[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        own = {
            "HOME": str(self.folder),
            "MISHAO_HOME": str(self.folder / "data"),
            "MISHAO_ROOT_KEY_FILE": str(self.folder / "config" / "root.key"),
            "MISHAO_LANG": "en",
            "PYTHONPATH": str(ROOT),
            "PATH": os.environ["PATH"],
        }
        return own | self.env

    def start(self, *arguments, **settings) -> subprocess.Popen:
        return subprocess.Popen(
            [*COMMAND, *map(str, arguments)], env=self.environment(), cwd=self.folder,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, **settings,
        )  # fmt: skip

    def __call__(
        self, *arguments, stdin: bytes = b"", before: tuple[str, ...] = (), **env: str
    ) -> subprocess.CompletedProcess:
        got = subprocess.run(
            [*before, *COMMAND, *map(str, arguments)], env=self.environment() | env, cwd=self.folder, input=stdin,
            capture_output=True, timeout=LIMIT_S, check=False,
        )  # fmt: skip
        return subprocess.CompletedProcess(got.args, got.returncode, got.stdout.decode(), got.stderr.decode())
