"""Personal names in sentences, forms, markup and records; brands and words that are none."""

import pytest

from detectors.ner.names import is_name, is_typical
from detectors.ner.reading import Reader
from detectors.ner.sight import PERSON
from detectors.ner.words import brands, given_characters

NAMES = [
    "王芳",
    "李伟",
    "郭楷",
    "宫钰",
    "林群",
    "丁一",
    "白雪",
    "安宁",
    "莫立群",
    "陈亚男",
    "卢亚男",
    "舒少华",
    "石文凤",
    "金桂英",
    "毛新宇",
    "江海涛",
    "林森木",
    "张三丰",
    "王二小",
    "孙小圣",
    "郑爽然",
    "陈秋月",
    "褚遂平",
    "卫国强",
    "蒋碧薇",
    "沈从武",
    "韩梅梅",
    "项天佑",
    "祝英豪",
    "董存义",
    "杜若兰",
    "阮含笑",
    "蓝采薇",
    "席慕云",
    "季光耀",
    "麻德胜",
    "贾兴邦",
    "路福生",
    "江巧云",
    "童群冰",
    "颜柏林",
    "梅楷诗",
    "范冰洁",
    "明晓彤",
    "戴振华",
    "谈素芬",
    "宋启航",
    "庞佩玲",
    "方立民",
    "牛大力",
    "欧阳修远",
    "上官婉云",
    "诸葛青山",
    "司马光明",
    "慕容雪",
    "令狐一鸣",
    "皇甫少卿",
    "尉迟敬",
    "夏侯文",
    "端木青",
    "东方晓",
    "公孙离",
    "宇文泰来",
    "司徒雅",
    "上官月",
    "欧阳平",
]
PROSE = (
    "{}昨天没有来上班。", "会议由{}主持，十点结束。", "{}说这件事他不清楚。", "请把材料交给{}，谢谢。", "经核实，{}的手机号已经停用。",
    "我和{}是大学同学。", "客户{}来电咨询退款进度。", "快递已由{}签收。", "退款请打到{}的账户。", "本公司与{}签订了劳动合同。",
    "{}女士购买了两张机票。", "{}于2024年3月1日到公司报到。",
)  # fmt: skip
FORMS = (
    "户名{}卡号6222021234567890123有效", "收款人 {}", "持卡人：{}", "法定代表人：{}", "经办人:{};电话:13800000000", "联系人【{}】",
    "寄件人{}，收件人待定", "患者{}，男，45岁", "家长{}已签字", "监护人: {}", "{}13800000000", '"name": "{}", "tel": "13800000000"',
    '{{"realName":"{}","age":30}}', '{{\\"customer_name\\": \\"{}\\"}}', "<name>{}</name><tel>13800000000</tel>",
    "INSERT INTO t VALUES (12,'{}','13800000000','x');", "user={} mobile=13800000000 ok", "{},13800000000,250113,a@b.cn",
    "| {} | 13800000000 | 110 |", "{}/13800000000", "xm={}&age=3", "owner: '{}' # 13800000000",
)  # fmt: skip
NOT_PERSONS = (
    "这双李宁跑鞋很轻便", "买了两罐王老吉", "张小泉剪刀很好用", "周大福黄金今日价格", "老干妈辣酱卖完了", "马应龙麝香痔疮膏", "海尔冰箱维修",
    "安踏和李宁都在打折", "方太油烟机售后", "康师傅红烧牛肉面", "李锦记蚝油", "曹操出行的优惠券", "周黑鸭又开新店", "白象方便面", "江小白和张裕",
    "张家界旅游攻略", "王府井步行街人很多", "陆家嘴的租金", "徐家汇地铁站", "石家庄到郑州的火车", "黄鹤楼门票", "和平路上的店",
    '{"product":"金龙鱼","price":30}', '{"name":"王老吉","price":5}', "<name>高级会员</name>", "<td>温度</td><td>平均</td>",
    "INSERT INTO goods VALUES (1,'高粱酒','12.5');", "单价,数量,金额", "方便面,12,30.5", "白糖,5kg,12", '"name": "金卡会员", "id": 3',
    "key=成功 code=0", "状态=正常 耗时=12ms", "高铁票,2,500", "任务调度失败，等待重试", "程序启动成功，连接数据库", "于是大家都走了", "时间到了就关门",
    "高峰期请避开", "毛利率上升", "关闭连接池，释放资源", "mysql://用户:密码@主机:端口/名称", "收款人：付款人", "姓名：密码", "温馨提示",
)  # fmt: skip


