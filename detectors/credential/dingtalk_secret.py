"""Signing secrets of DingTalk robots: SEC and sixty-four hexadecimal digits."""

from detectors.engine.spec import DetectorSpec, word

DETECTOR = DetectorSpec(
    id="dingtalk_secret",
    infotype="auth.key",
    zh="钉钉机器人加签密钥",
    en="DingTalk robot signing secret",
    patterns=(word(r"SEC[0-9a-f]{64}"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
