"""Settings, read once from the environment (`MISHAO_*`) and passed in."""

import os
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


def _base(variable: str, fallback: str) -> Path:
    return Path(os.environ.get(variable) or Path.home() / fallback) / "mishao"


class Settings(BaseSettings):
    """Where things lie and how the service listens; every field is a `MISHAO_` variable of the same name."""

    model_config = SettingsConfigDict(env_prefix="MISHAO_", extra="ignore", frozen=True)

    home: Path = _base("XDG_DATA_HOME", ".local/share")
    """Data folder: the embedded database, caches and the anchor file."""
    store: str = ""
    """Database URL; empty: SQLite in `home`. `none`: keep nothing."""
    root_key: str = ""
    """The root key itself, base64 of 32 bytes; wins over the file."""
    root_key_file: Path = _base("XDG_CONFIG_HOME", ".config") / "root.key"
    """File with the root key, mode 0600, apart from the data."""
    anchor_file: Path | None = None
    """Where checkpoints are appended outside the database; default `checkpoints` beside the root key."""
    host: str = "127.0.0.1"
    port: int = 8470
    lang: str = ""
    """zh or en; empty: from the locale."""
    log_level: str = "warning"
    jobs: int = 0
    """Worker processes; 0: one a core."""
    max_upload_bytes: int = 64 * 1024 * 1024

    @property
    def store_url(self) -> str:
        """The database URL in force."""
        return self.store or f"sqlite:///{self.home / 'mishao.db'}"

    @property
    def anchor_path(self) -> Path:
        """The checkpoint file in force."""
        return self.anchor_file or self.root_key_file.parent / "checkpoints"
