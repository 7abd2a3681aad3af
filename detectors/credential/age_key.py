"""Secret keys of age: a Bech32 string in capitals."""

from detectors.engine.spec import DetectorSpec, word

DETECTOR = DetectorSpec(
    id="age_key",
    infotype="auth.key",
    zh="age 私钥",
    en="age secret key",
    patterns=(word(r"AGE-SECRET-KEY-1[0-9A-Z]{58}"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
