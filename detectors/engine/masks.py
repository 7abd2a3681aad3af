"""How a value is shown: enough to recognise it beside its owner, never enough to rebuild it."""

from collections.abc import Callable

STAR = "*"


def _edges(value: str, head: int, tail: int) -> str:
    """`head` first and `tail` last characters, stars between; shorter values give away less."""
    if len(value) < 2 * (head + tail):
        head, tail = min(head, len(value) // 4), min(tail, len(value) // 4)
    hidden = max(1, len(value) - head - tail)
    return value[:head] + STAR * min(hidden, 16) + (value[len(value) - tail :] if tail else "")


def _plain(value: str) -> str:
    return "".join(char for char in value if char.isalnum())


def _digits(value: str) -> str:
    return "".join(char for char in value if char.isascii() and char.isdigit())


def _mobile(value: str) -> str:
    digits = _digits(value)[-11:]
    return f"{digits[:3]}****{digits[7:]}" if len(digits) == 11 else STAR * 11


def _card(value: str) -> str:
    return _edges(_digits(value), 4, 4)


def _mail(value: str) -> str:
    local, _, domain = value.partition("@")
    return f"{local[:1] if len(local) > 1 else ''}***@{domain}"


def _name(value: str) -> str:
    return value[:1] + STAR * min(len(value) - 1, 8) if len(value) > 1 else STAR


def _address(value: str) -> str:
    return value[: min(6, len(value) // 3)] + "***"


def _network(value: str) -> str:
    if "." in value and ":" not in value:
        parts = value.split(".")
        return ".".join([*parts[:2], "*", "*"]) if len(parts) == 4 else STAR * 4
    divider = ":" if ":" in value else "-"
    parts = value.split(divider)
    return divider.join([*parts[:2], "***"]) if len(parts) > 3 else _edges(value, 2, 0)


def _key(value: str) -> str:
    return (value[:4] if len(value) >= 16 else "") + "***"


def _date(value: str) -> str:
    digits = _digits(value)
    return f"{digits[:4]}-**-**" if len(digits) >= 4 else "****-**-**"


MASKS: dict[str, Callable[[str], str]] = {
    "edge": lambda value: _edges(value, 2, 2),
    "id": lambda value: _edges(_plain(value), 3, 4),
    "mobile": _mobile,
    "card": _card,
    "mail": _mail,
    "name": _name,
    "address": _address,
    "network": _network,
    "key": _key,
    "date": _date,
    "plate": lambda value: _edges(value, 2, 2),
    "secret": lambda _: "***",
    "marking": lambda value: value[:24],
    "empty": lambda _: "",
}
"""Masks by name; a detector names one."""

INFOTYPE_MASKS = {
    "person.name": "name",
    "contact.address": "address",
    "org.name": "name",
    "contact.email": "mail",
    "contact.mobile": "mobile",
    "intl.phone": "edge",
    "fin.bank_card": "card",
    "dev.ip": "network",
    "auth.password": "secret",
    "auth.key": "key",
    "state.secret": "empty",
    "person.dob": "date",
}
"""Masks of infotypes found by detectors that declare none of their own."""


def masked(style: str, value: str) -> str:
    """`value` as the mask `style` shows it."""
    return MASKS[style](value)
