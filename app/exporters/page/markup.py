"""HTML made of elements: every text that is not markup already is made visible and escaped."""

from collections.abc import Iterable
from html import escape

from app.exporters.layout.visible import visible

CAMEL = frozenset({"viewBox", "preserveAspectRatio"})
VOID = frozenset({"meta", "input", "br", "rect", "circle", "path"})
"""Elements without content; those of SVG are closed in themselves, which HTML allows."""


class Markup(str):
    """Text that is HTML already and is not escaped again."""

    __slots__ = ()


Child = str | Iterable[str] | None
Attribute = str | int | float | bool | None


def text(value: str) -> Markup:
    """A text from anywhere, made safe: control and direction characters written out, the rest escaped."""
    return value if isinstance(value, Markup) else Markup(escape(visible(value), quote=True))


def el(name: str, /, *children: Child, **attributes: Attribute) -> Markup:
    """An element; `class_` is `class`, `data_x` is `data-x`; True is an attribute without value, None and False none."""
    head = "".join(
        _attribute(key, value) for key, value in attributes.items() if value is not None and value is not False
    )
    if name in VOID:
        return Markup(f"<{name}{head}/>")
    return Markup(f"<{name}{head}>{joined(*children)}</{name}>")


def joined(*children: Child) -> Markup:
    """Children one after another, as markup."""
    pieces: list[str] = []
    for child in children:
        if child is None:
            continue
        if isinstance(child, str):
            pieces.append(text(child))
        else:
            pieces.extend(text(each) for each in child)
    return Markup("".join(pieces))


def _attribute(key: str, value: Attribute) -> str:
    name = key.rstrip("_").replace("_", "-") if key not in CAMEL else key
    return f" {name}" if value is True else f' {name}="{escape(visible(str(value)), quote=True)}"'
