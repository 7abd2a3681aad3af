"""The help: every command has examples in both languages, and what they show can be typed."""

import shlex
import subprocess

import click
import pytest

from app.cli.completion import SHELLS, script
from app.cli.main import COMMANDS, main, program
from app.cli.session import Session
from app.wording.catalogue import keys, texts


def commands():
    """Every command and subcommand by its path."""
    root = program("en")
    ctx = click.Context(root, info_name="mishao", obj=Session("en"))
    for name in COMMANDS:
        made = root.get_command(ctx, name)
        yield name, made
        if isinstance(made, click.Group):
            yield from ((f"{name} {each}", made.get_command(ctx, each)) for each in made.list_commands(ctx))


def lines(path, lang):
    return texts(f"examples.{path.replace(' ', '_') or 'program'}")[lang].strip().splitlines()


PATHS = ["", *(path for path, _ in commands())]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help_has_examples(mishao, monkeypatch, path, lang):
    """The help of every command ends with its examples, as they stand in the wording, in the reader's language."""
    monkeypatch.setenv("MISHAO_LANG", lang)
    out = mishao(*path.split(), "--help").out
    assert out.rstrip().endswith("\n".join(f"  {line}" for line in lines(path, lang)))


@pytest.mark.parametrize("path", PATHS)
def test_examples_can_be_typed(path):
    """Every example parses: its command, options and values exist; both languages show the same command lines."""
    typed = [line for line in lines(path, "en") if not line.startswith("#")]
    assert typed == [line for line in lines(path, "zh") if not line.startswith("#")]
    known = dict(commands())
    for line in typed:
        words = shlex.split(line.removeprefix('eval "$(').split(" 2>")[0].split(" > ")[0])
        for call in " ".join(shlex.quote(word) for word in words).split("'|'"):
            first, *rest = shlex.split(call)
            if first == "mishao":
                assert rest[0] in known
                known[rest[0]].make_context(f"mishao {rest[0]}", rest[1:], obj=Session("en"))


def test_no_example_is_left_over():
    """Every group of examples belongs to a command."""
    named = {key.removeprefix("examples.") for key in keys() if key.startswith("examples.")}
    assert named == {path.replace(" ", "_") or "program" for path in PATHS}


@pytest.mark.parametrize("shell", SHELLS)
def test_completion(mishao, shell):
    """The script goes to standard output alone, what to do with it to standard error."""
    got = mishao("completion", shell)
    assert got.code == 0
    assert "_MISHAO_COMPLETE" in got.out
    assert "mishao completion" not in got.out
    assert f"mishao completion {shell}" in got.err


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("mishao f", {"plain,findings", "plain,fix"}),
        ("mishao report --form", {"plain,--format"}),
        ("mishao scan --format sa", {"plain,sarif"}),
    ],
)
def test_completion_answers(services, monkeypatch, capfd, words, answer):
    """Asked by the shell, the program completes commands, options and values."""
    del services
    monkeypatch.setenv("_MISHAO_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split()) - 1))
    with pytest.raises(SystemExit) as ended:
        main([])
    assert not ended.value.code
    assert set(capfd.readouterr().out.split()) == answer


def test_script_is_sound_bash():
    """The script for bash is one that bash can read."""
    done = subprocess.run(
        ["bash", "-n"], input=script(program("en"), "bash"), text=True, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
