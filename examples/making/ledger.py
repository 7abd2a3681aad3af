"""Keeps what was written: the files, and how many values of which infotype each holds."""

from collections import Counter, defaultdict
from pathlib import Path


class Ledger:
    """Files to write and the truth about them, by unit name; members of archives are `archive!/member`."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.counts: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def put(self, name: str, content: bytes | str) -> None:
        """Write `content` to the file `name` (text in UTF-8)."""
        self.files[name] = content.encode() if isinstance(content, str) else content
        self.counts[name] += Counter()

    def holds(self, unit: str, **values: int) -> None:
        """Note that `unit` holds so many values; `id_card` style names are given with `__` for the dot."""
        for infotype, count in values.items():
            self.counts[unit][infotype.replace("__", ".")] += count

    def write(self, folder: Path) -> None:
        """Write every file below `folder`."""
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            path.chmod(0o644)

    def truth(self) -> dict[str, dict[str, int]]:
        """Unit → infotype → number of values, both sorted."""
        return {unit: dict(sorted(self.counts[unit].items())) for unit in sorted(self.counts)}
