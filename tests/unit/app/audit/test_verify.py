"""The verifier stands alone."""

import ast
import sys
from pathlib import Path

import app.audit.verify as module
from app.audit.verify import main


def test_verifier_shares_no_code_with_the_writer() -> None:
    """Only the standard library and cryptography are imported."""
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    roots = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            roots |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            roots.add((node.module or "").split(".")[0])
    assert roots - set(sys.stdlib_module_names) == {"cryptography"}


def test_command_line_says_no_in_one_line(tmp_path: Path, capsys) -> None:
    """What is no export ends with 1 and one line on stderr."""
    assert main([str(tmp_path)]) == 1
    assert main([str(tmp_path / "none")]) == 1
    assert main([str(tmp_path), "--key", str(tmp_path / "none.pem")]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 3
