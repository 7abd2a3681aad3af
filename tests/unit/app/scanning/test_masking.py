"""Names as they may be shown."""

import re

from app.scanning.masking import NameMask
from detectors.model import Match


class MobileEngine:
    """Finds mobile numbers that stand between spaces or dots, and addresses of machines."""

    def inspect(self, text):
        mobiles = [
            Match("contact.mobile", at.start(), at.end(), 5, "mobile", "138****8000")
            for at in re.finditer(r"(?<!\w)138\d{8}(?!\w)", text)
        ]
        return [*mobiles, *(Match("dev.ip", at.start(), at.end(), 9, "ip", "1.*") for at in re.finditer("1[.]1", text))]


def test_what_is_glued_to_a_value_does_not_hide_it():
    """A value between underscores, hyphens or letters is masked; the name keeps what stands around it."""
    mask = NameMask(MobileEngine()).mask
    assert mask("t_13800138000.x") == "t_138****8000.x"
    assert mask("user13800138000-2024") == "user138****8000-2024"
    assert mask("13800138000_13800138000") == "138****8000_138****8000"


def test_names_of_machines_stay():
    """What names no person stays readable."""
    assert NameMask(MobileEngine()).mask("a_1.1") == "a_1.1"
