"""What every source file of the house keeps to."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LINES_AT_MOST = 400
TEXTS = {".py", ".md", ".toml", ".yaml", ".yml", ".txt", ".json", ".sh", ".cfg", ".ini"}
BARE = {
    "Makefile",
    "Dockerfile",
    "NOTICE",
    "install",
    "lock",
    "env",
    "entrypoint",
    "run",
    ".dockerignore",
    ".gitignore",
}
FORBIDDEN = {
    "left open": r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b",
    "a package registry's address": r"--(?:extra-)?index-" r"url[ =]\S+|\bregistry = \"http\S+",
    "a path of one machine": r"(?<![\w.])/(home|root|Users|wo" r"rk|farm)/",
}
BAD_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}


def tracked() -> list[Path]:
    """Every file that belongs to the project, as git knows them; all below the root where there is no git."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        listed = subprocess.run(
            [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT, capture_output=True, check=True,
        ).stdout  # fmt: skip
        found = [ROOT / name.decode("utf-8", "surrogateescape") for name in listed.split(b"\0") if name]
    else:
        found = [path for path in ROOT.rglob("*") if ".venv" not in path.parts]
    return [path for path in found if path.is_file() and not path.is_symlink()]


def sources() -> list[Path]:
    """Every Python file."""
    return [path for path in tracked() if path.suffix == ".py"]


def shown(path: Path) -> str:
    """A path for a message."""
    return str(path.relative_to(ROOT))


def parsed(path: Path) -> ast.Module:
    """A Python file as a tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=shown(path))


def test_no_file_is_long():
    """No Python file has more than 400 lines."""
    lengths = {shown(path): path.read_bytes().count(b"\n") for path in sources()}
    assert {name: count for name, count in lengths.items() if count > LINES_AT_MOST} == {}


def test_every_module_says_what_lives_in_it():
    """Every module that holds anything opens with a docstring."""
    silent = [shown(path) for path in sources() if path.stat().st_size and ast.get_docstring(parsed(path)) is None]
    assert silent == []


def test_every_test_states_the_fact_it_proves():
    """Every test function has a docstring."""
    silent = [
        f"{shown(path)}: {node.name}"
        for path in sources()
        if path.is_relative_to(ROOT / "tests")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and ast.get_docstring(node) is None
    ]
    assert silent == []


def test_nothing_catches_everything_or_is_left_unwritten():
    """No product code raises NotImplementedError, or catches `Exception` without saying why (BLE001)."""
    found = []
    for path in sources():
        if path.is_relative_to(ROOT / "tests"):
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        for node in ast.walk(parsed(path)):
            names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
            if isinstance(node, ast.ExceptHandler):
                caught = (
                    {each.id for each in ast.walk(node.type) if isinstance(each, ast.Name)} if node.type else {"all"}
                )
                if caught & {"Exception", "all"} and "noqa: BLE001 - " not in lines[node.lineno - 1]:
                    found.append(f"{shown(path)}:{node.lineno}")
            elif isinstance(node, ast.Raise) and "NotImplementedError" in names:
                found.append(f"{shown(path)}:{node.lineno}")
    assert found == []


def test_every_silenced_check_has_a_reason():
    """Each `noqa` and `type: ignore` names its rule and says why."""
    unexplained = [
        f"{shown(path)}:{number}"
        for path in sources()
        if not path.is_relative_to(ROOT / "tests")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"#\s*(noqa|type:\s*ignore)", line)
        and not re.search(r"#\s*(noqa: [A-Z0-9, ]+|type:\s*ignore\[[\w, -]+\])\s+\S.{6}", line)
    ]
    assert unexplained == []


def test_modules_are_named_for_what_they_hold():
    """No module is called a drawer for anything."""
    assert [shown(path) for path in sources() if path.stem in BAD_NAMES] == []


@pytest.mark.parametrize("why", sorted(FORBIDDEN))
def test_no_file_holds_what_must_stay_out(why):
    """No text file is left open, names a registry, or holds a path of one machine."""
    pattern = re.compile(FORBIDDEN[why])
    found = []
    for path in tracked():
        if (path.suffix not in TEXTS and path.name not in BARE) or path.stat().st_size > 600_000:
            continue
        if path.is_relative_to(ROOT / "examples" / "estate"):
            continue
        match = pattern.search(path.read_text(encoding="utf-8", errors="replace"))
        if match:
            found.append(f"{shown(path)}: {match.group(0)}")
    assert found == []


def test_wording_is_in_both_languages():
    """Every text that people read exists in Chinese and English, with the same fields."""
    from app.wording.catalogue import keys, texts

    assert keys()
    for key in keys():
        both = texts(key)
        assert set(both) == {"en", "zh"}, key
        fields = [set(re.findall(r"{(\w*)", text)) for text in both.values()]
        assert fields[0] == fields[1], key


def test_import_contracts_hold():
    """The rooms import downward only."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
