"""Hugging Face tokens: hf and thirty-four characters."""

from detectors.engine.spec import DetectorSpec, word

DETECTOR = DetectorSpec(
    id="huggingface_token",
    infotype="auth.key",
    zh="Hugging Face 令牌",
    en="Hugging Face token",
    patterns=(word(r"hf_[0-9A-Za-z]{34}"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
