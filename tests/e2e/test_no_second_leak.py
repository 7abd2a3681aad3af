"""What Mishao finds it must not spill: no planted value anywhere but where it was planted."""

import base64
import json
import sqlite3
import urllib.parse
import zipfile
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from openpyxl import Workbook

from app.config import Settings
from app.exporters.registry import names
from tests.e2e.place import Place
from tests.generators import Generator

made = Generator(seed=4711)
PLANTED = {
    "id": made.cn_id_card(),
    "id_in_name": made.cn_id_card(),
    "mobile": made.cn_mobile(),
    "mobile_in_name": made.cn_mobile(),
    "mobile_in_header": made.cn_mobile(),
    "mobile_in_key": made.cn_mobile(),
    "mobile_in_member": made.cn_mobile(),
    "mobile_in_sheet": made.cn_mobile(),
    "mobile_in_upload_name": made.cn_mobile(),
    "card": made.bank_card(),
    "email": "linwanqiu.zx81@mail.corp-lanhe.cn",
    "password": "Qx7-hollow-Tamarind-55",
    "url_password": "Zw9-brittle-Lantern-31",
    "token": "ghp_" + "a8Kd03Lq9Zx7" * 3,
}


def encodings(value: str) -> dict[str, bytes]:
    """The forms in which a value might turn up."""
    raw = value.encode()
    forms = {
        "utf-8": raw,
        "utf-16-le": value.encode("utf-16-le"),
        "utf-16-be": value.encode("utf-16-be"),
        "gb18030": value.encode("gb18030"),
        "hex": raw.hex().encode(),
        "HEX": raw.hex().upper().encode(),
        "url": urllib.parse.quote(value, safe="").encode(),
        "json": json.dumps(value).strip('"').encode(),
        "reversed": raw[::-1],
    }
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + raw)
        forms[f"base64+{shift}"] = coded[(4 if shift else 0) : -4]
    return forms


def spilled(places: list[Path], texts: dict[str, bytes]) -> list[str]:
    """Where any planted value turns up, in files below `places` and in `texts`; says which one, never the value."""
    pool = {str(path): path.read_bytes() for place in places for path in place.rglob("*") if path.is_file()} | texts
    return [
        f"{name} as {form} in {where}"
        for name, value in PLANTED.items()
        for form, needle in encodings(value).items()
        for where, content in pool.items()
        if needle in content
    ]


@pytest.fixture(scope="module")
def estate(tmp_path_factory) -> Path:
    """A folder with the values in contents, names, headers, keys, sheets and members."""
    root = tmp_path_factory.mktemp("estate")
    body = f"身份证 {PLANTED['id']} 手机 {PLANTED['mobile']} 卡号 {PLANTED['card']} 邮箱 {PLANTED['email']}\n"
    (root / "正文.txt").write_text(body, encoding="utf-8")
    (root / "gbk.txt").write_bytes(body.encode("gb18030"))
    (root / f"{PLANTED['id_in_name']}.txt").write_text("空\n", encoding="utf-8")
    folder = root / f"客户{PLANTED['mobile_in_name']}"
    folder.mkdir()
    (folder / "a.log").write_text(f"token={PLANTED['token']}\npassword={PLANTED['password']}\n", encoding="utf-8")
    (root / "表.csv").write_text(f"手机{PLANTED['mobile_in_header']},身份证\n1,{PLANTED['id']}\n2,{PLANTED['id']}\n")
    (root / "a.json").write_text(json.dumps([{PLANTED["mobile_in_key"]: PLANTED["mobile"], "id": PLANTED["id"]}] * 3))
    with zipfile.ZipFile(root / "b.zip", "w") as archive:
        archive.writestr(f"{PLANTED['mobile_in_member']}.txt", body)
    book = Workbook()
    book.active.title = PLANTED["mobile_in_sheet"]
    book.active.append(["身份证", "手机"])
    book.active.append([PLANTED["id"], PLANTED["mobile"]])
    book.save(root / "c.xlsx")
    with sqlite3.connect(root / "d.db") as db:
        db.execute("create table t (sfz text, tel text)")
        db.execute("insert into t values (?, ?)", (PLANTED["id"], PLANTED["mobile"]))
    (root / "broken.xlsx").write_bytes(b"PK\x03\x04" + body.encode())
    (root / "broken.pdf").write_bytes(b"%PDF-1.7\n" + body.encode())
    return root


