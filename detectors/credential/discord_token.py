"""Discord bot tokens: the bot in base64, a time and a signature."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="discord_token",
    infotype="auth.key",
    zh="Discord 机器人令牌",
    en="Discord bot token",
    patterns=(
        Pattern(r"[MNO][0-9A-Za-z_\-]{23,27}\.[0-9A-Za-z_\-]{6}\.[0-9A-Za-z_\-]{27,38}", NOT_WORD, r"[^0-9A-Za-z_\-]"),
    ),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
