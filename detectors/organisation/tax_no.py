"""Taxpayer numbers of the old forms: fifteen, seventeen or twenty characters, beside their name; of eighteen is the credit code."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern, whole

_NAME = r"(?:税号|纳税人识别|纳税人登记|税务登记证?|(?i:taxpayer no|tax id|tax_no))"
_SIGN = r"(?:[:= \t\"'#(]|：|（|号|码|为|是){0,6}"

DETECTOR = DetectorSpec(
    id="tax_no",
    infotype="org.tax_no",
    zh="纳税人识别号（旧）",
    en="Taxpayer number (old forms)",
    patterns=(Pattern(_NAME + _SIGN + r"(?:\d{6}[0-9A-Z]{9}|\d{17}|\d{18}[0-9A-Z]{2})", NOT_WORD, NOT_WORD, "token"),),
    labelled=(whole(r"\d{6}[0-9A-Z]{9}|\d{17}|\d{18}[0-9A-Z]{2}"),),
    base=2,
    check="taxpayer",
    check_points=2,
    canonical="upper",
    mask="edge",
    context=(
        "发票",
        "购买方",
        "销售方",
        "开票",
    ),
    labels=(
        "税号",
        "纳税人识别号",
        "税务登记号",
        "税务登记证号",
        "nsrsbh",
        "tax_no",
        "taxpayer_no",
    ),
)
