"""What a card holder must never tell: security codes beside their name, and track data of the magnetic stripe."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern, whole

_NAME = r"(?i:cvv2?|cvn2?|cvc2?|安全码|卡验证码|背面三位|security code)"

DETECTOR = DetectorSpec(
    id="card_secret",
    infotype="fin.card_secret",
    zh="银行卡安全码与磁道数据",
    en="Card security code and track data",
    patterns=(
        Pattern(_NAME + r"[\"'）) ]{0,3}(?:[:=]|：|为|是|is)?[ \"']{0,3}\d{3,4}", NOT_WORD, NOT_WORD, "digits"),
        Pattern(r"%B\d{13,19}\^[^\^\n]{2,26}\^\d{4}"),
        Pattern(r";\d{13,19}=\d{7}"),
    ),
    labelled=(whole(r"\d{3,4}"),),
    base=6,
    canonical="raw",
    mask="secret",
    context=("有效期", "卡号", "信用卡", "expiry", "exp"),
    labels=("cvv", "cvv2", "cvn", "cvn2", "cvc", "安全码", "security_code", "磁道", "track", "track2"),
    counter=("错误码", "error", "bug", "issue", "port"),
    share=False,
)
