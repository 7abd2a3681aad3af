"""Secrets given to a name: secret, api key or access token, an equals sign or colon, and a random value."""

from detectors.engine.spec import DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="secret_assignment",
    infotype="auth.key",
    zh="密钥赋值",
    en="Secret assignment",
    patterns=(
        Pattern(
            r"(?i:secret|secret_?key|secret_?access_?key|access_?key_?secret|api_?key|access_?token|auth_?token"
            r"|private_?token)[\"']?[ \t]{0,3}[:=]",
            "[^0-9]",
            "",
            "assigned",
        ),
    ),
    check="secret",
    base=2,
    check_points=2,
    canonical="raw",
    mask="key",
    context=("密钥", "credential", "凭证", "令牌"),
    share=False,
)
