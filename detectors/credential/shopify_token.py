"""Shopify access tokens and shared secrets."""

from detectors.engine.spec import DetectorSpec, word

DETECTOR = DetectorSpec(
    id="shopify_token",
    infotype="auth.key",
    zh="Shopify 令牌",
    en="Shopify token",
    patterns=(word(r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
