"""Google API keys: AIza and thirty-five characters."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="google_key",
    infotype="auth.key",
    zh="Google API 密钥",
    en="Google API key",
    patterns=(Pattern(r"AIza[0-9A-Za-z_\-]{35}", NOT_WORD, r"[^0-9A-Za-z_\-]"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
