"""Access keys of Volcengine and Kingsoft Cloud: AKLT and a long tail."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="volcengine_key",
    infotype="auth.key",
    zh="火山引擎、金山云 AccessKey",
    en="Volcengine and Kingsoft Cloud access key",
    patterns=(Pattern(r"AKLT[0-9A-Za-z_\-]{18,60}", NOT_WORD, r"[^0-9A-Za-z_\-]"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
