"""JSON Web tokens of RFC 7519: three parts, the first two of them JSON objects."""

from detectors.engine.spec import DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="jwt",
    infotype="auth.key",
    zh="JSON Web 令牌",
    en="JSON Web token",
    patterns=(
        Pattern(
            r"eyJ[0-9A-Za-z_\-]{10,}\.eyJ[0-9A-Za-z_\-]{10,}\.[0-9A-Za-z_\-]{10,}",
            r"[^0-9A-Za-z_\-]",
            r"[^0-9A-Za-z_\-]",
        ),
    ),
    check="jwt",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
