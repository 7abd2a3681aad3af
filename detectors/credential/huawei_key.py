"""Access and secret keys of Huawei Cloud, given to their names."""

from detectors.engine.spec import DetectorSpec, Pattern

_SIGN = r"[\"']?[ \t]{0,3}(?:[:=]|：)"

DETECTOR = DetectorSpec(
    id="huawei_key",
    infotype="auth.key",
    zh="华为云 AK/SK",
    en="Huawei Cloud access and secret keys",
    patterns=(
        Pattern(
            r"(?i:huaweicloud_sdk_[as]k|hw_access_key|hw_secret_key|obs_access_key_id|obs_secret_access_key|hw_ak|hw_sk|huawei[._]?(?:ak|sk))"
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
