"""Verifies an exported audit trail on its own: standard library and cryptography only, no code of the writer.

Usage: python verify.py FOLDER-OR-ZIP [--key PUBLIC-KEY.pem] [--earlier CHECKPOINT]
"""

import argparse
import base64
import binascii
import hashlib
import io
import json
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import load_pem_public_key

SMALL_FILE = 1 << 20
ALWAYS = {"checkpoint", "entries.jsonl", "key.pem", "manifest.json", "vkey"}


class TrailInvalid(Exception):
    """The export does not verify; `args` say what is wrong, in English and in Chinese."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en, zh)

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Verified:
    """What was verified; `key_given` tells whether the key came from outside the export."""

    origin: str
    entries: int
    erased: int
    size: int
    root: str
    key_given: bool


class Export:
    """The files of an export, in a folder or a zip."""

    def __init__(self, path: Path) -> None:
        if path.is_dir():
            self._zip = None
            self._folder = path
            names = [item.name for item in path.iterdir()]
        else:
            try:
                self._zip = zipfile.ZipFile(path)
            except (OSError, zipfile.BadZipFile):
                raise TrailInvalid(
                    f"{path} is neither a folder nor a zip file that can be read",
                    f"{path} 不是文件夹，也不是可读的 zip 文件",
                ) from None
            names = self._zip.namelist()
        if len(names) != len(set(names)):
            raise TrailInvalid("a file is in the export twice", "导出中有重复的文件")
        self.names = set(names)

    def open(self, name: str) -> IO[bytes]:
        """A file of the export, to be read in binary."""
        if name not in self.names:
            raise TrailInvalid(f"{name} is missing", f"缺少 {name}")
        return self._zip.open(name) if self._zip else (self._folder / name).open("rb")

    def read(self, name: str) -> bytes:
        """A small file as a whole."""
        with self.open(name) as file:
            data = file.read(SMALL_FILE + 1)
        if len(data) > SMALL_FILE:
            raise TrailInvalid(f"{name} is too large", f"{name} 过大")
        return data

    def lines(self, name: str) -> Iterator[str]:
        """The lines of a text file."""
        with self.open(name) as file, io.TextIOWrapper(file, encoding="utf-8", newline="\n") as text:
            for line in text:
                yield line.rstrip("\n")


def verify(path: Path, trusted_pem: bytes | None = None, earlier: str | None = None) -> Verified:
    """What the export at `path` holds, once all of it verifies; TrailInvalid otherwise.

    `trusted_pem` is the public key to insist on; `earlier` the text of an older checkpoint that must be a beginning.
    """
    try:
        return _verify(Export(path), trusted_pem, earlier)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, UnicodeDecodeError, EOFError, OSError) as error:
        raise TrailInvalid(
            f"a file of the export cannot be read ({type(error).__name__})",
            f"导出中有文件无法读取（{type(error).__name__}）",
        ) from None
    except (KeyError, TypeError, ValueError, binascii.Error):
        raise TrailInvalid(
            "a file of the export does not have the form it should have", "导出中有文件格式不符"
        ) from None


def _verify(export: Export, trusted_pem: bytes | None, earlier: str | None) -> Verified:
    key = _public_key(trusted_pem if trusted_pem is not None else export.read("key.pem"))
    if key.public_bytes_raw() != _public_key(export.read("key.pem")).public_bytes_raw():
        raise TrailInvalid("the export is signed by another key than the one you trust", "导出不是由您信任的密钥签名的")
    _check_files(export, key)
    origin, size, root = _checkpoint(export.read("checkpoint").decode(), key)
    _check_vkey(export.read("vkey").decode(), origin, key)
    manifest = json.loads(export.read("manifest.json"))
    if (manifest["origin"], manifest["size"], manifest["root"]) != (origin, size, root.hex()):
        raise TrailInvalid("the manifest does not match the checkpoint", "清单与检查点不符")
    marks = {size: root}
    if earlier is not None:
        old_origin, old_size, old_root = _checkpoint(earlier, key)
        if old_origin != origin:
            raise TrailInvalid("the earlier checkpoint is of another log", "旧检查点属于另一日志")
        if old_size > size or (old_size == size and old_root != root):
            raise TrailInvalid("the log was rewritten since the earlier checkpoint", "旧检查点之后日志被改写")
        marks.setdefault(old_size, old_root)
    if manifest["scan"]:
        if earlier is not None:
            raise TrailInvalid(
                "an earlier checkpoint can be compared with an export of the whole log only",
                "旧检查点只能与完整日志的导出比较",
            )
        entries, erased = _check_selected(export, size, root)
    else:
        entries, erased = _check_whole(export, size, marks)
    if (entries, erased) != (manifest["entries"], manifest["erased"]):
        raise TrailInvalid("the manifest counts other entries than there are", "清单所记的记录数与实际不符")
    return Verified(origin, entries, erased, size, root.hex(), trusted_pem is not None)


def _public_key(pem: bytes) -> Ed25519PublicKey:
    try:
        key: PublicKeyTypes | None = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise TrailInvalid("the public key is not an Ed25519 key in PEM form", "公钥不是 PEM 格式的 Ed25519 公钥")
    return key


def _signed(key: Ed25519PublicKey, signature: bytes, message: bytes) -> bool:
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _check_files(export: Export, key: Ed25519PublicKey) -> None:
    sums = export.read("sha256sums")
    if not _signed(key, export.read("sha256sums.sig"), sums):
        raise TrailInvalid("sha256sums is not signed by the log's key", "sha256sums 未由该日志的密钥签名")
    listed = {line[66:]: line[:64] for line in sums.decode().splitlines()}
    if set(listed) != export.names - {"sha256sums", "sha256sums.sig"}:
        raise TrailInvalid("the files of the export are not those that were signed", "导出中的文件与签名时不符")
    if not set(listed) >= ALWAYS:
        raise TrailInvalid("a file that belongs to every export is missing", "缺少每份导出都应有的文件")
    for name, digest in listed.items():
        with export.open(name) as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != digest:  # type: ignore[arg-type]  # a zip member reads like a file
                raise TrailInvalid(f"{name} was changed", f"{name} 被改动")


def _checkpoint(note: str, key: Ed25519PublicKey) -> tuple[str, int, bytes]:
    """Origin, size and root hash of a signed checkpoint."""
    text, _, signatures = note.partition("\n\n")
    lines = text.split("\n")
    if len(lines) != 3:
        raise TrailInvalid("the checkpoint does not have three lines", "检查点不是三行")
    origin, size, root = lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True)
    wanted = _key_id(origin, key)
    for line in signatures.splitlines():
        dash, name, blob = line.split(" ")
        signature = base64.b64decode(blob, validate=True)
        ours = dash == "—" and name == origin and signature[:4] == wanted
        if ours and _signed(key, signature[4:], f"{text}\n".encode()):
            return origin, size, root
    raise TrailInvalid("the checkpoint is not signed by the log's key", "检查点未由该日志的密钥签名")


def _key_id(origin: str, key: Ed25519PublicKey) -> bytes:
    return hashlib.sha256(origin.encode() + b"\n\x01" + key.public_bytes_raw()).digest()[:4]


def _check_vkey(text: str, origin: str, key: Ed25519PublicKey) -> None:
    blob = base64.b64encode(b"\x01" + key.public_bytes_raw()).decode()
    if text.strip() != f"{origin}+{_key_id(origin, key).hex()}+{blob}":
        raise TrailInvalid("vkey does not match the key and the log", "vkey 与密钥和日志不符")


def _leaf_of(record: dict[str, Any]) -> tuple[bytes, bool]:
    """The leaf of an entry and whether it was erased; the content must be what the leaf commits to."""
    leaf = bytes.fromhex(record["leaf"])
    if record.get("erased") is True:
        if "content" in record or "salt" in record:
            raise TrailInvalid(
                f"entry {record['index']} is marked erased, yet has content",
                f"第 {record['index']} 条记录标为已删除，却有内容",
            )
        return leaf, True
    salt = bytes.fromhex(record["salt"])
    digest = hashlib.sha256(b"mishao/audit-entry/v1\x00" + salt + record["content"].encode())
    if len(salt) != 32 or digest.digest() != leaf:
        raise TrailInvalid(f"entry {record['index']} was changed", f"第 {record['index']} 条记录被改动")
    return leaf, False


def _check_whole(export: Export, size: int, marks: dict[int, bytes]) -> tuple[int, int]:
    """Rebuilds the tree from all entries; `marks` are the roots it must have had at certain sizes."""
    stack: list[tuple[int, bytes]] = []
    count = erased = 0
    _check_mark(stack, 0, marks)
    for line, leaf_line in zip_longest(export.lines("entries.jsonl"), export.lines("leaves.txt")):
        if line is None or leaf_line is None:
            raise TrailInvalid(
                "entries.jsonl and leaves.txt are not equally long", "entries.jsonl 与 leaves.txt 行数不同"
            )
        record = json.loads(line)
        leaf, gone = _leaf_of(record)
        if record["index"] != count or leaf.hex() != leaf_line:
            raise TrailInvalid(f"entry {count} is missing or out of place", f"第 {count} 条记录缺失或错位")
        height, node = 0, hashlib.sha256(b"\x00" + leaf).digest()
        while stack and stack[-1][0] == height:
            node = hashlib.sha256(b"\x01" + stack.pop()[1] + node).digest()
            height += 1
        stack.append((height, node))
        count += 1
        erased += gone
        _check_mark(stack, count, marks)
    if count != size:
        raise TrailInvalid(
            f"the checkpoint signs {size} entries, the export has {count}",
            f"检查点签了 {size} 条记录，导出中有 {count} 条",
        )
    return count, erased


def _check_mark(stack: list[tuple[int, bytes]], count: int, marks: dict[int, bytes]) -> None:
    if count not in marks:
        return
    root = stack[-1][1] if stack else hashlib.sha256(b"").digest()
    for _, left in stack[-2::-1]:
        root = hashlib.sha256(b"\x01" + left + root).digest()
    if root != marks[count]:
        raise TrailInvalid(
            f"the first {count} entries are not those that the checkpoint signs", f"前 {count} 条记录与检查点所签的不符"
        )


def _check_selected(export: Export, size: int, root: bytes) -> tuple[int, int]:
    """Checks the proof of inclusion of every entry of a scan."""
    count = erased = 0
    before = -1
    for line in export.lines("entries.jsonl"):
        record = json.loads(line)
        leaf, gone = _leaf_of(record)
        index = record["index"]
        if not before < index < size:
            raise TrailInvalid(f"entry {index} is out of order", f"第 {index} 条记录顺序有误")
        proof = [bytes.fromhex(item) for item in record["proof"]]
        if _fold(leaf, index, size, proof) != root:
            raise TrailInvalid(
                f"entry {index} is not in the log that the checkpoint signs", f"第 {index} 条记录不在检查点所签的日志中"
            )
        before = index
        count += 1
        erased += gone
    return count, erased


def _fold(leaf: bytes, index: int, size: int, proof: list[bytes]) -> bytes:
    """The root that a proof of inclusion leads to, by walking down the tree of `size` leaves (RFC 6962, 2.1.1)."""
    turns: list[bool] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + (1 << ((high - low - 1).bit_length() - 1))
        turns.append(index >= middle)
        low, high = (middle, high) if index >= middle else (low, middle)
    if len(turns) != len(proof):
        raise TrailInvalid(f"the proof of entry {index} has the wrong length", f"第 {index} 条记录的证明长度有误")
    node = hashlib.sha256(b"\x00" + leaf).digest()
    for right, sibling in zip(reversed(turns), proof, strict=True):
        node = hashlib.sha256(b"\x01" + (sibling + node if right else node + sibling)).digest()
    return node


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line: 0 where all verifies, 1 where it does not."""
    parser = argparse.ArgumentParser(description="Verify an exported audit trail. 验证导出的审计记录。")
    parser.add_argument("path", type=Path, help="folder or .zip 文件夹或 .zip")
    parser.add_argument("--key", type=Path, help="public key (PEM) that you trust 可信公钥")
    parser.add_argument("--earlier", type=Path, help="checkpoint of an older export 旧导出的 checkpoint")
    options = parser.parse_args(arguments)
    try:
        pem = options.key.read_bytes() if options.key else None
        earlier = options.earlier.read_text(encoding="utf-8") if options.earlier else None
        done = verify(options.path, pem, earlier)
    except (TrailInvalid, OSError) as error:
        said = " ".join(error.args) if isinstance(error, TrailInvalid) else str(error)
        sys.stderr.write(f"NOT VERIFIED 验证失败: {said}\n")
        return 1
    sys.stdout.write(
        f"verified 验证通过: {done.origin}, {done.entries} entries 条 ({done.erased} erased 已删除内容), "
        f"log size 日志长度 {done.size}, root {done.root}\n"
    )
    if not done.key_given:
        sys.stdout.write(
            "note 注意: the key came from the export itself 公钥来自导出本身; compare it 请核对, or 或 --key\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
