"""Telegram bot tokens: the number of the bot, a colon, AA and thirty-three characters."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="telegram_token",
    infotype="auth.key",
    zh="Telegram 机器人令牌",
    en="Telegram bot token",
    patterns=(Pattern(r"[0-9]{8,10}:AA[0-9A-Za-z_\-]{33}", NOT_WORD, r"[^0-9A-Za-z_\-]"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
