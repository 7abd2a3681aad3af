"""Where the root key comes from: the environment, or a file that nobody else can read."""

import base64
import binascii
import contextlib
import errno
import os
import secrets
import stat
from pathlib import Path
from typing import Protocol

from app.errors import Both, RootKeyError

ROOT_KEY_BYTES = 32
READ_AT_MOST = 4096
_ZH = {
    errno.EACCES: "权限不足",
    errno.EPERM: "不允许此操作",
    errno.EISDIR: "是一个文件夹",
    errno.ENOTDIR: "上级不是文件夹",
    errno.ELOOP: "是符号链接",
    errno.ENOSPC: "磁盘空间不足",
    errno.EROFS: "文件系统只读",
    errno.EIO: "输入输出错误",
}
"""What the system says of the file, in Chinese; the English it says itself."""


class RootKeySource(Protocol):
    """What the settings say about the root key."""

    @property
    def root_key(self) -> str:
        """The key itself in base64; empty: read the file."""

    @property
    def root_key_file(self) -> Path:
        """The file that holds it."""


def read_root_key(source: RootKeySource, *, create: bool) -> bytes:
    """The 32 bytes of the root key; with `create`, the file is made where there is none. RootKeyError otherwise."""
    if source.root_key:
        return _decoded(source.root_key, Both("MISHAO_ROOT_KEY", " MISHAO_ROOT_KEY "))
    path = source.root_key_file
    try:
        if create and not os.path.lexists(path):
            _create(path)
        return _decoded(_content(path), Both(f"the root key file {path}", f"根密钥文件 {path} "))
    except FileNotFoundError:
        raise RootKeyError(
            Both(
                f"There is no root key at {path}; bring back the file this store was made with, or set MISHAO_ROOT_KEY.",
                f"{path} 处没有根密钥；请找回创建该存储时的文件，或设置 MISHAO_ROOT_KEY。",
            )
        ) from None
    except OSError as error:
        zh = _ZH.get(error.errno or 0, error.strerror)
        raise RootKeyError(
            Both(f"The root key file {path} cannot be used: {error.strerror}.", f"根密钥文件 {path} 无法使用：{zh}。")
        ) from None


def _decoded(text: str, where: Both) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != ROOT_KEY_BYTES:
        raise RootKeyError(
            Both(
                f"The key in {where} is not base64 of 32 bytes; make one with: openssl rand -base64 32",
                f"{where.zh}中的密钥不是 32 字节的 base64；可这样生成：openssl rand -base64 32".strip(),
            )
        )
    return key


def _content(path: Path) -> str:
    """The text of the key file, after checking the very file that was opened."""
    if path.is_symlink():
        raise _refused(path, "is a symbolic link; put the file itself there.", "是符号链接；请放置文件本身。")
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode):
            raise _refused(path, "is not a regular file.", "不是普通文件。")
        if state.st_uid != os.geteuid():
            raise _refused(
                path,
                "belongs to another user; it must belong to the one who runs.",
                "属于其他用户；应属于运行本程序的用户。",
            )
        if stat.S_IMODE(state.st_mode) & 0o077:
            raise _refused(
                path, f"can be read by others; run: chmod 600 {path}", f"可被他人读取；请执行：chmod 600 {path}"
            )
        return file.read(READ_AT_MOST).decode("ascii", "replace")


def _refused(path: Path, en: str, zh: str) -> RootKeyError:
    return RootKeyError(Both(f"The root key file {path} {en}", f"根密钥文件 {path} {zh}"))


def _create(path: Path) -> None:
    """A new random key at `path`, there in full or not at all; whoever loses a race leaves the winner's key."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(base64.b64encode(os.urandom(ROOT_KEY_BYTES)) + b"\n")
            file.flush()
            os.fsync(descriptor)
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
