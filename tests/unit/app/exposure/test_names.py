"""Hints from names: found as words, not as parts of words, and said to be hints."""

import pytest

from app.domain.exposure import ExposureState
from app.exposure.names import database_name_exposure, format_exposure, name_exposure


def states(name: str) -> set[str]:
    return {each.state.value for each in name_exposure(name).exposures}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("srv/backup/crm.csv", {"backup"}),
        ("数据备份/客户.csv", {"backup"}),
        ("dump.sql.gz", {"backup"}),
        ("crm-2024.bak", {"backup"}),
        ("var/log/app.log.1", {"log"}),
        ("日志/应用.txt", {"log"}),
        ("crm_uat/customers.csv", {"test_env"}),
        ("CrmTest/a.csv", {"test_env"}),
        ("测试环境/a.csv", {"test_env"}),
        ("公开/价格.xlsx", {"share"}),
        ("public/price.xlsx", {"share"}),
        ("home/u/Desktop/a.xlsx", {"endpoint"}),
        ("用户/桌面/a.xlsx", {"endpoint"}),
        ("mail/offer.eml", {"email"}),
        ("WeChat Files/msg.txt", {"im"}),
        ("微信/记录.txt", {"im"}),
        ("backup.zip!/2024/客户.csv", {"backup"}),
        ("latest/logistics/contest/device.csv", set()),
        ("catalog/republic/developer.csv", set()),
        ("emails.csv", set()),
        ("报表/客户.csv", set()),
    ],
)
def test_hints(name: str, expected: set[str]) -> None:
    """A hint word counts only where it stands as a word of its own."""
    assert states(name) == expected


def test_the_word_is_the_evidence() -> None:
    """A hint names the word that it rests on."""
    (hint,) = name_exposure("a/备份/b.csv").exposures
    assert (hint.evidence, hint.detail) == ("name_hint", "备份")


def test_a_web_root_by_name_is_not_asserted() -> None:
    """A folder called `htdocs` does not prove that a server publishes it: the question stays open."""
    report = name_exposure("srv/htdocs/list.csv")
    assert ExposureState.PUBLIC_INDEX not in {each.state for each in report.exposures}
    assert ExposureState.PUBLIC_INDEX in {each.state for each in report.unknown}


def test_databases_and_formats() -> None:
    """A test database by name and a dump by format are told; an ordinary format says nothing."""
    assert {each.state for each in database_name_exposure("crm_dev").exposures} == {ExposureState.TEST_ENV}
    assert not database_name_exposure("public").exposures
    assert {each.state for each in format_exposure("eml").exposures} == {ExposureState.EMAIL}
    assert not format_exposure("csv").exposures
