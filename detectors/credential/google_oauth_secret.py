"""Client secrets of Google OAuth: GOCSPX and twenty-eight characters."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="google_oauth_secret",
    infotype="auth.key",
    zh="Google OAuth 密钥",
    en="Google OAuth client secret",
    patterns=(Pattern(r"GOCSPX-[0-9A-Za-z_\-]{28}", NOT_WORD, r"[^0-9A-Za-z_\-]"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
