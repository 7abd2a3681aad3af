"""The engine as callers see it: offsets, reasons, shapes of chunks, birth dates, masks, columns."""

import datetime as dt
import threading
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.engine.engine import Engine
from detectors.engine.labels import role_of
from detectors.engine.masks import masked
from detectors.engine.registry import detectors
from detectors.errors import DetectorError
from detectors.model import Chunk, Hits
from tests.generators import SPECIMENS, Generator

KEY = bytes(range(16))


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(key=KEY, names=False, presidio=False, today=dt.date(2026, 1, 1))


ENGINE: list[Engine] = []


def shared() -> Engine:
    if not ENGINE:
        ENGINE.append(Engine(key=KEY, names=False, presidio=False))
    return ENGINE[0]


def chunk_of(cells: list[str], **named: object) -> Chunk:
    batch = pa.RecordBatch.from_arrays([pa.array(cells, pa.large_utf8())], ["text"])
    return Chunk(batch, {"kind": "line"}, **named)  # type: ignore[arg-type]


def seen(engine: Engine, chunk: Chunk, hits: Hits) -> list[tuple[int, str, str]]:
    return [
        (int(hits.cell[index]), engine.kinds[hits.kind[index]].infotype, engine.value(chunk, hits, index))
        for index in range(len(hits))
    ]


PIECES = st.sampled_from(
    ["13813572468", "手机", "订单号", "１３８", "一三八一三五七二四六八", "\u200b", "\u00a0", "@qq.com", "a.b", "6222 0200", "-", " ", ":", "密码：",
     "password=", "://u:p@h", "8888888", "110101199003072", "X", "【", "机密", "】", "★", "\r", "\n", "\t", "①②③④⑤⑥⑦", "eyJ", "2408:8207::", "GB82 WEST", "京A", "0755", "(", ")"]
)  # fmt: skip
TEXT = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map("".join))


@settings(max_examples=300, deadline=None)
@given(st.lists(TEXT, max_size=5), st.booleans(), st.sampled_from(["", "手机号", "password", "csrq", "order_no"]))
def test_hits_are_sound(cells: list[str], terminated: bool, label: str) -> None:
    """On any text: no error, spans inside their cell that decode, in order and apart, reasons that add up."""
    engine = shared()
    if terminated:
        cells = [cell.replace("\n", " ") + "\n" for cell in cells]
    chunk = chunk_of(cells, terminated=terminated, label=label, shape="column" if label else "text")
    hits = engine.detect(chunk)
    before = (-1, 0)
    for index in range(len(hits)):
        cell, start, end = int(hits.cell[index]), int(hits.start[index]), int(hits.end[index])
        raw = cells[cell].encode()
        assert 0 <= start < end <= len(raw)
        value = raw[start:end].decode()
        assert value == engine.value(chunk, hits, index)
        assert (cell, start) >= before
        before = (cell, end)
        assert sum(reason.points for reason in engine.reasons(hits, index)) == hits.points[index]
        assert hits.points[index] >= 2
        mask = engine.mask(int(hits.kind[index]), value)
        assert value not in mask or engine.kinds[hits.kind[index]].infotype.startswith("biz.")


@settings(max_examples=150, deadline=None)
@given(TEXT, TEXT)
def test_inspect_offsets(first: str, second: str) -> None:
    """Offsets of `inspect` count code points of the whole text."""
    text = f"{first}\n电话13813572468，{second}"
    for match in shared().inspect(text):
        assert 0 <= match.start < match.end <= len(text)
        assert sum(reason.points for reason in match.reasons) == match.points
    place = len(first) + 3
    assert any(match.start == place for match in shared().inspect(text)) or second[:1].isalnum() or first.endswith("\r")


def test_empty_chunks(engine: Engine) -> None:
    """No cells, empty cells and cells of blanks give nothing."""
    assert len(engine.detect(chunk_of([]))) == 0
    assert len(engine.detect(chunk_of(["", "", ""]))) == 0
    assert len(engine.detect(chunk_of(["\n", "", "  \n"], terminated=True))) == 0


