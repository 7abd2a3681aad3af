"""What can go wrong with policy packs and rules."""


class PolicyError(Exception):
    """A policy pack or rule cannot be loaded or evaluated; the message names the file and the field."""

    code = "policy_error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
