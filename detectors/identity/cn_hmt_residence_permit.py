"""The residence permit of Hong Kong, Macao and Taiwan residents: an 18-digit number of regions 81 to 83."""

from detectors.engine.spec import DetectorSpec
from detectors.engine.words import ACCOUNT_COUNTER, NUMBER_COUNTER, NUMBER_COUNTER_LABELS, PAPER_CONTEXT

DETECTOR = DetectorSpec(
    id="cn_hmt_residence_permit",
    infotype="cn.hmt_residence_permit",
    zh="港澳台居民居住证号",
    en="Residence permit of HK, Macao and Taiwan residents",
    kernel="hmt18",
    check="cn_id",
    base=2,
    check_points=3,
    canonical="id",
    mask="id",
    context=(*PAPER_CONTEXT, "港澳台居民居住证", "居住证", "居住证号", "residence permit", "身份证", "身份证号"),
    labels=(
        "居住证",
        "居住证号",
        "港澳台居民居住证",
        "身份证号",
        "证件号",
        "证件号码",
        "residence_permit",
        "idcard",
        "id_card",
        "cert_no",
        "zjhm",
        "sfzh",
    ),
    counter=(*NUMBER_COUNTER, *ACCOUNT_COUNTER),
    counter_labels=NUMBER_COUNTER_LABELS,
)
