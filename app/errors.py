"""The error tree of the application; imports nothing."""

from typing import Self


class Both(str):
    """A text in English with its Chinese beside it, for rooms that cannot look into the catalogue.

    It is the English text wherever a string is wanted; `in_lang` of the catalogue gives the other.
    """

    __slots__ = ("zh",)
    zh: str

    def __new__(cls, en: str, zh: str) -> Self:
        """Both texts, already filled in."""
        made = super().__new__(cls, en)
        made.zh = zh
        return made

    def __reduce__(self) -> tuple[type[Self], tuple[str, str]]:
        return type(self), (str(self), self.zh)


class AppError(Exception):
    """Something the user can act on: what happened, where, and what to do; never a raw value.

    `code` is stable and part of the interface. Positional arguments only: these errors cross process borders.
    `message` is a text of the catalogue (`told`) that every edge says in its reader's language; as a string it is English.
    """

    code = "app_error"
    retryable = False

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class UsageError(AppError):
    """The request cannot be carried out as it was put (an unknown option, format or id form)."""

    code = "usage"


class ConfigurationError(AppError):
    """A setting, key or rule file is missing or wrong."""

    code = "configuration"


class RootKeyError(ConfigurationError):
    """The root key is missing, readable by others, or not the one this store was made with."""

    code = "root_key"


class TargetError(AppError):
    """A scan target does not exist or cannot be understood."""

    code = "target"


class TargetUnreachable(TargetError):
    """A scan target exists in form but did not answer, or refused."""

    code = "target_unreachable"
    retryable = True


class NotFound(AppError):
    """No scan, finding, verdict or key has this id."""

    code = "not_found"


class Conflict(AppError):
    """The thing is in a state that does not allow this (for instance a scan that is running already)."""

    code = "conflict"


class Unauthorized(AppError):
    """No valid credential was given."""

    code = "unauthorized"


class Forbidden(AppError):
    """The credential is valid but its role does not allow this."""

    code = "forbidden"


class TooLarge(AppError):
    """The content is larger than this door takes."""

    code = "too_large"


class StoreError(AppError):
    """The store cannot be reached, or its schema is not the one this version needs."""

    code = "store"
    retryable = True


class VerificationFailed(AppError):
    """An audit trail, export or signature does not verify."""

    code = "verification_failed"


class ScanFailed(AppError):
    """A scan could not be carried to its end."""

    code = "scan_failed"