def test_slices(engine: Engine) -> None:
    """A sliced batch counts its own cells and reads no byte outside them."""
    batch = pa.RecordBatch.from_arrays(
        [pa.array(["13813572468", "邮箱a1@qq.com", "x", "13913572468"], pa.large_utf8())], ["text"]
    )
    chunk = Chunk(batch.slice(1, 2), {"kind": "line"})
    assert seen(engine, chunk, engine.detect(chunk)) == [(0, "contact.email", "a1@qq.com")]


def test_no_match_across_cells(engine: Engine) -> None:
    """What begins in one cell and ends in the next is no match."""
    chunk = chunk_of(["1381234", "5678", "password=", "Secr3t!x"])
    assert seen(engine, chunk, engine.detect(chunk)) == []


def test_terminated_and_joined_agree(engine: Engine) -> None:
    """The two ways to lay a chunk out give the same hits."""
    made = Generator(9)
    lines = [f"手机{made.cn_mobile()}，{made.email()}", "", f"{made.cn_id_card()}", "订单号 12"]
    joined = chunk_of(lines)
    laid = chunk_of([line + "\n" for line in lines], terminated=True)
    assert seen(engine, joined, engine.detect(joined)) == seen(engine, laid, engine.detect(laid))


def test_birth(engine: Engine) -> None:
    """IDs, old IDs and dates of birth carry the date; others carry none."""
    made = Generator(3)
    chunk = chunk_of(
        [
            made.cn_id_card(birth="2015-06-07"),
            "身份证" + made.cn_id_card_15(birth="1970-01-02"),
            "生日：2014/3/9",
            "13813572468",
        ]
    )
    assert engine.detect(chunk).birth.tolist() == [20150607, 19700102, 20140309, 0]


def test_birth_after_today(engine: Engine) -> None:
    """A birth date after today is no ID."""
    assert len(engine.detect(chunk_of([Generator(4).cn_id_card(birth="2026-06-07")]))) == 0


def test_specimens(engine: Engine) -> None:
    """Published test numbers of cards, IDs, mobiles and IBANs never count, whatever stands beside them."""
    for kind in ("bank_card", "cn_id_card", "cn_mobile", "iban"):
        for value in SPECIMENS[kind]:
            assert engine.inspect(f"卡号 身份证 手机 IBAN {value}") == []


def test_normalised_span_is_original(engine: Engine) -> None:
    """A span found after normalisation points at the original characters and says so."""
    for value in (
        "１３８１３５７２４６８",
        "138\u200b1357\u200b2468",
        "一三八，一三五七，二四六八",
        "138\u00a01357\u00a02468",
    ):
        match = engine.inspect(f"电话：{value}。")[0]
        assert f"电话：{value}。"[match.start : match.end] == value
        assert "normalised" in {reason.code for reason in match.reasons}


def test_overlap_prefers_the_validated(engine: Engine) -> None:
    """An ID is no company code, no card and no phone number."""
    number = Generator(8).cn_id_card()
    assert [match.infotype for match in engine.inspect(f"号码 {number}")] == ["cn.id_card"]


def test_neighbour(engine: Engine) -> None:
    """Two kinds of personal data in a cell strengthen each other by one point."""
    made = Generator(2)
    phone, mail = made.cn_mobile(), made.email()
    alone = {match.infotype: match.points for match in [*engine.inspect(phone), *engine.inspect(mail)]}
    both = {match.infotype: match.points for match in engine.inspect(f"{phone} / {mail}")}
    assert both == {infotype: points + 1 for infotype, points in alone.items()}


def test_masks(engine: Engine) -> None:
    """Masks show what their infotype allows."""
    kinds = {kind.detector: place for place, kind in enumerate(engine.kinds)}
    assert engine.mask(kinds["cn_mobile"], "+86 138-0000-1234") == "138****1234"
    assert engine.mask(kinds["cn_id_card"], "11010519491231002X") == "110***********002X"
    assert engine.mask(kinds["email"], "zhang@qq.com") == "z***@qq.com"
    assert engine.mask(kinds["state_secret"], "机密★") == ""
    assert engine.mask(kinds["password"], "Tr0ub4dor&3") == "***"
    assert engine.mask(kinds["bank_card"], "4532 0151 1283 0366") == "4532********0366"


