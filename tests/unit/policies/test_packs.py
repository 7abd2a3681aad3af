"""The packs that come with the product, and how a broken pack is refused."""

import copy as copying
import json
import pickle
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from policies.errors import PolicyError
from policies.loader import PACKS, check_folder, default_pack, load_pack, wrong_examples
from policies.reading import read_rule
from policies.reference import reference
from policies.rules import Rule

ROOT = Path(__file__).parents[3]
RULES = [pytest.param(rule, id=rule.id) for rule in default_pack().rules]


@pytest.mark.parametrize("rule", RULES)
def test_examples_come_out_as_stated(rule: Rule) -> None:
    """Each rule says to its own examples what they state, with the severity and unknown facts they state."""
    assert wrong_examples(default_pack(), rule) == []


@pytest.mark.parametrize("rule", RULES)
def test_rules_of_law_name_their_ground(rule: Rule) -> None:
    """A rule of law names a legal basis and has at least three examples."""
    assert rule.kind == "product" or (rule.basis and len(rule.examples) >= 3)


def test_pack_holds_the_rules_on_exposure_and_inventory() -> None:
    """The eleven rules on exposure and the six of the inventory are there, each once."""
    ids = [rule.id for rule in default_pack().rules]
    assert ids == [f"CN-EXP-{n:02}" for n in range(1, 12)] + [f"MS-INV-{n:02}" for n in range(1, 7)]


def test_marks_follow_what_was_read() -> None:
    """An article that nobody checked shows as such in the provision."""
    assert "JR/T 0171 C3 [M]" in default_pack().rule("CN-EXP-10").provision
    assert default_pack().rule("CN-EXP-01").provision == "PIPL 28(2), 51(1)(iii); GB/T 45574 5.5 j, m"


def test_cybersecurity_law_is_cited_by_its_new_numbers() -> None:
    """No rule cites the numbering from before the amendment of 2025."""
    articles = {b.article for r in default_pack().rules for b in r.basis + r.penalty if b.law == "CSL"}
    assert all(article.startswith(("23", "44", "61")) for article in articles)


def test_documentation_is_up_to_date() -> None:
    """docs/policies.md is what the pack says now."""
    assert (ROOT / "docs" / "policies.md").read_text(encoding="utf-8") == reference(default_pack())


def test_digest_follows_content(tmp_path: Path) -> None:
    """The digest changes with any byte of any file, and not with the line ends of a checkout."""
    folder = copy(tmp_path)
    assert load_pack(folder).sha256 == default_pack().sha256
    file = folder / "CN-EXP-01.yaml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert load_pack(folder).sha256 == default_pack().sha256
    file.write_bytes(file.read_bytes() + b"# a remark\n")
    assert load_pack(folder).sha256 != default_pack().sha256


def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACKS / "cn-pipl", tmp_path / "pack"))


def edit(folder: Path, name: str, **changes: object) -> None:
    content = yaml.safe_load((folder / name).read_text(encoding="utf-8"))
    content.update(changes)
    content = {key: value for key, value in content.items() if value is not ...}
    (folder / name).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"condition": "subjects >="}, "condition"),
        ({"condition": "nobody >= 1"}, "condition"),
        ({"condition": "subjects"}, "condition"),
        ({"condition": 7}, "condition"),
        ({"condition": ...}, "condition"),
        ({"surprise": 1}, "surprise"),
        ({"id": "CN-EXP-02"}, "id"),
        ({"kind": "wish"}, "kind"),
        ({"title": {"zh": "名"}}, "title.en"),
        ({"summary": {"zh": "", "en": "x"}}, "summary.zh"),
        ({"title": "plain"}, "title"),
        ({"severity": "none"}, "severity"),
        ({"action": "explode"}, "action"),
        ({"obligations": ["dance"]}, "obligations[0].type"),
        ({"obligations": []}, "obligations"),
        ({"obligations": [{"type": "log", "when": "x"}]}, "obligations[0].when"),
        ({"escalations": [{"when": "subjects > 1", "severity": "low"}]}, "escalations[0].severity"),
        ({"escalations": [{"severity": "critical"}]}, "escalations[0].when"),
        ({"basis": [{"law": "Magna Carta", "article": "1"}]}, "basis[0].law"),
        ({"basis": [{"law": "PIPL", "article": "1", "mark": "Q"}]}, "basis[0].mark"),
        ({"parameters": {"n": {"value": 1.5, "zh": "数", "en": "n"}}}, "parameters.n.value"),
        ({"parameters": [1]}, "parameters"),
        ({"examples": []}, "examples"),
        ({"examples": [{"name": "n", "outcome": "fires", "facts": {"persons": 1}}]}, "examples[0].facts"),
        ({"examples": [{"name": "n", "outcome": "fires", "facts": 3}]}, "examples[0].facts"),
        (
            {
                "examples": [
                    {"name": "n", "outcome": "fires", "facts": {}},
                    {"name": "m", "outcome": "silent", "facts": {}},
                ]
            },
            "examples[0]",
        ),
    ],
)
def test_broken_rules_are_refused_by_file_and_field(tmp_path: Path, changes: dict[str, object], field: str) -> None:
    """Whatever is wrong with a rule, the message names the file and the field, and the pack does not load."""
    folder = copy(tmp_path)
    edit(folder, "CN-EXP-03.yaml", **changes)
    problems = check_folder(folder)
    assert ("CN-EXP-03.yaml", field) in [(problem.file, problem.field) for problem in problems]
    with pytest.raises(PolicyError, match=r"CN-EXP-03\.yaml"):
        load_pack(folder)


