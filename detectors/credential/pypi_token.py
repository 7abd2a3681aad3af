"""Upload tokens of the Python package index: pypi and a macaroon in base64."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="pypi_token",
    infotype="auth.key",
    zh="PyPI 令牌",
    en="PyPI token",
    patterns=(Pattern(r"pypi-AgE[0-9A-Za-z_\-]{40,}", NOT_WORD, r"[^0-9A-Za-z_\-]"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