@pytest.mark.slow
def test_no_planted_value_is_spilled(estate, tmp_path):
    """Scans, uploads, reports, exports, debug logs and errors hold no planted value in any encoding."""
    place = Place(tmp_path / "place")
    texts: dict[str, bytes] = {}

    def run(*arguments: str) -> str:
        done = place.run(*arguments, MISHAO_LOG_LEVEL="debug")
        label = " ".join(arguments[:3])
        texts[f"stdout of {label}"] = done.stdout.encode()
        texts[f"stderr of {label}"] = done.stderr.encode()
        assert "Traceback" not in done.stderr, label
        return done.stdout

    run("init")
    report = json.loads(run("scan", str(estate), "--format", "json", "--min-confidence", "low"))
    found = {finding["infotype"] for finding in report["findings"]}
    assert {"cn.id_card", "contact.mobile", "fin.bank_card", "contact.email", "auth.key", "auth.password"} <= found
    for form in ("table", "csv"):
        run("scan", str(estate), "--format", form, "-o", str(tmp_path / f"report.{form}"))
    for form in names():
        run("report", "--format", form, "--lang", "zh", "-o", str(tmp_path / f"again.{form}"))
        assert (tmp_path / f"again.{form}").stat().st_size > 1000, form
    run("scans")
    run("findings", "--unit", "*", "--format", "json")
    run("fix", "--limit", "1000")
    run(
        "diff", report["scan"]["id"], json.loads(run("scans", "--format", "json"))["scans"][0]["id"], "--format", "json"
    )
    run("explain", report["findings"][0]["id"])
    run("scan", f"postgresql://user:{PLANTED['url_password']}@127.0.0.1:1/none")
    run("scan", f"mysql://user:{PLANTED['url_password']}@127.0.0.1:1/none")
    run("inspect", str(estate / "正文.txt"), "--format", "json")
    run("audit", "export", "-o", str(tmp_path / "export"))
    upload(place, estate, texts)
    left = spilled([place.folder, tmp_path], texts)
    assert not left, "\n".join(left)


def upload(place: Place, estate: Path, texts: dict[str, bytes]) -> None:
    """Hand the contents in over the service, and keep what it answers."""
    from app.main import create_app
    from app.services.context import open_services

    environment = place.environment
    settings = Settings(
        home=Path(environment["MISHAO_HOME"]),
        root_key_file=Path(environment["MISHAO_ROOT_KEY_FILE"]),
        anchor_file=Path(environment["MISHAO_ANCHOR_FILE"]),
        log_level="debug",
    )
    with open_services(settings) as services:
        from app.domain.audit import Actor

        _, token = services.access.create_key("test", "admin", Actor("cli", "test"))
    with TestClient(create_app(settings)) as client:
        client.headers["Authorization"] = f"Bearer {token}"
        name = f"名单{PLANTED['mobile_in_upload_name']}.txt"
        content = (estate / "正文.txt").read_bytes()
        answers = [
            client.post("/v1/inspect", files={"file": (name, content, "text/plain")}, data={"who": PLANTED["email"]}),
            client.post("/v1/inspect", json={"text": content.decode(), "file_name": name, "who": PLANTED["mobile"]}),
            client.post("/v1/inspect", json={"text": 5, "who": [PLANTED["id"]]}),
            client.get("/v1/findings", params={"unit": PLANTED["id"]}),
            client.get(f"/v1/scans/{PLANTED['id']}"),
        ]
        assert [answer.status_code for answer in answers[:2]] == [200, 200]
        for number, answer in enumerate(answers):
            texts[f"answer {number}"] = answer.content + str(answer.headers).encode()