def test_a_problem_is_told_in_both_languages(tmp_path: Path) -> None:
    """What is wrong is said under en and zh, with the same file and field in front."""
    folder = copy(tmp_path)
    edit(folder, "CN-EXP-03.yaml", severity="none", condition="subjects >")
    for problem in check_folder(folder):
        assert problem.texts["en"] == str(problem) == f"{problem.file}: {problem.field}: {problem.what}"
        assert problem.texts["zh"] == f"{problem.file}：{problem.field}：{problem.zh}"
        assert problem.zh.startswith(("应为以下之一", "无法编译"))
    with pytest.raises(PolicyError) as caught:
        load_pack(folder)
    assert caught.value.texts["zh"].count("\n") == caught.value.texts["en"].count("\n") == 1


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    """Two broken files give two lines, so that they can be mended in one go."""
    folder = copy(tmp_path)
    edit(folder, "CN-EXP-03.yaml", severity="none")
    edit(folder, "CN-EXP-04.yaml", action="explode")
    with pytest.raises(PolicyError) as caught:
        load_pack(folder)
    assert [line.split(":")[0] for line in str(caught.value).splitlines()] == ["CN-EXP-03.yaml", "CN-EXP-04.yaml"]


@pytest.mark.parametrize(
    ("content", "what"),
    [("a: [", "is not YAML"), ("id: a\nid: b\n", "stands twice"), ("- 1\n", "must be a mapping"), ("", "mapping")],
)
def test_files_that_are_no_rule(tmp_path: Path, content: str, what: str) -> None:
    """A file that is not YAML, repeats a key or is no mapping is named."""
    folder = copy(tmp_path)
    (folder / "CN-EXP-03.yaml").write_text(content, encoding="utf-8")
    assert any(problem.file == "CN-EXP-03.yaml" and what in problem.what for problem in check_folder(folder))


JUNK: list[object] = [None, 1.5, True, "x", [None], {"a": 1}, {1: [2]}]


def places(content: object, path: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    pairs = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for key, value in pairs:
        yield (*path, key)
        yield from places(value, (*path, key))


@pytest.mark.parametrize("name", ["CN-EXP-07"])
def test_junk_anywhere_is_a_problem_or_a_rule(name: str) -> None:
    """Whatever stands in any place of a rule file, reading ends in a rule or in a named problem, never in a crash."""
    content = yaml.safe_load((PACKS / "cn-pipl" / f"{name}.yaml").read_text(encoding="utf-8"))
    for path in list(places(content)):
        for junk in JUNK:
            broken: Any = copying.deepcopy(content)
            inner = broken
            for key in path[:-1]:
                inner = inner[key]
            inner[path[-1]] = junk
            rule, problems = read_rule(f"{name}.yaml", broken, default_pack().texts)
            assert (rule is None) == bool(problems)
            if rule is not None:
                wrong_examples(default_pack(), rule)


def test_other_suffix_is_not_passed_over(tmp_path: Path) -> None:
    """A rule under a name that the loader would not read is told, not ignored."""
    folder = copy(tmp_path)
    (folder / "CN-EXP-03.yaml").rename(folder / "CN-EXP-03.yml")
    assert [problem.file for problem in check_folder(folder)] == ["CN-EXP-03.yml"]


def test_folder_without_a_pack(tmp_path: Path) -> None:
    """A folder that is no pack, or one without rules, is refused."""
    assert [problem.file for problem in check_folder(tmp_path)] == ["pack.yaml"]
    shutil.copy(PACKS / "cn-pipl" / "pack.yaml", tmp_path)
    assert "no rule files" in str(check_folder(tmp_path)[0])


def test_pack_texts_are_checked(tmp_path: Path) -> None:
    """A legal text without its version is named."""
    folder = copy(tmp_path)
    edit(folder, "pack.yaml", texts={"PIPL": {"zh": "法", "en": "law", "in_force": "2021", "mark": "P"}})
    assert ("pack.yaml", "texts.PIPL.version") in [(p.file, p.field) for p in check_folder(folder)]


def test_texts_of_rules_travel_between_processes() -> None:
    """Titles are plain enough to be pickled and written as JSON."""
    titles = [rule.title for rule in default_pack().rules]
    assert pickle.loads(pickle.dumps(titles)) == titles
    assert json.loads(json.dumps(titles)) == titles
