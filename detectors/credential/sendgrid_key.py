"""SendGrid keys: SG, and two parts divided by points."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="sendgrid_key",
    infotype="auth.key",
    zh="SendGrid 密钥",
    en="SendGrid key",
    patterns=(Pattern(r"SG\.[0-9A-Za-z_\-]{22}\.[0-9A-Za-z_\-]{43}", NOT_WORD, r"[^0-9A-Za-z_\-]"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
