"""Tencent Cloud secret IDs: AKID and thirty-two characters."""

from detectors.engine.spec import DetectorSpec, word

DETECTOR = DetectorSpec(
    id="tencent_key",
    infotype="auth.key",
    zh="腾讯云 SecretId",
    en="Tencent Cloud secret ID",
    patterns=(word(r"AKID[0-9A-Za-z]{32}"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
