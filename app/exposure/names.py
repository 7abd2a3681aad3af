"""What the name and the format of a unit hint at: backups, logs, test systems, shares, desktops, mail and chat."""

import re

from app.domain.exposure import Exposure, ExposureReport, ExposureState

_WORDS: dict[ExposureState, frozenset[str]] = {
    ExposureState.BACKUP: frozenset(
        [
            "backup",
            "backups",
            "bak",
            "bkp",
            "dump",
            "dumps",
            "pgdump",
            "mysqldump",
            "snapshot",
            "snapshots",
            "archive",
            "archives",
        ]
    ),
    ExposureState.LOG: frozenset(["log", "logs", "logging", "syslog", "journal"]),
    ExposureState.TEST_ENV: frozenset(
        ["test", "tests", "testing", "testdb", "dev", "devel", "uat", "staging", "sandbox", "sit", "qa"]
    ),
    ExposureState.SHARE: frozenset(["public", "share", "shared", "shares", "pub"]),
    ExposureState.ENDPOINT: frozenset(["desktop", "downloads"]),
    ExposureState.EMAIL: frozenset(["mailbox", "maildir", "inbox", "outlook"]),
    ExposureState.IM: frozenset(
        ["wechat", "weixin", "chat", "chats", "dingtalk", "feishu", "wecom", "whatsapp", "telegram"]
    ),
}
_HAN: dict[ExposureState, tuple[str, ...]] = {
    ExposureState.BACKUP: ("备份", "转储"),
    ExposureState.LOG: ("日志",),
    ExposureState.TEST_ENV: ("测试", "开发环境", "预发"),
    ExposureState.SHARE: ("公开", "共享", "公共"),
    ExposureState.ENDPOINT: ("桌面", "下载"),
    ExposureState.EMAIL: ("邮件",),
    ExposureState.IM: ("微信", "聊天", "钉钉", "飞书"),
}
_ENDINGS: dict[str, ExposureState] = {
    ".bak": ExposureState.BACKUP,
    ".dump": ExposureState.BACKUP,
    ".dmp": ExposureState.BACKUP,
    ".sql": ExposureState.BACKUP,
    ".log": ExposureState.LOG,
    ".eml": ExposureState.EMAIL,
    ".msg": ExposureState.EMAIL,
    ".mbox": ExposureState.EMAIL,
    ".pst": ExposureState.EMAIL,
    ".py": ExposureState.SOURCE_CODE,
    ".java": ExposureState.SOURCE_CODE,
    ".js": ExposureState.SOURCE_CODE,
    ".ts": ExposureState.SOURCE_CODE,
    ".go": ExposureState.SOURCE_CODE,
    ".php": ExposureState.SOURCE_CODE,
    ".c": ExposureState.SOURCE_CODE,
    ".cpp": ExposureState.SOURCE_CODE,
    ".cs": ExposureState.SOURCE_CODE,
    ".rb": ExposureState.SOURCE_CODE,
    ".rs": ExposureState.SOURCE_CODE,
    ".sh": ExposureState.SOURCE_CODE,
}
_COMPRESSED = re.compile(r"(\.(gz|bz2|xz|zst|zip|\d{1,8}))+$")
_WEB_ROOTS = frozenset(["www", "wwwroot", "htdocs", "static", "html", "webroot", "public_html"])
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")

_FORMATS = {
    "sql": ExposureState.BACKUP,
    "sqldump": ExposureState.BACKUP,
    "sql_dump": ExposureState.BACKUP,
    "pg_dump": ExposureState.BACKUP,
    "mysqldump": ExposureState.BACKUP,
    "eml": ExposureState.EMAIL,
    "mbox": ExposureState.EMAIL,
    "msg": ExposureState.EMAIL,
}


def name_exposure(name: str) -> ExposureReport:
    """What the path `name` hints at (members of archives included), evidence `name_hint` and the hint word."""
    found: dict[ExposureState, str] = {}
    tokens = [token.lower() for token in _TOKEN.findall(name)]
    for state, words in _WORDS.items():
        for token in tokens:
            if token in words:
                found.setdefault(state, token)
    for state, parts in _HAN.items():
        for part in parts:
            if part in name:
                found.setdefault(state, part)
    ending = _ending(name)
    if ending in _ENDINGS:
        found.setdefault(_ENDINGS[ending], ending)
    return ExposureReport(tuple(Exposure(state, "name_hint", word) for state, word in found.items()), _web_root(name))


def database_name_exposure(name: str) -> ExposureReport:
    """What the name of a database or bucket hints at: a test system, a backup or a log store."""
    kept = (ExposureState.TEST_ENV, ExposureState.BACKUP, ExposureState.LOG)
    hints = name_exposure(name).exposures
    return ExposureReport(tuple(hint for hint in hints if hint.state in kept))


def format_exposure(format_id: str) -> ExposureReport:
    """What the format of a unit says of it: a database dump is a backup, a message is mail."""
    state = _FORMATS.get(format_id.lower())
    return ExposureReport((Exposure(state, "format", format_id),) if state else ())


def _ending(name: str) -> str:
    last = _COMPRESSED.sub("", re.split(r"[/!\\]", name)[-1].lower())
    stem, dot, ending = last.rpartition(".")
    return dot + ending if stem else ""


def _web_root(name: str) -> tuple[Exposure, ...]:
    for segment in name.lower().split("/")[:-1]:
        if segment in _WEB_ROOTS:
            # a folder that is called like a web root proves nothing about a server that publishes it
            return (Exposure(ExposureState.PUBLIC_INDEX, "name_hint", segment),)
    return ()
