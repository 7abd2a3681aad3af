"""The Macao resident identity card: seven digits and a check digit in brackets, only beside its name."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern, whole

_NAME = r"(?:澳(?:门|門)(?:特别行政区)?(?:永久性?|非永久性?)?(?:居民)?身(?:份证|分證|份證)|BIR(?: ?[Nn]o\.?)?)"
_SIGN = r"(?:[:= \t\"'#(]|：|（|号|码|为|是){0,6}"

DETECTOR = DetectorSpec(
    id="mo_bir",
    infotype="mo.bir",
    zh="澳门居民身份证号",
    en="Macao resident identity card",
    patterns=(Pattern(_NAME + _SIGN + r"[157]\d{6}(?:\(\d\)|\d)", NOT_WORD, NOT_WORD, "secret"),),
    labelled=(whole(r"[157]\d{6}(?:\(\d\)|\d)"),),
    base=4,
    check="serial",
    canonical="upper",
    mask="edge",
    context=(
        "澳门",
        "澳門",
        "macao",
        "macau",
    ),
    labels=(
        "澳门身份证",
        "澳门居民身份证",
        "澳門身份證",
        "bir",
        "bir_no",
        "macao_id",
    ),
)
