"""GitHub tokens: classic ones with a kind letter, and fine-grained ones."""

from detectors.engine.spec import DetectorSpec, word

DETECTOR = DetectorSpec(
    id="github_token",
    infotype="auth.key",
    zh="GitHub 令牌",
    en="GitHub token",
    patterns=(
        word(r"gh[pousr]_[0-9A-Za-z]{36}"),
        word(r"github_pat_[0-9A-Za-z]{22}_[0-9A-Za-z]{59}"),
    ),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
