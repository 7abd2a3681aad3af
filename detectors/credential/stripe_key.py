"""Live secret and restricted keys of Stripe."""

from detectors.engine.spec import DetectorSpec, word

DETECTOR = DetectorSpec(
    id="stripe_key",
    infotype="auth.key",
    zh="Stripe 密钥",
    en="Stripe key",
    patterns=(word(r"[sr]k_live_[0-9A-Za-z]{24,99}"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
