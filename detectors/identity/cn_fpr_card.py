"""The permanent residence card for foreigners of 2023: 9 and seventeen more, checked like a citizen ID."""

from detectors.engine.spec import DetectorSpec
from detectors.engine.words import ACCOUNT_COUNTER, NUMBER_COUNTER, NUMBER_COUNTER_LABELS, PAPER_CONTEXT

DETECTOR = DetectorSpec(
    id="cn_fpr_card",
    infotype="cn.fpr_card",
    zh="外国人永久居留身份证号",
    en="Foreign permanent resident ID",
    kernel="fpr18",
    check="cn_id",
    base=2,
    check_points=3,
    canonical="id",
    mask="id",
    context=(
        *PAPER_CONTEXT,
        "外国人永久居留",
        "永久居留",
        "永居证",
        "五星卡",
        "永久居留身份证",
        "permanent resident",
        "permanent residence",
    ),
    labels=("永居证", "永久居留身份证", "证件号", "证件号码", "permanent_resident_id", "cert_no", "zjhm"),
    counter=(*NUMBER_COUNTER, *ACCOUNT_COUNTER),
    counter_labels=NUMBER_COUNTER_LABELS,
)
