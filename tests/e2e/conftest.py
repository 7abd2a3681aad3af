"""A program in a fresh home, and a folder to scan."""

import pytest

from tests.e2e import estate
from tests.e2e.program import Program


@pytest.fixture
def mishao(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    return Program(home)


@pytest.fixture
def share(tmp_path):
    folder = tmp_path / "share"
    estate.make(folder)
    return folder
