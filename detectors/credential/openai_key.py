"""OpenAI keys: sk, perhaps a project or service account, with the mark T3BlbkFJ in the middle, or the long plain form."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="openai_key",
    infotype="auth.key",
    zh="OpenAI 密钥",
    en="OpenAI key",
    patterns=(
        Pattern(r"sk-[0-9A-Za-z]{48}", NOT_WORD, r"[^0-9A-Za-z_\-]"),
        Pattern(r"sk-(?:proj|svcacct|admin|None)-[0-9A-Za-z_\-]{40,}", NOT_WORD, r"[^0-9A-Za-z_\-]"),
    ),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
