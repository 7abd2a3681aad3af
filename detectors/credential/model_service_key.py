"""Keys of model services that write sk and 32 or more hexadecimal digits: DashScope, DeepSeek, OpenRouter."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="model_service_key",
    infotype="auth.key",
    zh="大模型服务密钥",
    en="Model service key",
    patterns=(
        Pattern(r"sk-[0-9a-f]{32}", NOT_WORD, r"[^0-9A-Za-z_\-]"),
        Pattern(r"sk-or-v1-[0-9a-f]{64}", NOT_WORD, r"[^0-9A-Za-z_\-]"),
    ),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
