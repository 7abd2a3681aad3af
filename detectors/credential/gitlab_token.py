"""GitLab personal, deploy, runner and trigger tokens."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="gitlab_token",
    infotype="auth.key",
    zh="GitLab 令牌",
    en="GitLab token",
    patterns=(Pattern(r"gl(?:pat|dt|rt|ptt|soat)-[0-9A-Za-z_\-]{20,50}", NOT_WORD, r"[^0-9A-Za-z_\-]"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
