"""New Relic user keys: NRAK and twenty-seven characters."""

from detectors.engine.spec import DetectorSpec, word

DETECTOR = DetectorSpec(
    id="newrelic_key",
    infotype="auth.key",
    zh="New Relic 密钥",
    en="New Relic key",
    patterns=(word(r"NRAK-[0-9A-Z]{27}"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
