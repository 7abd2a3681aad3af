"""Secrets given to a name: secret, api key or access token, an equals sign or colon, and a random value."""

from detectors.engine.spec import DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="secret_assignment",
    infotype="auth.key",
    zh="密钥赋值",
    en="Secret assignment",
    patterns=(
        Pattern(
            r"(?i:secret|secret_?key|secretaccesskey|api_?key|apikey|access_?token|auth_?token|private_?token|app_?secret|client_?secret)"
            r"[\"']?[ \t]{0,3}[:=]",
            "[^0-9A-Za-z]",
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
