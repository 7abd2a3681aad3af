"""Chinese passports: G or E and eight digits, E with a letter, diplomatic and service forms, Hong Kong and Macao."""

from detectors.engine.spec import DetectorSpec, word
from detectors.engine.words import NUMBER_COUNTER, NUMBER_COUNTER_LABELS, PAPER_CONTEXT

DETECTOR = DetectorSpec(
    id="cn_passport",
    infotype="cn.passport",
    zh="护照号",
    en="Chinese passport number",
    kernel="passport",
    labelled=(word(r"1[45]\d{7}"),),
    check="passport",
    base=1,
    canonical="upper",
    mask="edge",
    context=(*PAPER_CONTEXT, "护照", "护照号", "护照号码", "passport", "passport_no", "passportno", "hzh"),
    labels=("护照", "护照号", "护照号码", "passport", "passport_no", "hzh", "huzhao"),
    counter=(*NUMBER_COUNTER, "香港身份证", "香港身份證", "hkid"),
    counter_labels=NUMBER_COUNTER_LABELS,
)
