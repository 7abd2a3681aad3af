"""The travel permit to Hong Kong and Macao: C and eight digits, C with a letter, the older W."""

from detectors.engine.spec import DetectorSpec
from detectors.engine.words import NUMBER_COUNTER, NUMBER_COUNTER_LABELS, PAPER_CONTEXT

DETECTOR = DetectorSpec(
    id="cn_hkmo_permit",
    infotype="cn.hkmo_permit",
    zh="往来港澳通行证号",
    en="Permit for travel to Hong Kong and Macao",
    kernel="hkmo",
    check="passport",
    base=1,
    canonical="upper",
    mask="edge",
    context=(
        *PAPER_CONTEXT,
        "往来港澳通行证",
        "港澳通行证",
        "通行证",
        "通行证号",
        "双程证",
        "exit-entry permit",
        "eep",
    ),
    labels=("港澳通行证", "往来港澳通行证", "通行证", "通行证号", "txz", "hkmo_permit"),
    counter=NUMBER_COUNTER,
    counter_labels=NUMBER_COUNTER_LABELS,
)
