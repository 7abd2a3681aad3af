"""Twilio API keys: SK and thirty-two hexadecimal digits."""

from detectors.engine.spec import DetectorSpec, word

DETECTOR = DetectorSpec(
    id="twilio_key",
    infotype="auth.key",
    zh="Twilio 密钥",
    en="Twilio key",
    patterns=(word(r"SK[0-9a-f]{32}"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
