"""What can go wrong in detection."""

from collections.abc import Mapping


class DetectorError(Exception):
    """A detector or the engine cannot be set up or run; `code` is stable.

    `texts` holds the message under en and zh; as a string the error is English.
    """

    code = "detector_error"

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en, zh)
        self.texts: Mapping[str, str] = {"en": en, "zh": zh}

    def __str__(self) -> str:
        return self.texts["en"]
