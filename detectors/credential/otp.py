"""One-time codes of messages: four to eight digits behind their name."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern, whole

_NAME = r"(?:短信验证码|验证码|校验码|动态码|动态密码|动态口令|(?i:verification code|one-time code|one-time password|otp|sms code))"
_SIGN = r"(?:[:= \t\"'#(]|：|（|号|码|为|是){0,6}"

DETECTOR = DetectorSpec(
    id="otp",
    infotype="auth.otp",
    zh="短信验证码",
    en="One-time code",
    patterns=(Pattern(_NAME + _SIGN + r"\d{4,8}", NOT_WORD, NOT_WORD, "digits"),),
    labelled=(whole(r"\d{4,8}"),),
    base=4,
    check="none",
    canonical="raw",
    mask="secret",
    context=(
        "短信",
        "分钟内有效",
        "请勿泄露",
        "登录",
        "sms",
    ),
    labels=(
        "验证码",
        "短信验证码",
        "校验码",
        "动态码",
        "otp",
        "otp_code",
        "sms_code",
        "verification_code",
        "yzm",
    ),
    counter=(
        "示例",
        "卡验证码",
        "有效期",
        "年",
        "错误码",
    ),
    share=False,
)
