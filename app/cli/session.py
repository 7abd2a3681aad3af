"""What every command shares: the language, the settings, who is acting, and the services."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.errors import ConfigurationError
from app.wording.catalogue import Lang, say

if TYPE_CHECKING:  # imported late: --help must not pay for them
    from app.config import Settings
    from app.domain.audit import Actor
    from app.services.context import Services


@dataclass(frozen=True, slots=True)
class Session:
    """One run of the program, in one language."""

    lang: Lang

    def settings(self) -> "Settings":
        """The settings; ConfigurationError names the variable that is wrong, not what it holds."""
        from pydantic import ValidationError

        from app.config import Settings

        try:
            return Settings()
        except ValidationError as error:
            wrong = sorted({f"MISHAO_{fault['loc'][0]}".upper() for fault in error.errors() if fault["loc"]})
            raise ConfigurationError(say(self.lang, "cli.bad_settings", names=", ".join(wrong))) from None

    @property
    def actor(self) -> "Actor":
        """The user at this terminal, as the audit log names them."""
        from app.domain.audit import Actor

        return Actor("cli", user_name())

    @contextmanager
    def services(
        self, store: str | None = None, *, create: bool = True, jobs: int | None = None
    ) -> Iterator["Services"]:
        """The services over the store `store` (None: the configured one, `none`: keep nothing), with `jobs` workers."""
        from app.services.context import open_services

        with open_services(self.settings(), store_url=store, create=create, jobs=jobs) as services:
            yield services


def user_name() -> str:
    """The name of the user who runs this, or the number where the system has no name for it."""
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
