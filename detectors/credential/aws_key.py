"""AWS access key IDs: a four-letter kind and sixteen characters."""

from detectors.engine.spec import DetectorSpec, word

DETECTOR = DetectorSpec(
    id="aws_key",
    infotype="auth.key",
    zh="AWS 访问密钥",
    en="AWS access key",
    patterns=(word(r"(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA)[0-9A-Z]{16}"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
