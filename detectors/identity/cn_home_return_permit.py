"""The mainland travel permit of Hong Kong and Macao residents: H or M and eight digits, two more on old cards."""

from detectors.engine.spec import DetectorSpec
from detectors.engine.words import NUMBER_COUNTER, NUMBER_COUNTER_LABELS, PAPER_CONTEXT

DETECTOR = DetectorSpec(
    id="cn_home_return_permit",
    infotype="cn.home_return_permit",
    zh="港澳居民来往内地通行证号（回乡证）",
    en="Mainland travel permit (home return permit)",
    kernel="return",
    check="passport",
    base=1,
    canonical="upper",
    mask="edge",
    context=(
        *PAPER_CONTEXT,
        "回乡证",
        "回鄉證",
        "港澳居民来往内地通行证",
        "来往内地通行证",
        "通行证",
        "通行证号",
        "home return permit",
    ),
    labels=("回乡证", "回乡证号", "来往内地通行证", "通行证", "通行证号", "hxz", "home_return_permit"),
    counter=NUMBER_COUNTER,
    counter_labels=NUMBER_COUNTER_LABELS,
)
