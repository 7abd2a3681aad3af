"""Docker Hub access tokens of persons and organisations."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="docker_token",
    infotype="auth.key",
    zh="Docker Hub 令牌",
    en="Docker Hub token",
    patterns=(Pattern(r"dckr_(?:pat|oat)_[0-9A-Za-z_\-]{27,32}", NOT_WORD, r"[^0-9A-Za-z_\-]"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
