"""Writes the reference of a pack's rules for people: one row a rule, as kept in `docs/policies.md`."""

from typing import Final

from policies.obligations import OBLIGATIONS
from policies.rules import Pack, Rule
from policies.vocabulary import VOCABULARY

_INTRO: Final = """# Rules · 规则

Written by `python -m policies.reference > docs/policies.md` from the pack `{id}` {version} (texts as of {date}).
本文件由上述命令根据规则包生成，请勿手工修改。

A rule is an indicator; whether a provision is breached is for a person to decide. What is marked [S] or [M] was not
read in the original and is to be confirmed. Figures called project parameters are ours, not the law's.
规则命中只是线索，是否违反规定由人判断；标有 [S]、[M] 的条款尚未核对原文，有待确认；注明“项目参数”的数字并非法定。

| rule · 规则 | title · 名称 | condition (CEL) · 条件 | severity · 严重程度 | action · 动作 | obligations · 义务 | basis · 依据 |
|---|---|---|---|---|---|---|
"""


def reference(pack: Pack) -> str:
    """The whole document, Markdown with a line feed at the end."""
    out = [_INTRO.format(id=pack.id, version=pack.version, date=pack.date)]
    out += [_row(rule) for rule in pack.rules]
    out.append(
        "\n## Facts · 事实\n\n| name | type | 含义 | meaning | may be unknown · 可未知 |\n|---|---|---|---|---|\n"
    )
    out += [
        f"| `{name.name}` | {name.kind} | {name.zh} | {name.en} | {'yes · 是' if name.open else ''} |\n"
        for name in VOCABULARY.values()
    ]
    out.append("\n## Obligations · 义务\n\n| type | 含义 | meaning |\n|---|---|---|\n")
    out += [f"| `{key}` | {zh} | {en} |\n" for key, (zh, en) in OBLIGATIONS.items()]
    out.append(
        "\n## Texts · 法规文本\n\n| short name | 名称 | name | version | in force · 施行 | mark |\n|---|---|---|---|---|---|\n"
    )
    out += [
        f"| {text.law} | {text.title['zh']} | {text.title['en']} | {text.version} | {text.in_force} | {text.mark} |\n"
        for text in pack.texts.values()
    ]
    return "".join(out)


def _row(rule: Rule) -> str:
    severity = rule.severity.label
    for step in reversed(rule.escalations):
        severity += f"; {step.severity.label} if `{_cell(step.when.source)}`"
    duties = ", ".join(
        f"`{duty.type}`" + (f" if `{_cell(duty.when.source)}`" if duty.when else "") for duty in rule.duties
    )
    cells = (
        rule.id,
        f"{rule.title['zh']}<br>{rule.title['en']}",
        f"`{_cell(rule.condition.source)}`",
        severity,
        rule.action.label,
        duties,
        rule.provision or "-",
    )
    return f"| {' | '.join(cells)} |\n"


def _cell(text: str) -> str:
    """`text` on one line, with the bars that would end a cell escaped."""
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    import sys

    from policies.loader import default_pack

    sys.stdout.write(reference(default_pack()))
