"""The words the name rules know: labels of fields, titles, counter-words, and the shipped lists of names and places."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

FOLDER: Final = Path(__file__).parent / "data"

LabelKind = Literal["person", "address", "org", "other"]

HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff"

_PERSON_LABEL: Final = re.compile(
    r"姓\s*名|名字|联系人|收[件货]人|寄件人|发件人|收款人|付款人|户名|户主|持卡人|法人(?!单位|机构)|法定代表人|代表人|"
    r"负责人|经[办手]人|申请人|投保人|被保险人|受益人|监护人|紧急联系|借款人|担保人|当事人|委托人|承租人|出租人|患者|病人|"
    r"乘客|旅客|学生|员工|客户名|客户姓|会员名|业主|家长|导师|教师|医生|司机|驾驶员|签[收字]人|被访者|(?:父亲|母亲|配偶|子女)"
)
_PERSON_LABEL_LATIN: Final = re.compile(
    r"^(?:(?:real|full|true|user|cust(?:omer)?|client|contact|member|patient|student|emp(?:loyee)?|staff|receiver|"
    r"recipient|consignee|owner|holder|payee|payer|buyer|seller|legal|person|guest|driver|applicant|guardian|"
    r"parent|teacher|doctor|cn|zh)[_\- ]?)*(?:name|xm|xingming|fullname|realname|username_cn|contact|receiver|recipient|"
    r"consignee|linkman|khxm|lxr|sjr|legal_?person)(?:[_\- ]?(?:cn|zh))?\d?$",
    re.IGNORECASE,
)
_ADDRESS_LABEL: Final = re.compile(r"地址|住址|住所|居住地|户籍地|户口所在|籍贯地|家庭所在|收货地|门牌")
_ADDRESS_LABEL_LATIN: Final = re.compile(
    r"(?:^|[_\- .])(?:addr(?:ess)?|dz|zz|jtzz|txdz|lxdz|street)\d?(?:$|[_\- .])", re.IGNORECASE
)
_NOT_POSTAL: Final = re.compile(
    r"邮箱|邮件|e-?mail|mac|ip(?:v[46])?(?:$|[^a-z])|url|网址|网络|钱包|wallet|物理", re.IGNORECASE
)
_ORG_LABEL: Final = re.compile(r"公司|单位(?!价|重)|企业|机构|工作单位|就职|雇主|学校|院校|开户行|供应商|甲方|乙方")
_ORG_LABEL_LATIN: Final = re.compile(
    r"(?:^|[_\- .])(?:company|corp(?:oration)?|org(?:ani[sz]ation)?|employer|enterprise|firm|gsmc|dwmc|gs|dw)"
    r"(?:[_\- .]?name)?(?:$|[_\- .])",
    re.IGNORECASE,
)
_OTHER_LABEL: Final = re.compile(
    r"商品|产品|品名|品牌|货品|物料|部门|科室|职[位务称]|岗位|状态|文件|分类|类别|类型|项目|标题|课程|书名|歌|影片|"
    r"角色|菜|药[品名]|药|型号|规格|颜色|专业|学科|科目|版本|模块|系统|表名|字段|昵称|网名|用户名|账号名|账户名|登录名|性别|"
    r"民族|城市|省份|区县|国家|国籍|性质|方式|渠道|来源|等级|级别|备注|说明|描述|内容|时间|日期|编号|号码|电话|手机"
)
_OTHER_LABEL_LATIN: Final = re.compile(
    r"(?:^|[_\- .])(?:product|goods|item|sku|brand|dept|department|position|post|job|title|status|state|file|path|"
    r"category|type|class|project|course|book|song|role|table|column|field|host|server|domain|module|version|model|"
    r"nick|login|city|province|country|gender|sex|nation|remark|note|memo|desc(?:ription)?|color|colour)",
    re.IGNORECASE,
)

_NOT_THE_PERSON: Final = re.compile(r"电话|手机|号|证|编|地|时间|日期|数量|关系|类型|状态|邮箱|id$", re.IGNORECASE)
_NOT_THE_ORG: Final = re.compile(r"电话|代码|编|号|性质|类型|规模|邮")
_LABELS: Final[tuple[tuple[LabelKind, tuple[re.Pattern[str], ...], re.Pattern[str] | None], ...]] = (
    ("other", (_NOT_POSTAL,), None),
    ("address", (_ADDRESS_LABEL, _ADDRESS_LABEL_LATIN), None),
    ("person", (_PERSON_LABEL,), _NOT_THE_PERSON),
    ("other", (_OTHER_LABEL_LATIN,), None),
    ("person", (_PERSON_LABEL_LATIN,), None),
    ("org", (_ORG_LABEL, _ORG_LABEL_LATIN), _NOT_THE_ORG),
    ("other", (_OTHER_LABEL,), None),
)
"""Kinds of label in the order of asking: the words that tell one, and the words beside them that deny it."""

_GENERIC_NAME: Final = re.compile(r"(?:user[_\- ]?|full[_\- ]?)?name\d?|名字", re.IGNORECASE)

CONTEXT_ADDRESS: Final = re.compile(
    r"(?:地址|住址|住所|居住地|户籍地|户籍|家住|现住|居住在|住在|暂住|送到|寄到|寄往|送至|坐落于|位于)(?:[是为：:在于\s（(\"“]{0,3})$"
    r"|(?:addr(?:ess)?|dz|street)\\?[\"']?\s?[:=>]\s?\\?[\"']?$",
    re.IGNORECASE,
)
LABELLED_ADDRESS: Final = re.compile(r"(?:地\s{0,4}址|住\s{0,4}址|住所|户籍地|居住地|门牌)\s{0,3}[：:]\s{0,3}(?=\S)")
BEFORE_ADDRESS: Final = re.compile(
    r"(?:送到|送至|送往|寄到|寄往|寄至|住在|家住|家在|现住|住址|地址|搬到|搬至|快递到|位于|坐落于|坐落在|前往|到达)"
    r"(?:是|为|[：:])?[ \u3000]{0,3}(?=[\u4e00-\u9fff0-9])"
)
"""Words after which a street or an estate with a number is an address without any town."""
ORG_SUFFIX: Final = re.compile(
    r"(?:公司|集团|银行|医院|大学|学院|学校|中学|小学|幼儿园|分行|支行|营业部|事务所|研究院|研究所|委员会|协会|基金会|"
    r"合作社|出版社|报社|电视台|厂|局|厅|部|处|所|店|中心|有限合伙|工作室|法院|检察院|派出所|商行|经营部)$"
)
ORG_WHOLE: Final = re.compile(
    rf"^[{HAN}A-Za-z0-9（）()·&\-]{{2,40}}(?:公司|集团|银行|医院|大学|学院|学校|中学|小学|幼儿园|分行|支行|事务所|研究院|研究所|"
    rf"委员会|协会|基金会|合作社|工作室|法院|检察院|派出所|商行|经营部|厂|局|厅|中心)(?:[（(][{HAN}]{{2,12}}[）)])?$"
)

POSITION_END: Final = re.compile(
    r"(?:经理|总监|主管|主任|工程师|专员|助理|部长|局长|处长|科长|院长|校长|会计|出纳|文员|秘书|顾问|代表|司机|保安|"
    r"部|局|处|科|组|队|室|厂|店|公司|集团|中心|银行|医院|大学|学院|学校|省|市|区|县|镇|乡|村|街道|路|小区|卡|费|款|机|器|"
    r"仪|车|服|鞋|裤|衣|帽|包|箱|盒|杯|壶|灯|桌|椅|柜|床|奶|茶|酒|饭|菜|肉|鱼|油|饼|糖|药|液|膏|霜|粉|片|丸|针|税|险)$"
)


def label_kind(label: str) -> LabelKind | None:
    """What a column called `label` holds, by its words: None where they say nothing."""
    text = label.strip()
    for kind, tells, denies in _LABELS:
        if any(pattern.search(text) for pattern in tells) and not (denies and denies.search(text)):
            return kind
    return None


def names_persons(label: str) -> bool:
    """Whether a label of the kind `person` can mean nothing else: 姓名 and `real_name` do, `name` does not."""
    return _GENERIC_NAME.fullmatch(label.strip()) is None


@lru_cache(maxsize=1)
def family_names() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Common single, rare single and compound family names."""
    groups: list[set[str]] = []
    for line in (FOLDER / "family_names.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            groups.append(set())
        else:
            groups[-1].update(line.split() if " " in line else line)
    common, rare, compound = groups
    return frozenset(common), frozenset(rare), frozenset(compound)


@lru_cache(maxsize=1)
def divisions() -> frozenset[str]:
    """Full names of provinces, cities and districts, and the short forms of provinces and cities."""
    names: set[str] = set()
    for line in (FOLDER / "divisions.txt").read_text(encoding="utf-8").splitlines():
        province, city, *districts = line.split()
        names.update(name for name in (province, city, *districts) if len(name) > 1)
        names.update(short_form(name) for name in (province, city) if len(name) > 2)
    return frozenset(names)


def short_form(name: str) -> str:
    """A province or city without its rank: 广东省 is 广东, 内蒙古自治区 is 内蒙古."""
    return re.sub(r"(?:维吾尔|壮族|回族)?自治区$|(?<=..)[省市]$|(?<=..)地区$", "", name)


@lru_cache(maxsize=1)
def not_names() -> frozenset[str]:
    """Common words of two to five characters that begin like a family name."""
    return frozenset((FOLDER / "not_names.txt").read_text(encoding="utf-8").split())


@lru_cache(maxsize=1)
def brands() -> frozenset[str]:
    """Brands, dishes, places and figures of speech that read like personal names."""
    return frozenset(_listed("brands.txt"))


@lru_cache(maxsize=1)
def given_characters() -> frozenset[str]:
    """Characters that given names are made of."""
    return frozenset("".join(_listed("given_characters.txt")))


def _listed(file: str) -> list[str]:
    lines = (FOLDER / file).read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]
