"""Which protections hold around the parsers on this machine, as a fresh parser process found them."""

from dataclasses import dataclass

from app.extraction.sandbox import Sandbox
from app.wording.catalogue import Lang, say

NAMES = (
    *("unprivileged_user", "no_new_privileges", "landlock", "seccomp", "no_network"),
    *("memory", "cpu", "file_size"),
)


@dataclass(frozen=True, slots=True)
class Protection:
    """One protection: its id, whether it holds, and how."""

    name: str
    on: bool
    detail: str = ""

    def title(self, lang: Lang) -> str:
        """What the protection keeps a parser from."""
        return say(lang, f"extraction.protection_{self.name}")


def protections() -> tuple[Protection, ...]:
    """Every protection there can be, tried out in a parser process; all are off where none can be started."""
    sandbox = Sandbox()
    try:
        state = sandbox.protections()
    finally:
        sandbox.close()
    found: list[Protection] = []
    for name in NAMES:
        match state.get(name):
            case [bool(on), str(detail)]:
                found.append(Protection(name, on, detail[:200]))
            case _:
                found.append(Protection(name, on=False))
    return tuple(found)
