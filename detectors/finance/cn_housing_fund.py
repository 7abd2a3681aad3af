"""Accounts of the housing provident fund: nine to twenty digits, only beside their name."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern, whole

_NAME = r"(?:公积金(?:个人)?(?:账号|帐号|账户|客户号|编号|号)(?:号码)?|(?i:housing fund account))"
_SIGN = r"(?:[:= \t\"'#(]|：|（|号|码|为|是){0,6}"

DETECTOR = DetectorSpec(
    id="cn_housing_fund",
    infotype="cn.housing_fund",
    zh="住房公积金账号",
    en="Housing fund account",
    patterns=(Pattern(_NAME + _SIGN + r"\d{9,20}", NOT_WORD, NOT_WORD, "digits"),),
    labelled=(whole(r"\d{9,20}"),),
    base=4,
    check="serial",
    canonical="digits",
    mask="edge",
    context=(
        "公积金",
        "缴存",
        "住房公积金",
    ),
    labels=(
        "公积金账号",
        "公积金个人账号",
        "公积金账户",
        "公积金号",
        "住房公积金账号",
        "gjjzh",
        "housing_fund_account",
    ),
)
