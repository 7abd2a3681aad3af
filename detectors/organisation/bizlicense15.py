"""Registration numbers of business licences before 2015: fifteen digits, ISO 7064 MOD 11,10, only beside their name."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern, whole

_NAME = r"(?:营业执照号|注册号|(?i:registration no|business licen[cs]e no)\.?)"
_SIGN = r"(?:[:= \t\"'#(]|：|（|号|码|为|是){0,6}"

DETECTOR = DetectorSpec(
    id="bizlicense15",
    infotype="org.org_code",
    zh="营业执照注册号（15位）",
    en="Business registration number (15 digits)",
    patterns=(Pattern(_NAME + _SIGN + r"\d{15}", NOT_WORD, NOT_WORD, "digits"),),
    labelled=(whole(r"\d{15}"),),
    base=2,
    check="licence15",
    check_points=2,
    canonical="digits",
    mask="edge",
    context=(
        "营业执照",
        "工商",
        "注册资本",
        "登记机关",
    ),
    labels=(
        "营业执照注册号",
        "营业执照号",
        "营业执照",
        "注册号",
        "工商注册号",
        "zch",
        "yyzzh",
    ),
)
