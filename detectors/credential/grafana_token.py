"""Grafana service account tokens: glsa, a secret and its checksum."""

from detectors.engine.spec import DetectorSpec, word

DETECTOR = DetectorSpec(
    id="grafana_token",
    infotype="auth.key",
    zh="Grafana 令牌",
    en="Grafana token",
    patterns=(word(r"glsa_[0-9A-Za-z]{32}_[0-9a-f]{8}"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
