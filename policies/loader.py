"""Loads policy packs: a folder of rule files beside a `pack.yaml`, checked to the last field."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

import yaml

from policies.errors import PolicyError
from policies.evaluation import evaluate
from policies.reading import Problem, Reader, read_rule, read_texts
from policies.rules import Example, Pack, Rule
from policies.verdicts import FiredRule

PACKS: Final = Path(__file__).parent / "packs"
DEFAULT: Final = "cn-pipl"
HEAD: Final = "pack.yaml"
_KEYS: Final = frozenset({"id", "version", "date", "title", "texts"})


@lru_cache(maxsize=1)
def default_pack() -> Pack:
    """The pack that comes with the product."""
    return load_pack(PACKS / DEFAULT)


def load_pack(folder: Path) -> Pack:
    """The pack in `folder`; PolicyError names the files and fields that are wrong, one to a line."""
    pack, problems = _read(folder)
    if pack is None or problems:
        raise PolicyError(*("\n".join(problem.texts[lang] for problem in problems) for lang in ("en", "zh")))
    return pack


def check_folder(folder: Path) -> list[Problem]:
    """Everything that is wrong with the pack in `folder`; empty where it is sound."""
    return _read(folder)[1]


def _read(folder: Path) -> tuple[Pack | None, list[Problem]]:
    if not (folder / HEAD).is_file():
        return None, [_no_pack(folder)]
    loaded, sha256, problems = _files(folder)
    reader = Reader(HEAD)
    head = loaded.pop(HEAD, None)
    sound = reader.keys("", head, _KEYS, frozenset()) and isinstance(head, dict)
    texts = read_texts(reader, head["texts"]) if sound and isinstance(head, dict) else {}
    problems += reader.problems
    rules: list[Rule] = []
    for name, raw in loaded.items():
        rule, wrong = read_rule(name, raw, texts)
        problems += wrong
        if rule is not None:
            rules.append(rule)
    if not loaded:
        problems.append(Problem(HEAD, "", "there are no rule files beside it", "旁边没有规则文件"))
    if not sound or not isinstance(head, dict):
        return None, problems
    pack = Pack(
        id=str(head["id"]),
        version=str(head["version"]),
        date=str(head["date"]),
        sha256=sha256,
        title=reader.text("title", head["title"]),
        texts=texts,
        rules=tuple(rules),
    )
    problems += [problem for problem in reader.problems if problem not in problems]
    for rule in rules:
        problems += wrong_examples(pack, rule)
    return pack, problems


def _no_pack(folder: Path) -> Problem:
    en = f"there is no {HEAD} in {folder.name}; a pack is a folder with one"
    return Problem(HEAD, "", en, f"{folder.name} 中没有 {HEAD}；规则包是含有它的文件夹")


def _files(folder: Path) -> tuple[dict[str, object], str, list[Problem]]:
    """What the files of `folder` hold, by name, their common digest (hex), and which could not be read."""
    problems = [
        Problem(path.name, "", "is not read; name it .yaml", "不会被读取；请改为 .yaml")
        for path in sorted(folder.glob("*.yml"))
    ]
    loaded: dict[str, object] = {}
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.yaml")):
        try:
            content = path.read_bytes().replace(b"\r\n", b"\n")
        except OSError as error:
            problems.append(Problem(path.name, "", f"cannot be read: {error.strerror}", f"无法读取：{error.strerror}"))
            continue
        # name and content, each with its length, so that no two packs can share a digest by moving a boundary
        for part in (path.name.encode(), content):
            digest.update(len(part).to_bytes(8, "big") + part)
        try:
            loaded[path.name] = _parse(content)
        except (yaml.YAMLError, ValueError, TypeError) as error:
            why = " ".join(str(error).split())
            problems.append(Problem(path.name, "", f"is not YAML: {why}", f"不是有效的 YAML：{why}"))
    return loaded, digest.hexdigest(), problems


class _Strict(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # the C loader may be absent
    """YAML that takes no key twice in one mapping."""


def _mapping(loader: _Strict, node: yaml.MappingNode) -> dict[object, object]:
    out: dict[object, object] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in out:
            raise yaml.constructor.ConstructorError(None, None, f"key {key!r} stands twice", key_node.start_mark)
        out[key] = loader.construct_object(value_node, deep=True)
    return out


_Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def _parse(content: bytes) -> object:
    return yaml.load(content.decode("utf-8"), Loader=_Strict)  # noqa: S506 - a safe loader, made stricter


def wrong_examples(pack: Pack, rule: Rule) -> list[Problem]:
    """The examples of `rule` that do not come out as they state."""
    alone = Pack(pack.id, pack.version, pack.date, pack.sha256, pack.title, pack.texts, (rule,))
    out: list[Problem] = []
    for number, example in enumerate(rule.examples):
        wrong = _outcome(alone, example)
        if wrong:
            en, zh = wrong
            out.append(
                Problem(f"{rule.id}.yaml", f"examples[{number}]", f"{example.name}: {en}", f"{example.name}：{zh}")
            )
    return out


def _outcome(pack: Pack, example: Example) -> tuple[str, str] | None:
    """What is wrong with how `example` comes out, in English and Chinese; None where nothing is."""
    try:
        verdict = evaluate(pack, example.facts)
    except PolicyError as error:
        return error.texts["en"], error.texts["zh"]
    undecided = verdict.facts["undecided"]
    came = "fires" if verdict.rules else "undecided" if undecided else "silent"
    if came != example.outcome:
        return f"should be {example.outcome!r} but is {came!r}", f"应为 {example.outcome!r}，实为 {came!r}"
    if example.severity is not None and verdict.severity != example.severity:
        wanted, given = example.severity.label, verdict.severity.label
        return f"should be {wanted} but is {given}", f"应为 {wanted}，实为 {given}"
    names = _unknown(verdict.rules, undecided)
    if set(example.unknown) != names:
        stated, found = list(example.unknown), sorted(names)
        return f"should hang on {stated} but hangs on {found}", f"应取决于 {stated}，实取决于 {found}"
    return None


def _unknown(fired: Iterable[FiredRule], undecided: object) -> set[str]:
    names = {name for hit in fired for name in hit.unknown}
    if isinstance(undecided, dict):
        names.update(name for listed in undecided.values() for name in listed)
    return names
