"""The names that a rule's condition may use, each with its type and its meaning in Chinese and English."""

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["int", "str", "bool", "map"]


@dataclass(frozen=True, slots=True)
class Name:
    """One name of the vocabulary.

    `open` names may be unknown, and a condition that needs one then stays undecided; the others are a closed
    world: what is not there is zero, empty or false.
    """

    name: str
    kind: Kind
    zh: str
    en: str
    open: bool = False


STATES: Final = {
    "public_link": ("任何人凭链接即可访问", "anybody with the link can reach it"),
    "public_index": ("可被搜索引擎或公开目录检索", "listed in a public index or search engine"),
    "anonymous_bucket": ("对象存储允许匿名读取", "the bucket lets anonymous callers read"),
    "world_readable": ("本机或共享盘上所有账号可读", "every account of the machine or share can read it"),
    "broad_internal": ("组织内大范围人员可读", "a broad group inside the organisation can read it"),
    "cleartext_rest": ("已查明以明文存储", "shown to be stored in cleartext"),
    "cleartext_transit": ("以明文传输", "sent in cleartext"),
    "backup": ("备份或数据库转储", "a backup or database dump"),
    "test_env": ("测试或开发环境", "a test or development environment"),
    "log": ("日志", "a log"),
    "source_code": ("源代码", "source code"),
    "endpoint": ("终端设备", "an end-user device"),
    "removable": ("移动存储介质", "removable media"),
    "email": ("电子邮件", "e-mail"),
    "im": ("即时通信", "instant messaging"),
    "share": ("对外共享", "an outbound share"),
    "llm_prompt": ("提交给大模型的内容", "a prompt to a language model"),
}
"""Every exposure state by name, with its meaning (zh, en)."""

PUBLIC_STATES: Final = frozenset({"public_link", "public_index", "anonymous_bucket"})
"""The states in which the public at large can reach a unit."""

EVENTS: Final = frozenset({"scan", "upload", "export", "share", "send"})
DESTINATIONS: Final = frozenset(
    {"internal", "processor", "third_party", "foreign_entity", "public", "overseas", "foreign_authority", "unknown"}
)

EVIDENCE: Final = {
    "separate_consent": ("敏感个人信息的单独同意", "separate consent to handle sensitive information"),
    "separate_consent_publication": ("公开个人信息的单独同意", "separate consent to publication"),
    "masking_job": ("脱敏作业记录", "record of a masking job"),
    "approval": ("审批单", "approval ticket"),
    "pia_valid": ("有效的个人信息保护影响评估", "a valid impact assessment"),
    "contract_valid": ("有效的委托或提供合同", "a valid contract with the recipient"),
}
"""What the evidence register may hold, by name, with its meaning (zh, en)."""

ORG: Final[dict[str, tuple[Kind, str, str]]] = {
    "sector": ("str", "所属行业，如 financial、health", "sector, such as financial or health"),
    "pboc_regulated": ("bool", "是否属中国人民银行业务领域", "whether within the PBOC's field of business"),
    "is_ciio": ("bool", "是否为关键信息基础设施运营者", "whether an operator of critical information infrastructure"),
    "pi_total": ("int", "处理的个人信息总人数", "persons whose information is held in all"),
    "sens_total": ("int", "处理的敏感个人信息总人数", "persons whose sensitive information is held in all"),
}
"""What is known of the organisation, by name: type and meaning (zh, en)."""

_COUNTS: Final = {
    "subjects": ("去重后的自然人数", "distinct natural persons"),
    "subjects_sensitive": ("涉及敏感个人信息的人数（从严口径）", "persons with sensitive information, strict profile"),
    "subjects_sensitive_current": (
        "涉及敏感个人信息的人数（现行国标口径）",
        "persons with sensitive information, profile of the standard in force",
    ),
    "subjects_u14": ("不满十四周岁的人数", "persons under fourteen"),
    "subjects_u18": ("不满十八周岁的人数", "persons under eighteen"),
    "values": ("各类数据的值的总数", "values found, all infotypes together"),
    "personal_values": ("个人信息的值的总数", "values found that are personal information"),
}


def _names() -> dict[str, Name]:
    rows = [Name(name, "int", zh, en) for name, (zh, en) in _COUNTS.items()]
    rows.append(
        Name("categories", "map", "数据类型 → values、subjects、confidence", "infotype → values, subjects, confidence")
    )
    rows.append(Name("event", "str", "触发事件：" + "、".join(sorted(EVENTS)), "what is happening to the unit"))
    rows.append(Name("channel", "str", "渠道，如 http、smtp", "channel, such as http or smtp"))
    rows.append(Name("dest", "str", "去向", "where it goes", open=True))
    rows.append(Name("hour", "int", "北京时间的小时（0–23）", "hour of the day in UTC+8, 0-23", open=True))
    rows.append(Name("weekday", "int", "星期（1 为周一）", "day of the week, 1 is Monday", open=True))
    rows += [Name(f"state.{name}", "bool", zh, en, open=True) for name, (zh, en) in STATES.items()]
    rows += [Name(f"evidence.{name}", "bool", zh, en) for name, (zh, en) in EVIDENCE.items()]
    rows += [Name(f"org.{name}", kind, zh, en, open=True) for name, (kind, zh, en) in ORG.items()]
    return {row.name: row for row in rows}


VOCABULARY: Final[dict[str, Name]] = _names()
"""Every name a condition may use, by that name."""

MAPS: Final = frozenset({"state", "evidence", "org"})
"""The names that are only used with a field behind them."""
