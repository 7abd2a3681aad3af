"""Private keys in PEM: the line that opens one."""

from detectors.engine.spec import DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="pem_key",
    infotype="auth.key",
    zh="PEM 私钥",
    en="PEM private key",
    patterns=(Pattern(r"-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED |SM2 )?PRIVATE KEY-----"),),
    check="none",
    base=6,
    check_points=0,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
