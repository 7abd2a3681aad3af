"""The Hong Kong identity card: one or two letters, six digits, a check character in brackets."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern
from detectors.engine.words import NUMBER_COUNTER, NUMBER_COUNTER_LABELS, PAPER_CONTEXT

DETECTOR = DetectorSpec(
    id="hk_hkid",
    infotype="hk.hkid",
    zh="香港身份证号",
    en="Hong Kong identity card",
    kernel="hkid",
    patterns=(Pattern(r"[A-Z]{1,2}\d{6}\([0-9A]\)", NOT_WORD),),
    check="hkid",
    base=1,
    check_points=2,
    canonical="upper",
    mask="edge",
    context=(
        *PAPER_CONTEXT,
        "香港身份证",
        "香港身份證",
        "身份证",
        "身份證",
        "身分證",
        "hkid",
        "hk id",
        "hong kong identity card",
    ),
    labels=("香港身份证", "香港身份證", "hkid", "hk_id", "身份證", "身份证号", "证件号", "证件号码"),
    counter=(*NUMBER_COUNTER, "护照", "护照号", "护照号码", "passport", "passport_no", "通行证"),
    counter_labels=NUMBER_COUNTER_LABELS,
)
