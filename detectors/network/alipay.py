"""Alipay user IDs: 2088 and twelve digits, beside the name of the service."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern, whole

_NAME = r"(?:支付宝(?:用户|账户|账号|商户|合作者|会员)?(?:号|ID|id|身份)*|(?i:alipay(?:[_ ]?(?:user|account|uid|id|pid|no)){0,3}|seller_id|buyer_id|buyer_user_id))"
_SIGN = r"(?:[:= \t\"'#(]|：|（|号|码|为|是){0,6}"

DETECTOR = DetectorSpec(
    id="alipay",
    infotype="net.alipay",
    zh="支付宝用户号",
    en="Alipay user ID",
    patterns=(Pattern(_NAME + _SIGN + r"2088\d{12}", NOT_WORD, NOT_WORD, "digits"),),
    labelled=(whole(r"2088\d{12}"),),
    base=4,
    check="serial",
    canonical="digits",
    mask="edge",
    context=(
        "支付宝",
        "收款",
        "付款",
    ),
    labels=(
        "支付宝",
        "支付宝账号",
        "支付宝用户号",
        "支付宝uid",
        "alipay",
        "alipay_id",
        "alipay_user_id",
        "zfb",
        "zfbzh",
    ),
)
