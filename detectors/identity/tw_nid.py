"""The national ID of Taiwan and its resident certificate: a letter and nine digits, a weighted sum."""

from detectors.engine.spec import DetectorSpec
from detectors.engine.words import NUMBER_COUNTER, NUMBER_COUNTER_LABELS, PAPER_CONTEXT

DETECTOR = DetectorSpec(
    id="tw_nid",
    infotype="tw.nid",
    zh="台湾身份证号",
    en="Taiwan national ID",
    kernel="twid",
    check="twid",
    base=1,
    check_points=1,
    canonical="upper",
    mask="edge",
    context=(
        *PAPER_CONTEXT,
        "台湾身份证",
        "身分證",
        "身分證字號",
        "居留證",
        "統一編號",
        "国民身份证",
        "taiwan id",
        "national id",
    ),
    labels=("台湾身份证", "身分證字號", "身分證", "taiwan_id", "tw_id", "nid"),
    counter=NUMBER_COUNTER,
    counter_labels=NUMBER_COUNTER_LABELS,
)
