"""Linear keys: lin_api and forty characters."""

from detectors.engine.spec import DetectorSpec, word

DETECTOR = DetectorSpec(
    id="linear_key",
    infotype="auth.key",
    zh="Linear 密钥",
    en="Linear key",
    patterns=(word(r"lin_api_[0-9A-Za-z]{40}"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
