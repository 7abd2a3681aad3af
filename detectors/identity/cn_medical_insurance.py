"""Numbers of medical insurance, which every province spells in its own way: only beside their name."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern, whole

_NAME = r"(?:医保卡|医保编号|医保号|医保账号|医保个人编号|医保电子凭证|医疗保险(?:卡|证|个人)?(?:编号|号)|(?i:medical insurance (?:no|number)))"
_SIGN = r"(?:[:= \t\"'#(]|：|（|号|码|为|是){0,6}"

DETECTOR = DetectorSpec(
    id="cn_medical_insurance",
    infotype="cn.medical_insurance",
    zh="医保编号",
    en="Medical insurance number",
    patterns=(Pattern(_NAME + _SIGN + r"[0-9A-Z]{8,18}", NOT_WORD, NOT_WORD, "token"),),
    labelled=(whole(r"[0-9A-Z]{8,18}"),),
    base=4,
    check="serial",
    canonical="upper",
    mask="edge",
    context=(
        "医保",
        "参保",
        "医疗保险",
        "就诊",
    ),
    labels=(
        "医保号",
        "医保卡号",
        "医保编号",
        "医保个人编号",
        "医疗保险号",
        "ybkh",
        "ybh",
        "medical_insurance_no",
    ),
)
