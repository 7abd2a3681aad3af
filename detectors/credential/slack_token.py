"""Slack tokens: xox, a kind letter, and groups with hyphens."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="slack_token",
    infotype="auth.key",
    zh="Slack 令牌",
    en="Slack token",
    patterns=(Pattern(r"xox[abprs]-[0-9A-Za-z\-]{10,80}", NOT_WORD, r"[^0-9A-Za-z\-]"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
