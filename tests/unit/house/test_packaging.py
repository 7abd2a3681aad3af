"""What is shipped: pinned requirements, the wheel, the image and the scripts."""

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SCRIPTS = ("tools/install", "tools/lock", "tools/entrypoint", ".ci/run")


def normal(name: str) -> str:
    """A distribution's name in its normal form (PEP 503), without extras, versions and markers."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\s\[<>=!~;]", name.strip(), maxsplit=1)[0]).lower()


def locked(name: str) -> dict[str, str]:
    """The pins of one list of requirements: name → the lines of its entry."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    entries = re.findall(r"^(\S+==(?:.|\n  )*)", text, flags=re.MULTILINE)
    return {normal(entry): entry for entry in entries}


@pytest.mark.parametrize("name", ["runtime", "dev", "build"])
def test_requirements_are_pinned_and_hashed(name):
    """Every requirement has one version and at least one SHA-256, and no index is named."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    pins = locked(name)
    assert len(pins) > 3
    for entry in pins.values():
        assert "--hash=sha256:" in entry
    assert "--index" not in text
    assert "--extra-index" not in text
    assert "--find-links" not in text
    assert not re.search(r"https?://", text)


def test_requirements_are_those_of_the_project():
    """What the project declares is in the lists, and what is needed to run has the same version in both."""
    runtime, dev = locked("runtime"), locked("dev")
    project = PROJECT["project"]
    assert {normal(each) for each in project["dependencies"]} <= set(runtime)
    assert {normal(each) for each in project["optional-dependencies"]["dev"]} <= set(dev)
    assert {normal(each) for each in PROJECT["build-system"]["requires"]} <= set(locked("build"))
    version = {name: entry.split("==")[1].split()[0] for name, entry in runtime.items()}
    assert {name: dev[name].split("==")[1].split()[0] for name in runtime} == version


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built without a network."""
    out = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-index", "--no-build-isolation", "--quiet", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", out, ROOT], check=True)
    return next(out.glob("mishao-*.whl"))


def test_the_wheel_is_complete(wheel):
    """The wheel holds every data file that the product reads, its licence and notice, and no tests."""
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
    shipped = [
        path.relative_to(ROOT).as_posix()
        for room in PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    assert [name for name in shipped if name not in names] == []
    for part in (r"policies/packs/.+\.yaml$", r"detectors/ner/.+\.onnx$", r"app/wording/\w+\.toml$", r"migrations/.+\.py$",
                 r"infotypes\.yaml$", r"/licenses/LICENSE$", r"/licenses/NOTICE$", r"entry_points\.txt$"):  # fmt: skip
        assert any(re.search(part, name) for name in names), part
    assert not [name for name in names if name.startswith(("tests/", "examples/", ".run"))]


def test_the_wheel_runs_where_its_sources_are_not(wheel, tmp_path):
    """Unpacked elsewhere, the program starts and knows its version."""
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path)
    code = "import sys; sys.path.insert(0, '.'); from app.cli.main import main; sys.exit(main(['--version']))"
    done = subprocess.run([sys.executable, "-P", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"mishao {PROJECT['project']['version']}"


def stages() -> list[list[tuple[str, str]]]:
    """The Dockerfile's stages: instructions with their arguments, continued lines joined."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    found: list[list[tuple[str, str]]] = []
    for line in text.splitlines():
        word, _, rest = line.strip().partition(" ")
        if word == "FROM":
            found.append([])
        if word and not word.startswith("#"):
            found[-1].append((word, rest.strip()))
    return found


def test_the_image_is_safe_to_run():
    """The last stage runs without root, checks its health, and neither compiles nor fetches anything."""
    last = stages()[-1]
    words = dict(last)
    assert words["USER"].split(":")[0] not in ("", "0", "root")
    assert "/healthz" in words["HEALTHCHECK"]
    assert "VOLUME" in words
    for word, rest in last:
        if word == "RUN":
            assert not re.search(r"\b(gcc|g\+\+|clang|make|build-essential|pip|apt-get|apt|curl|wget)\b", rest)
        if word == "COPY":
            assert rest.startswith("--from=")
        assert word != "ADD"


def test_the_image_calls_the_same_install_script():
    """The image is made by the script that `make` uses, from files that exist."""
    first = stages()[0]
    assert any(word == "RUN" and "tools/install image" in rest for word, rest in first)
    for word, rest in first:
        if word == "COPY":
            assert [source for source in rest.split()[:-1] if not (ROOT / source).exists()] == []
    assert "tools/install" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_scripts_pass_shellcheck():
    """Every shell script is clean under shellcheck."""
    shellcheck = shutil.which("shellcheck")
    if shellcheck is None:
        pytest.skip("shellcheck is not installed (Debian, Ubuntu: apt-get install shellcheck)")
    done = subprocess.run([shellcheck, *SCRIPTS, "tools/env"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_scripts_can_be_started():
    """Every script is executable and stops at the first error."""
    for script in SCRIPTS:
        path = ROOT / script
        assert path.stat().st_mode & 0o111, script
        assert re.search(r"^set -eu", path.read_text(encoding="utf-8"), flags=re.MULTILINE), script
