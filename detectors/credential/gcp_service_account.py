"""Key files of Google service accounts: the fingerprint of the private key in their JSON."""

from detectors.engine.spec import DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="gcp_service_account",
    infotype="auth.key",
    zh="Google 服务账号密钥文件",
    en="Google service account key file",
    patterns=(Pattern(r"\"private_key_id\"[ ]?:[ ]?\"[0-9a-f]{40}", "", '"', "token"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
