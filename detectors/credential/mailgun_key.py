"""Mailgun keys: the word key and thirty-two hexadecimal digits."""

from detectors.engine.spec import DetectorSpec, word

DETECTOR = DetectorSpec(
    id="mailgun_key",
    infotype="auth.key",
    zh="Mailgun 密钥",
    en="Mailgun key",
    patterns=(word(r"key-[0-9a-f]{32}"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
