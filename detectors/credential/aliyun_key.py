"""Alibaba Cloud access key IDs: LTAI and twelve to twenty-four characters."""

from detectors.engine.spec import DetectorSpec, word

DETECTOR = DetectorSpec(
    id="aliyun_key",
    infotype="auth.key",
    zh="阿里云 AccessKey",
    en="Alibaba Cloud access key",
    patterns=(word(r"LTAI[0-9A-Za-z]{12,24}"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
