"""Private keys of OpenPGP: the line that opens one."""

from detectors.engine.spec import DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="pgp_key",
    infotype="auth.key",
    zh="PGP 私钥",
    en="PGP private key",
    patterns=(
        Pattern(r"-----BEGIN PGP PRIVATE KEY BLOCK-----"),
        Pattern(r"PuTTY-User-Key-File-[23]: [a-z0-9\-]{7,20}", "", "[^a-z0-9\\-]"),
    ),
    check="none",
    base=6,
    check_points=0,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
