"""Atlassian API tokens: ATATT3 and a long tail."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="atlassian_token",
    infotype="auth.key",
    zh="Atlassian 令牌",
    en="Atlassian token",
    patterns=(Pattern(r"ATATT3[0-9A-Za-z_\-]{40,}", NOT_WORD, r"[^0-9A-Za-z_\-]"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
