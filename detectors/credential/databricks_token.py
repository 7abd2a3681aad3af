"""Databricks tokens: dapi and thirty-two hexadecimal digits."""

from detectors.engine.spec import DetectorSpec, word

DETECTOR = DetectorSpec(
    id="databricks_token",
    infotype="auth.key",
    zh="Databricks 令牌",
    en="Databricks token",
    patterns=(word(r"dapi[0-9a-f]{32}(?:-[0-9])?"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
