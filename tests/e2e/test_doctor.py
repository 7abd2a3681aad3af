"""`mishao doctor`: sound where all is well, exit 2 with the cause where it is not."""

import json


def checks(got):
    return {each["name"]: each for each in json.loads(got.stdout)["checks"]}


def test_fresh_and_set_up(mishao):
    """Before and after setting up nothing is wrong, and every parser protection is named."""
    fresh = mishao("doctor", "--format", "json")
    assert fresh.returncode == 0, fresh.stdout + fresh.stderr
    assert checks(fresh)["store"]["state"] == "warning"
    assert mishao("init").returncode == 0
    ready = mishao("doctor", "--format", "json")
    assert checks(ready)["store"]["state"] == checks(ready)["root key"]["state"] == "good"
    assert {"mishao", "python", "hyperscan", "name model", "policy pack"} <= set(checks(ready))
    assert "offline" in mishao("doctor").stdout


def test_wrong_root_key(mishao):
    """A root key that is not the store's is found out: exit 2."""
    assert mishao("init").returncode == 0
    (mishao.folder / "config" / "root.key").unlink()
    assert mishao("doctor", "--format", "json").returncode == 2


def test_unreachable_store(mishao):
    """A store that does not answer is found out, without its password."""
    got = mishao("doctor", "--store", "postgresql://u:Geheim9@127.0.0.1:1/db", "--format", "json")
    assert got.returncode == 2
    assert checks(got)["store"]["state"] == "bad"
    assert "Geheim9" not in got.stdout + got.stderr
