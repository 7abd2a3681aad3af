"""Fake services and a program to call, in a home of its own."""

from types import SimpleNamespace

import pytest

from app.cli.main import main
from tests.unit.app.cli.fakes import FakeServices


@pytest.fixture
def services(monkeypatch, tmp_path):
    for name, value in {"HOME": tmp_path, "MISHAO_HOME": tmp_path / "home", "MISHAO_LANG": "en"}.items():
        monkeypatch.setenv(name, str(value))
    return FakeServices().install(monkeypatch)


@pytest.fixture
def mishao(services, capfdbinary):
    def call(*arguments):
        code = main([str(each) for each in arguments])
        out, err = capfdbinary.readouterr()
        return SimpleNamespace(code=code, out=out.decode(), err=err.decode())

    return call
