"""Postman keys: PMAK and two hexadecimal parts."""

from detectors.engine.spec import DetectorSpec, word

DETECTOR = DetectorSpec(
    id="postman_key",
    infotype="auth.key",
    zh="Postman 密钥",
    en="Postman key",
    patterns=(word(r"PMAK-[0-9a-f]{24}-[0-9a-f]{34}"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
