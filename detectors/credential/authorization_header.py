"""Credentials in HTTP headers: Basic and Bearer with a random value."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="authorization_header",
    infotype="auth.key",
    zh="HTTP 认证头中的凭证",
    en="Credentials in an HTTP header",
    patterns=(
        Pattern(
            r"(?i:authorization)[\"']?[ ]?[:=][ ]?[\"']?(?i:basic|bearer|token) [0-9A-Za-z+_\-.]{16,}={0,2}",
            NOT_WORD,
            r"[^0-9A-Za-z+/=_\-.]",
            "secret",
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
