"""What the name of a column or field says about the values under it."""

import re

from detectors.engine.spec import DetectorSpec

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_DIVIDER = re.compile(r"[^0-9a-z\u0080-\U0010ffff]+")


def tokens(label: str) -> tuple[str, ...]:
    """The words of a label in lower case: humps, underscores, points and spaces divide them."""
    return tuple(part for part in _DIVIDER.split(_HUMP.sub("_", label.strip()).lower()) if part)


def _last_end(parts: tuple[str, ...], entry: str) -> int:
    """Where in the label (in characters) the last sight of `entry` ends; -1 where it is not there."""
    joined = "".join(parts)
    plain = "".join(tokens(entry))
    if not plain.isascii():
        place = joined.rfind(plain)
        return -1 if place < 0 else place + len(plain)
    end, best = 0, -1
    bounds = [0]
    for part in parts:
        end += len(part)
        bounds.append(end)
    for first in range(len(parts)):
        for last in range(first + 1, len(parts) + 1):
            if "".join(parts[first:last]).rstrip("0123456789") == plain or "".join(parts[first:last]) == plain:
                best = max(best, bounds[last])
    return best


def role_of(label: str, spec: DetectorSpec) -> int:
    """1 where `label` names the infotype of `spec`, -1 where it names something else of that form, 0 otherwise.

    Where it holds both, the one that ends later decides, the longer one on a tie: names of columns end in their noun.
    """
    parts = tokens(label)
    if not parts:
        return 0
    best: tuple[int, int, int] = (-1, 0, 0)
    for role, entries in ((1, spec.labels), (-1, spec.counter_labels)):
        for entry in entries:
            end = _last_end(parts, entry)
            if end >= 0:
                best = max(best, (end, len(entry), role))
    return best[2] if best[0] >= 0 else 0
