"""IMSI numbers of Chinese networks: 460, a network and ten digits, beside their name."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern, whole

_NAME = r"(?:(?i:imsi)|国际移动用户识别码)"
_SIGN = r"(?:[:= \t\"'#(]|：|（|号|码|为|是){0,6}"

DETECTOR = DetectorSpec(
    id="imsi",
    infotype="dev.imsi",
    zh="IMSI",
    en="IMSI",
    patterns=(Pattern(_NAME + _SIGN + r"460(?:0\d|1[15]|20)\d{10}", NOT_WORD, NOT_WORD, "digits"),),
    labelled=(whole(r"460(?:0\d|1[15]|20)\d{10}"),),
    base=4,
    check="serial",
    canonical="digits",
    mask="edge",
    context=(
        "sim",
        "手机卡",
        "运营商",
    ),
    labels=(
        "imsi",
        "国际移动用户识别码",
    ),
)
