"""Baidu Cloud access keys: ALTAK and twenty-one characters."""

from detectors.engine.spec import DetectorSpec, word

DETECTOR = DetectorSpec(
    id="baidu_key",
    infotype="auth.key",
    zh="百度智能云 AccessKey",
    en="Baidu Cloud access key",
    patterns=(word(r"ALTAK[0-9A-Za-z]{16,32}"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
