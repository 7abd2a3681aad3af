"""Keys of Azure storage accounts and shared access keys, in their connection strings."""

from detectors.engine.spec import DetectorSpec, Pattern

_SIGN = r"[\"']?[ \t]{0,3}(?:[:=]|：)"

DETECTOR = DetectorSpec(
    id="azure_storage_key",
    infotype="auth.key",
    zh="Azure 存储密钥",
    en="Azure storage key",
    patterns=(Pattern(r"(?:AccountKey|SharedAccessKey)" + _SIGN, "", "", "assigned"),),
    check="secret",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