def test_masks_of_short_values() -> None:
    """A value of one or a few characters is not shown by its mask."""
    assert masked("name", "王") == "*"
    assert masked("name", "王芳") == "王*"
    assert masked("mail", "a@qq.com") == "***@qq.com"
    assert masked("network", "3c0a1b2c3d4e") == "3c**********"
    for style in ("edge", "id", "card", "address", "plate"):
        assert set(masked(style, "123")) == {"*"} or masked(style, "123") == "1***", style
    for style in ("edge", "id", "card", "mobile", "mail", "name", "address", "network", "key", "date", "secret"):
        for value in ("1", "12", "a@", "@b.cn", "1.2"):
            assert value not in masked(style, value) or value == "@b.cn", (style, value)


def test_column_reason(engine: Engine) -> None:
    """A full column adds, a thin one of enough cells takes away, anything between says nothing."""
    kinds = {kind.detector: place for place, kind in enumerate(engine.kinds)}
    full = engine.column_reason(kinds["cn_mobile"], 0.96, 500)
    thin = engine.column_reason(kinds["cn_mobile"], 0.05, 500)
    assert full
    assert (full.code, full.points, full.detail) == ("column_share", 3, "96 %")
    assert thin
    assert thin.points == -3
    assert engine.column_reason(kinds["cn_mobile"], 0.05, 5) is None
    assert engine.column_reason(kinds["cn_mobile"], 0.4, 500) is None
    assert engine.column_reason(kinds["password"], 0.01, 500) is None


def test_labels() -> None:
    """The noun at the end of a column's name decides; pinyin initials are known."""
    spec = next(spec for spec in detectors() if spec.id == "cn_mobile")
    assert [role_of(label, spec) for label in ("sjh", "客户手机号", "orderPhone", "phone_1", "CONTACT_PHONE_NO")] == [
        1
    ] * 5
    assert [role_of(label, spec) for label in ("订单号", "phoneOrderId", "order_no", "trace-id", "手机号订单号")] == [
        -1
    ] * 5
    assert [role_of(label, spec) for label in ("", "备注", "remark", "microphones")] == [0] * 4


def test_huge_cell(engine: Engine) -> None:
    """One line of many megabytes is read like any other."""
    text = "x y " * (3 << 20) + "电话13813572468"
    chunk = chunk_of([text])
    assert seen(engine, chunk, engine.detect(chunk)) == [(0, "contact.mobile", "13813572468")]


def test_threads(engine: Engine) -> None:
    """Several threads share one engine."""
    made = Generator(1)
    chunks = [
        chunk_of([f"password={made.password()} mysql://a:{made.password()}@h/x 手机{made.cn_mobile()}"] * 50)
        for _ in range(4)
    ]
    counts: list[int] = []
    threads = [threading.Thread(target=lambda c=c: counts.append(len(engine.detect(c)))) for c in chunks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [150] * 4


def test_cache_is_sealed(tmp_path: Path) -> None:
    """Compiled patterns are kept, and a file that was tampered with is compiled anew."""
    Engine(key=KEY, names=False, presidio=False, cache_dir=tmp_path)
    files = sorted(tmp_path.iterdir())
    assert files
    content = bytearray(files[0].read_bytes())
    content[-1] ^= 1
    files[0].write_bytes(content)
    again = Engine(key=KEY, names=False, presidio=False, cache_dir=tmp_path)
    assert files[0].read_bytes() != bytes(content)
    assert [match.infotype for match in again.inspect("password=Tr0ub4dor&3")] == ["auth.password"]


def test_key_length() -> None:
    """A key of another length is refused."""
    with pytest.raises(DetectorError):
        Engine(key=b"short", names=False, presidio=False)
