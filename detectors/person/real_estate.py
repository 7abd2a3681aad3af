"""Numbers of real estate certificates, as the land registry and, before it, the housing offices wrote them."""

from detectors.engine.spec import DetectorSpec, Pattern

_HAN = r"[\xe4-\xe9][\x80-\xbf][\x80-\xbf]"
_OPEN, _CLOSE = r"(?:\(|（|〔|\[)", r"(?:\)|）|〕|\])"

DETECTOR = DetectorSpec(
    id="real_estate",
    infotype="prop.real_estate",
    zh="不动产权证号",
    en="Real estate certificate number",
    patterns=(
        Pattern(rf"{_HAN}{_OPEN}\d{{4}}{_CLOSE}(?:{_HAN}){{1,12}}不动产(?:权|证明)第\d{{6,9}}号"),
        Pattern(rf"{_HAN}房(?:地)?权证(?:{_HAN}){{1,8}}字第\d{{5,12}}号"),
    ),
    base=6,
    canonical="text",
    mask="edge",
    context=(
        "不动产权证",
        "不动产权证书",
        "房产证",
        "产权证号",
        "权利人",
        "坐落",
    ),
    share=False,
)
