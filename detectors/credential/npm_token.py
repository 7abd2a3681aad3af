"""npm access tokens: npm and thirty-six characters."""

from detectors.engine.spec import DetectorSpec, word

DETECTOR = DetectorSpec(
    id="npm_token",
    infotype="auth.key",
    zh="npm 令牌",
    en="npm token",
    patterns=(word(r"npm_[0-9A-Za-z]{36}"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
