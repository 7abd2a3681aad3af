"""What can go wrong with policy packs and rules."""

from collections.abc import Mapping


class PolicyError(Exception):
    """A policy pack or rule cannot be loaded or evaluated; the message names the file and the field.

    `texts` holds it under en and zh; as a string the error is English.
    """

    code = "policy_error"

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en, zh)
        self.texts: Mapping[str, str] = {"en": en, "zh": zh}

    def __str__(self) -> str:
        return self.texts["en"]
