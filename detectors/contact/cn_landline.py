"""Landline numbers of mainland China: area code and seven or eight digits."""

from detectors.engine.spec import DetectorSpec, Pattern
from detectors.engine.words import NUMBER_COUNTER, NUMBER_COUNTER_LABELS

_CORE = r"(?:\(0\d{2,3}\) ?|0\d{2,3}[ -]|(?:\+86[ -]?)0?\d{2,3}-)[2-9]\d{6,7}"

DETECTOR = DetectorSpec(
    id="cn_landline",
    infotype="contact.landline",
    zh="固定电话号码",
    en="Landline number (mainland China)",
    kernel="landline",
    patterns=(Pattern(_CORE, "[^0-9A-Za-z_.-]", "[^0-9A-Za-z_]"),),
    check="landline",
    base=1,
    check_points=3,
    canonical="digits",
    mask="edge",
    context=(
        "电话",
        "座机",
        "固话",
        "固定电话",
        "传真",
        "办公电话",
        "公司电话",
        "总机",
        "联系电话",
        "联系方式",
        "tel",
        "telephone",
        "phone",
        "fax",
        "landline",
        "office",
        "call",
    ),
    labels=(
        "电话",
        "座机",
        "固话",
        "固定电话",
        "办公电话",
        "传真",
        "联系电话",
        "tel",
        "telephone",
        "landline",
        "fax",
        "phone",
        "gddh",
        "lxdh",
        "bgdh",
    ),
    counter=NUMBER_COUNTER,
    counter_labels=NUMBER_COUNTER_LABELS,
)
