"""ICCID numbers of Chinese SIM cards: 8986 and fifteen or sixteen more, beside their name."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern, whole

_NAME = r"(?:(?i:iccid)|SIM ?卡)"
_SIGN = r"(?:[:= \t\"'#(]|：|（|号|码|为|是){0,6}"

DETECTOR = DetectorSpec(
    id="iccid",
    infotype="dev.imsi",
    zh="ICCID（SIM 卡号）",
    en="ICCID (SIM card number)",
    patterns=(Pattern(_NAME + _SIGN + r"8986\d{2}[0-9A-Z]\d{12,13}", NOT_WORD, NOT_WORD, "token"),),
    labelled=(whole(r"8986\d{2}[0-9A-Z]\d{12,13}"),),
    base=4,
    check="serial",
    canonical="upper",
    mask="edge",
    context=(
        "sim",
        "手机卡",
        "运营商",
        "流量卡",
    ),
    labels=(
        "iccid",
        "sim卡号",
        "sim_no",
        "simcard",
    ),
)
