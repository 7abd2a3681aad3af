"""Every format in both languages, letter by letter, against what was read and found right."""

import pytest

from tests.unit.app.exporters.golden import FORMATS, LANGS, fresh, path_of


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("lang", LANGS)
def test_golden(form, lang):
    """The whole report; `python -m tests.unit.app.exporters.regold` writes it anew for review."""
    assert fresh(form, lang) == path_of(form, lang).read_text(encoding="utf-8")
