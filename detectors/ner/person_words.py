"""The words around personal names: labels and keys before them, titles, verbs and fields behind them."""

import re
from typing import Final

from detectors.ner.names import DOTS
from detectors.ner.words import HAN

ROLES: Final = (
    "姓\\s{0,4}名|名字|联系人|收[件货]人|寄件人|发件人|收款人|付款人|汇款人|户名|户主|持[卡票]人|法定代表人|法人代表|法人|"
    "负责人|经[办手]人|申[请报]人|投保人|被保险人|受益人|监护人|借款人|贷款人|担保人|保证人|当事人|委托人|受托人|代理人|承租人|出租人|"
    "债务人|债权人|买受人|出卖人|转让人|受让人|签[字收署]人|填[表报]人|制[表单]人|审[核批]人|复核人|开票人|领[用取]人|报[案告]人|"
    "证明人|推荐人|介绍人|见证人|患者|病人|旅客|乘客|业主|家长|房东|租客|股东|学生|学员|考生|员工|职工|会员|司机|驾驶员|"
    "主治医[师生]|班主任|嫌疑人|被告人?|原告|证人"
)
"""Words that are followed by the name of a person, in forms and in sentences."""
_PARTIES: Final = "甲方|乙方|丙方|丁方|出租方|承租方|买方|卖方|转让方|受让方|客户|用户|本人|我叫|名叫|叫做|父亲|母亲|配偶|丈夫|妻子|儿子|女儿"
ROLE: Final = re.compile(rf"{ROLES}|{_PARTIES}|代表人")
_FIELDS: Final = (
    r"卡号|帐号|账号|账户|帐户|开户|银行|电话|手机|联系|身份证|证件|性别|[男女](?:$|[性，, ])|年龄|出生|生日|地址|住址|邮箱|工号|学号|编号|签[字收名]|"
    r"已|于|在|因|与|和|的|说|来|为|是|向|将|，"
)
_PREFIX: Final = (
    "real|full|true|cust(?:omer)?|client|contact|member|patient|student|emp(?:loyee)?|staff|receiver|recipient|consignee|"
    "owner|holder|payee|payer|buyer|seller|legal|person|guest|driver|applicant|guardian|parent|teacher|doctor|sender|account"
)
_KEY: Final = (
    rf"(?:(?:{_PREFIX})[_\- ]?name|xm|xing_?ming|receiver|recipient|consignee|link_?man|khxm|lxr|sjr|legal_?person|payee|payer|"
    r"guardian|patient|contacts?)"
)
_ANY_KEY: Final = (
    r"(?:[a-z_\-]{0,12}name|user|owner|author|operator|assignee|creator|updater|approver|reviewer|sender|member|customer|"
    r"student|teacher|doctor|driver|buyer|seller|person|by|from|to)"
)
_VALUE: Final = rf"(?P<value>[{HAN}]{{2,4}}|[{HAN}][ \u3000]{{1,4}}[{HAN}]|[{HAN}]{{1,8}}(?:[{DOTS}][{HAN}]{{1,8}}){{1,3}})(?![{HAN}{DOTS}])"
_OPEN: Final = r"\\?[\"'“‘「【\[（(]?"

