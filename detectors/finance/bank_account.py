"""Accounts at a bank that are no card: nine to thirty digits beside their name, as companies have them."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern, whole

_NAME = r"(?:对公(?:账户|账号|帐号)|银行(?:账户|账号|帐号)|收款(?:账户|账号|帐号)|付款(?:账户|账号|帐号)|开户(?:账户|账号|帐号)|结算(?:账户|账号|帐号)|证券账户|资金账号|基金账号|(?i:bank account (?:no|number)|a/c no)\.?)"
_SIGN = r"(?:[:= \t\"'#(]|：|（|号|码|为|是){0,6}"

DETECTOR = DetectorSpec(
    id="bank_account",
    infotype="fin.account",
    zh="银行账户账号",
    en="Bank account number",
    patterns=(Pattern(_NAME + _SIGN + r"\d[0-9]{7,28}\d", NOT_WORD, NOT_WORD, "digits"),),
    labelled=(whole(r"\d{9,30}"),),
    base=4,
    check="account",
    canonical="digits",
    mask="edge",
    context=(
        "开户行",
        "开户银行",
        "户名",
        "账户名称",
        "支行",
        "分行",
        "汇款",
        "beneficiary",
    ),
    labels=(
        "对公账户",
        "对公账号",
        "银行账号",
        "银行帐号",
        "收款账号",
        "付款账号",
        "开户账号",
        "结算账户",
        "证券账户",
        "资金账号",
        "基金账号",
        "bank_account",
        "bank_account_no",
        "yhzh",
        "dgzh",
    ),
    counter=(
        "商户",
        "应用",
        "登录",
    ),
)
