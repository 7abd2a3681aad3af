"""DigitalOcean tokens: personal, OAuth and refresh."""

from detectors.engine.spec import DetectorSpec, word

DETECTOR = DetectorSpec(
    id="digitalocean_token",
    infotype="auth.key",
    zh="DigitalOcean 令牌",
    en="DigitalOcean token",
    patterns=(word(r"do[opr]_v1_[0-9a-f]{64}"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
