"""Tokens of HashiCorp Vault: service, batch and recovery."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="vault_token",
    infotype="auth.key",
    zh="Vault 令牌",
    en="Vault token",
    patterns=(Pattern(r"hv[sbr]\.[0-9A-Za-z_\-]{24,}", NOT_WORD, r"[^0-9A-Za-z_\-]"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
