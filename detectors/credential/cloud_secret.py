"""Secret keys of Tencent, Baidu, Qiniu, UCloud and Volcengine, given to their names in settings."""

from detectors.engine.spec import DetectorSpec, Pattern

_SIGN = r"[\"']?[ \t]{0,3}(?:[:=]|：)"

DETECTOR = DetectorSpec(
    id="cloud_secret",
    infotype="auth.key",
    zh="国内云 SecretKey",
    en="Secret key of a Chinese cloud",
    patterns=(
        Pattern(
            r"(?i:tencentcloud_secret_key|cos_secret_key|qcloud_secret_key|baidu_secret_key|bce_secret_access_key|qiniu_(?:access|secret)_key|ucloud_private_key|volc_secretkey|tos_secret_key)"
            + _SIGN,
            "",
            "",
            "assigned",
        ),
    ),
    check="secret",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
