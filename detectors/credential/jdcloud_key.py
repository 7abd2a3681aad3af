"""JD Cloud access keys: JDC and capitals."""

from detectors.engine.spec import DetectorSpec, word

DETECTOR = DetectorSpec(
    id="jdcloud_key",
    infotype="auth.key",
    zh="京东云 AccessKey",
    en="JD Cloud access key",
    patterns=(word(r"JDC_[0-9A-Z]{25,40}"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
