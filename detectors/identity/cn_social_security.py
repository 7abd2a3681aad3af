"""Social security card numbers: a letter and eight digits, or ten characters, only beside their name; the number itself is the citizen ID."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern, whole

_NAME = r"(?:社会保障卡|社会保障号码?|社会保险号码?|社会保险编号|社保卡|社保账号|社保编号|社保个人编号|(?i:social security (?:no|number|card)))"
_SIGN = r"(?:[:= \t\"'#(]|：|（|号|码|为|是){0,6}"

DETECTOR = DetectorSpec(
    id="cn_social_security",
    infotype="cn.social_security",
    zh="社会保障卡号",
    en="Social security card number",
    patterns=(Pattern(_NAME + _SIGN + r"(?:[A-Z]\d{8}|[A-Z0-9]\d{8}[0-9A-Z])", NOT_WORD, NOT_WORD, "token"),),
    labelled=(whole(r"[A-Z0-9]\d{8}[0-9A-Z]?"),),
    base=4,
    check="serial",
    canonical="upper",
    mask="edge",
    context=(
        "社保",
        "参保",
        "养老保险",
        "社会保险",
    ),
    labels=(
        "社保号",
        "社保卡号",
        "社保编号",
        "社会保障号",
        "社会保障卡号",
        "社保账号",
        "sbkh",
        "sbh",
        "social_security_no",
    ),
)
