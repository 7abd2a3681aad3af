"""Where addresses and the names of firms begin and end."""

import pytest

from detectors.ner.reading import Reader
from detectors.ner.sight import ADDRESS, ORG


def found(text: str, infotype: str) -> list[str]:
    """What `text` holds of `infotype` at medium, read as the detector does: every digit a zero."""
    plain = "".join("0" if sign in "123456789" else sign for sign in text)
    (sighted,) = Reader().read([plain])
    return [text[s.start : s.end] for s in sighted if s.infotype == infotype and s.points >= 4]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("送到阳光里小区5号楼门口", "阳光里小区5号楼"), ("送到朝阳路12号门口。", "朝阳路12号"), ("地址：3栋502室", "3栋502室"),
        ("地址:阳光里5-302", "阳光里5-302"), ("收货地址 翠湖花园12栋3单元501", "翠湖花园12栋3单元501"), ("住址朝阳路12号，电话", "朝阳路12号"),
        ("我住在望京西园四区412号楼", "望京西园四区412号楼"), ("家在幸福里社区3号", "幸福里社区3号"), ("到月牙胡同8号院找我", "月牙胡同8号院"),
        ("请送到锦绣华庭2期3栋门卫", "锦绣华庭2期3栋"), ("苏州街3号院里有个超市", "苏州街3号院"), ("石桥铺正街77号附2号", "石桥铺正街77号附2号"),
        ("滨河新村3-2-501", "滨河新村3-2-501"), ("门牌：胜利巷甲5号", "胜利巷甲5号"), ("送到福田北街19号7栋302", "福田北街19号7栋302"),
        ("杭州市余杭区仓前街道良睦路1399号门前", "杭州市余杭区仓前街道良睦路1399号"),
        ("上海市徐汇区漕溪北路398号汇智大厦8楼前台收", "上海市徐汇区漕溪北路398号汇智大厦8楼"),
        ("现住福建省福州市鼓楼区温泉街道五四路128号恒力城写字楼", "福建省福州市鼓楼区温泉街道五四路128号恒力城写字楼"),
        ("寄到浙江省杭州市西湖区文三路478号华星时代广场A座1203室门口", "浙江省杭州市西湖区文三路478号华星时代广场A座1203室"),
    ],
)  # fmt: skip
def test_addresses_end_with_their_number(text: str, address: str) -> None:
    """An address is whole and takes in nothing of what follows: no 门 of 门口, no 里 of 院里."""
    assert found(text, ADDRESS) == [address]


@pytest.mark.parametrize(
    "text",
    [
        "在人民路和中山路交叉口集合",
        "他家在五道口附近",
        "我住在海边",
        "地址：无",
        "位于第3章第2节",
        "送到3个客户手中",
        "前往下一步",
    ],
)
def test_no_addresses(text: str) -> None:
    """Streets without a number and words after 送到 that tell no place are no addresses at medium."""
    assert found(text, ADDRESS) == []


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        ("杭州某某科技有限公司与张三签订合同", "杭州某某科技有限公司"), ("付款单位 某某贸易有限公司", "某某贸易有限公司"),
        ("我在上海明德信息技术股份有限公司上班", "上海明德信息技术股份有限公司"), ("委托北京金诚同达律师事务所代理", "北京金诚同达律师事务所"),
        ("立信会计师事务所（特殊普通合伙）出具了报告", "立信会计师事务所（特殊普通合伙）"),
        ("宁波梅山保税港区启明投资合伙企业（有限合伙）持股5%", "宁波梅山保税港区启明投资合伙企业（有限合伙）"),
        ("中国移动通信集团浙江有限公司杭州分公司", "中国移动通信集团浙江有限公司杭州分公司"),
        ("由甲方成都天府软件园有限公司负责", "成都天府软件园有限公司"), ('{"company":"广州蓝鲸物流有限公司","id":1}', "广州蓝鲸物流有限公司"),
        ("入职海南椰风实业集团有限公司满三年", "海南椰风实业集团有限公司"),
    ],
)  # fmt: skip
def test_firms(text: str, firm: str) -> None:
    """A firm with its legal form is found whole, known to the model or not."""
    assert found(text, ORG) == [firm]


@pytest.mark.parametrize("text", ["该公司与员工签约", "我们是一家有限公司", "公司规定如下", "有限公司的股东"])
def test_no_firms(text: str) -> None:
    """A legal form without a name is no firm."""
    assert found(text, ORG) == []
