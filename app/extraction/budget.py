"""How much one file may cost: memory, time, depth, entries, expanded bytes, cells, pages."""

from dataclasses import dataclass

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30


@dataclass(frozen=True, slots=True)
class Budget:
    """The limits of reading one file; sizes in bytes, times in seconds.

    `memory_bytes` is address space over what the idle worker has; times grow by one second for every
    `bytes_per_s` that the file holds or expands to, so that a large log is not taken for a trap.
    """

    memory_bytes: int = 3 * GIB // 2
    cpu_s: float = 20.0
    wall_s: float = 60.0
    bytes_per_s: int = 5 * MIB
    depth: int = 8
    entries: int = 100_000
    expanded_least: int = GIB
    expanded_most: int = 10 * GIB
    expanded_ratio: int = 200
    xml_part_bytes: int = GIB
    document_bytes: int = 64 * MIB
    cells: int = 5_000_000
    pages: int = 5_000
    spool_bytes: int = 2 * GIB

    def expanded(self, size: int) -> int:
        """How many bytes the members of a file of `size` bytes may expand to, all levels together."""
        return min(self.expanded_most, max(self.expanded_least, self.expanded_ratio * size))

    def cpu(self, size: int) -> float:
        """Seconds of processor time for `size` bytes."""
        return self.cpu_s + size / self.bytes_per_s

    def wall(self, size: int) -> float:
        """Seconds of waiting for `size` bytes."""
        return self.wall_s + size / self.bytes_per_s
