"""What can go wrong in detection."""


class DetectorError(Exception):
    """A detector or the engine cannot be set up or run; `code` is stable."""

    code = "detector_error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