CONTEXT_PERSON: Final = re.compile(
    rf"(?:{ROLES}|{_PARTIES}|身份证)(?:姓名|名称|[）)])?[是为叫：:\s（(【\[\"“]{{0,3}}$"
    rf"|(?<![A-Za-z]){_KEY}\\?[\"']?\s?[:=>]\s?\\?[\"']?$",
    re.IGNORECASE,
)
"""What stands before a name, at the end of the text before it."""
LABELLED: Final = re.compile(
    rf"(?:{ROLES}|{_PARTIES})(?:姓名)?(?:[（(][{HAN}]{{1,4}}[）)])?[\"'”’*]{{0,2}}\s{{0,3}}[：:=＝|]\s{{0,3}}{_OPEN}{_VALUE}"
)
"""A label, a mark and a name that ends where the Chinese characters end."""
KEY: Final = re.compile(rf"(?<![A-Za-z]){_KEY}\\?[\"']?\s?$", re.IGNORECASE)
"""A key of a program that can mean nothing but a person, at the end of the text before a mark."""
ANY_KEY: Final = re.compile(rf"(?<![A-Za-z]){_ANY_KEY}\\?[\"']?\s?$", re.IGNORECASE)
"""The same with a key that may mean a person."""
KEYED: Final = re.compile(rf"[:=>]{{1,2}}\s?{_OPEN}{_VALUE}")
"""A mark and what may be a name behind it."""
LONGEST_KEY: Final = 30
_SOUNDS: Final = (
    "阿艾买提古丽尔木合江热依力吐孜米拉克巴布麦娜扎迪努斯伊沙哈肉帕塔西卡玛次仁格桑达瓦旺姆尼亚萨赛夏比曼都孜别吾库尔班玉素甫赫德莱"
    "卓嘎央金洛贡多吉土旦珠平措顿益登加才让南木朗杰确"
)
DOTTED: Final = re.compile(rf"[{_SOUNDS}]{{2,8}}(?:[{DOTS}・][{_SOUNDS}]{{2,8}}){{1,2}}")
"""A name with a dot in the characters that write the sounds of Uyghur, Kazakh and Tibetan."""
GLUED: Final = re.compile(
    rf"(?:{ROLES}|我叫|名叫)(?:姓名)?[ \u3000\t]{{0,3}}(?P<value>[{HAN}]{{2,4}}?)(?=$|[^{HAN}{DOTS}]|{_FIELDS})"
)
"""A label and a name without a mark between, up to the next field."""
CELL: Final = re.compile(
    rf"(?:^|(?<=[\s\"'“”|,;/<>(（\[=:：0-9\]])){_VALUE}(?=$|[\s\"'“”|,;/<>)）\[\]0-9])", re.MULTILINE
)
"""Two to four Chinese characters alone between the marks of some structure."""
PERSONAL_NUMBER: Final = re.compile(
    r"(?<![0-9A-Za-z])(?:1[0-9]{10}|0{11}|[0-9]{17}[0-9Xx])(?![0-9A-Za-z])|[A-Za-z0-9._%+-]{1,40}@[A-Za-z0-9-]{1,40}\."
)
"""Numbers and addresses that stand beside a name in a record; digits may have been written as zeros."""

_TITLES: Final = (
    "先生|女士|小姐|太太|夫人|同志|同学|老师|教授|博士|医生|大夫|护士|律师|法官|警官|经理|总监|主任|主管|处长|局长|科长|书记|院长|"
    "校长|师傅|总裁|董事长|厂长|队长|班长|会计|工程师|阿姨|叔叔|大爷|大妈"
)
TITLE_AFTER: Final = re.compile(rf"(?:{_TITLES}|总(?![是之的得计共经数结算额量部])|工(?![作人程业资厂会]))")
TITLE_AT_END: Final = re.compile(rf"(?:{_TITLES}|总)$")
PERSON_AFTER: Final = re.compile(
    r"(?:本人|自己|告诉|表示|认为|出生|毕业|签[字收名]|来电|入职|离职|报到|参[加与]|出席|主持|说|今年[0-9]|（[男女]|[（(]身份证)"
)
"""What persons do; goods and firms do not."""
GOODS_AFTER: Final = re.compile(
    r"(?:牌|跑鞋|球鞋|运动|鞋|服饰|剪刀|菜刀|黄金|珠宝|首饰|金店|凉茶|辣酱|酱油|食品|饮料|冰箱|空调|电视|家电|橱柜|油烟机|方便面|"
    r"烤鸭|鸭脖|火锅|麻辣烫|十三香|旗舰店|专卖店|门店|分店|超市|药店|药房|药业|集团|股份|科技|出行|直播间|同款|代言|限时|折扣|"
    r"街|路|桥|镇|村|站|机场|广场|公园|大厦|故里|故居|纪念馆|杯|奖)"
)
BOUNDARY_AFTER: Final = re.compile(
    rf"$|[^{HAN}{DOTS}]|[的等于在与和及同对向由因从已未将曾也都就还又再被把让给说称是为有来去到]|{_TITLES}|表示|认为|手机|电话|身份|"
    r"账户|账号|卡号|昨|今|签|购|主|入|出|本|女|男|先|参|提|申|办|完|收|联|住|毕|担|负"
)
"""What stands behind a whole name."""