def found(text: str, least: int = 4) -> list[str]:
    """The personal names of `text`, as the detector reads it: every digit a zero."""
    plain = "".join("0" if sign in "123456789" else sign for sign in text)
    (sighted,) = Reader().read([plain])
    return [text[s.start : s.end] for s in sighted if s.infotype == PERSON and s.points >= least]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def spans(reader: Reader, template: str, name: str, least: int) -> tuple[tuple[int, int], list[tuple[int, int]]]:
    """Where `name` stands in the text made of `template`, and the spans of persons that touch it."""
    text = template.format(name)
    at = text.index(name)
    plain = "".join("0" if sign in "123456789" else sign for sign in text)
    (sighted,) = reader.read([plain])
    touching = [
        (s.start, s.end)
        for s in sighted
        if s.infotype == PERSON and s.points >= least and s.start < at + len(name) and at < s.end
    ]
    return (at, at + len(name)), touching


@pytest.mark.parametrize("template", [*PROSE, *FORMS])
def test_names_are_never_cut(reader: Reader, template: str) -> None:
    """Of 66 names in any context, at most two are found with a part left out."""
    cut = []
    for name in NAMES:
        (start, end), touching = spans(reader, template, name, 4)
        if touching and (min(touching)[0] > start or max(end for _, end in touching) < end):
            cut.append(name)
    assert len(cut) <= 2, cut


@pytest.mark.parametrize("template", PROSE)
def test_names_in_sentences(reader: Reader, template: str) -> None:
    """Without any label, four of five names are found whole at medium; most of them read like common words."""
    whole = [name for name in NAMES if spans(reader, template, name, 4)[1] == [spans(reader, template, name, 4)[0]]]
    assert len(whole) >= 0.72 * len(NAMES), sorted(set(NAMES) - set(whole))


@pytest.mark.parametrize("template", FORMS)
def test_names_in_records(reader: Reader, template: str) -> None:
    """Behind a label, in markup, SQL, CSV and beside a telephone number nearly every name is found whole at medium."""
    whole = [name for name in NAMES if spans(reader, template, name, 4)[1] == [spans(reader, template, name, 4)[0]]]
    assert len(whole) >= 0.94 * len(NAMES), sorted(set(NAMES) - set(whole))


@pytest.mark.parametrize("text", NOT_PERSONS)
def test_brands_places_and_words(text: str) -> None:
    """Brands, dishes, places and common words are no persons at medium."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("收件人：李宁", "李宁"),
        ("李宁女士来电", "李宁"),
        ("我叫周大福，身份证号", "周大福"),
        ("经办人 张小泉", "张小泉"),
    ],
)
def test_persons_called_like_brands(text: str, name: str) -> None:
    """Where the words around speak of a person, a brand's name is a person's."""
    assert found(text) == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("患者阿卜杜拉·买买提来到医院就诊", "阿卜杜拉·买买提"), ("艾尼瓦尔·吐尔逊说他明天去", "艾尼瓦尔·吐尔逊"),
        ("户名迪丽热巴·迪力木拉提卡号6222", "迪丽热巴·迪力木拉提"), ('{"name":"古丽娜尔·阿不都热合曼"}', "古丽娜尔·阿不都热合曼"),
        ("联系人：努尔买买提•艾合买提，电话13", "努尔买买提•艾合买提"), ("收件人 卓玛·次仁", "卓玛·次仁"),
        ("请通知古丽·买买提", "古丽·买买提"), ("买买提・艾力的包裹", "买买提・艾力"),
    ],
)  # fmt: skip
def test_names_with_a_dot_are_whole(text: str, name: str) -> None:
    """Names of minorities are one span, whichever dot they are written with."""
    assert found(text) == [name]


def test_two_names_without_a_mark() -> None:
    """Names apart by a slash or by 和 are two."""
    assert found("李雷和韩梅梅是同学") == ["李雷", "韩梅梅"]
    assert found("张建国/李秀英 已到场") == ["张建国", "李秀英"]


def test_titles_are_not_of_the_name() -> None:
    """A title behind a name stays out of the span."""
    assert found("陈建国先生和刘玉兰女士已签字") == ["陈建国", "刘玉兰"]


def test_a_family_name_with_a_title() -> None:
    """A family name and a title name one of many: found at low."""
    assert found("刘女士说她的订单没有发货", 2) == ["刘女士"]
    assert found("刘女士说她的订单没有发货") == []


def test_lists() -> None:
    """No brand passes for a name by itself; given characters are Chinese and none is a particle."""
    assert not {"的", "了", "于", "是", "在"} & given_characters()
    assert all(2 <= len(brand) <= 6 for brand in brands())
    assert is_typical("欧阳明辉")
    assert not is_typical("电话")
    assert not is_name("赵某某", labelled=True)
