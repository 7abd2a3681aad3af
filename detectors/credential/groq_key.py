"""Groq keys: gsk and fifty-two characters."""

from detectors.engine.spec import DetectorSpec, word

DETECTOR = DetectorSpec(
    id="groq_key",
    infotype="auth.key",
    zh="Groq 密钥",
    en="Groq key",
    patterns=(word(r"gsk_[0-9A-Za-z]{52}"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
