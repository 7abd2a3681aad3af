"""Private keys of merchants of Alipay and other payment services, given to their names without PEM lines."""

from detectors.engine.spec import DetectorSpec, Pattern

_SIGN = r"[\"']?[ \t]{0,3}(?:[:=]|：)"

DETECTOR = DetectorSpec(
    id="payment_private_key",
    infotype="auth.key",
    zh="支付商户私钥",
    en="Merchant private key",
    patterns=(
        Pattern(
            r"(?:(?i:app|merchant|alipay|mch|rsa2?)[._]?(?i:private[._]?key)|应用私钥|商户私钥)" + _SIGN,
            "",
            "",
            "assigned",
        ),
    ),
    check="secret",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
