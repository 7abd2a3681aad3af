"""Anthropic keys: sk-ant, the kind with two digits, and a long tail."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="anthropic_key",
    infotype="auth.key",
    zh="Anthropic 密钥",
    en="Anthropic key",
    patterns=(Pattern(r"sk-ant-[a-z]{3,8}[0-9]{2}-[0-9A-Za-z_\-]{40,}", NOT_WORD, r"[^0-9A-Za-z_\-]"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
