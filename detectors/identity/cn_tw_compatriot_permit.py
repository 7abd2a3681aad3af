"""The mainland travel permit of Taiwan residents: eight digits that are no date, only beside its name."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern, whole

_NAME = r"(?:台胞(?:证|證)|(?:台|臺)湾居民来往大陆通行证|臺灣居民來往大陸通行證|(?i:taiwan compatriot permit|mtp no))"
_SIGN = r"(?:[:= \t\"'#(]|：|（|号|码|为|是){0,6}"

DETECTOR = DetectorSpec(
    id="cn_tw_compatriot_permit",
    infotype="cn.tw_compatriot_permit",
    zh="台湾居民来往大陆通行证号（台胞证）",
    en="Mainland travel permit for Taiwan residents",
    patterns=(Pattern(_NAME + _SIGN + r"(?:\d{10}[A-Z]|\d{8})", NOT_WORD, NOT_WORD, "token"),),
    labelled=(whole(r"\d{8}|\d{10}[A-Z]"),),
    base=4,
    check="permit_tw",
    canonical="upper",
    mask="edge",
    context=(
        "证件",
        "通行证",
        "出入境",
    ),
    labels=(
        "台胞证",
        "台胞证号",
        "台湾居民来往大陆通行证",
        "tbz",
        "mtp_no",
    ),
)
