"""Numbers of medical records: of a case, a stay, a visit, beside their name."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern, whole

_NAME = r"(?:(?:病案|住院|门诊|就诊卡|就诊|病历)(?:编号|号)|(?i:mrn|medical record no\.?|patient id|patient_id))"
_SIGN = r"(?:[:= \t\"'#(]|：|（|号|码|为|是){0,6}"

DETECTOR = DetectorSpec(
    id="health_record_no",
    infotype="health.record_no",
    zh="病案号、住院号、门诊号",
    en="Medical record number",
    patterns=(Pattern(_NAME + _SIGN + r"[0-9A-Z\-]{5,16}", NOT_WORD, r"[^0-9A-Za-z_\-.]", "name"),),
    labelled=(whole(r"[0-9A-Z\-]{5,16}"),),
    base=4,
    check="serial",
    canonical="upper",
    mask="edge",
    context=(
        "患者",
        "病人",
        "科室",
        "床号",
        "入院",
        "出院",
        "诊断",
    ),
    labels=(
        "病案号",
        "住院号",
        "门诊号",
        "就诊卡号",
        "就诊号",
        "病历号",
        "mrn",
        "patient_no",
        "patient_id",
        "bah",
        "zyh",
        "mzh",
        "jzkh",
    ),
)
