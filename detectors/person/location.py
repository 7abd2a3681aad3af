"""Precise places: a longitude and a latitude side by side in either order; four decimals need context, five in brackets do not."""

from detectors.engine.spec import DetectorSpec, Pattern, whole

_EAST, _NORTH = r"(?:7[3-9]|[89]\d|1[0-2]\d|13[0-5])\.\d{4,12}", r"(?:[3-9]|[1-4]\d|5[0-3])\.\d{4,12}"
_NAME = (
    r"(?:经纬度|坐标|定位|位置|(?i:coordinates|location|position|gps|lnglat|latlng))[\"']?(?:[: (\[]|：|为){0,4}[\"']?"
)
_PAIR = rf"(?:{_EAST},{_NORTH}|{_NORTH},{_EAST})"
_APART = rf"(?:{_EAST}(?:, |，| ){_NORTH}|{_NORTH}(?:, |，| ){_EAST})"
_MARK, _SIGN = r"[\"'°EN]{0,3}(?:[,; ]|，|；|、){0,2}[\"']?", r"[\"']?(?:[:= ]|：){0,3}[\"']?"
_THEN_NORTH = _MARK + r"(?:北纬|纬度|(?i:latitude|lat))" + _SIGN
_THEN_EAST = _MARK + r"(?:东经|经度|(?i:longitude|lng|lon))" + _SIGN

DETECTOR = DetectorSpec(
    id="location",
    infotype="loc.precise",
    zh="精准定位（经纬度）",
    en="Precise location (coordinates)",
    patterns=(
        Pattern(_NAME + _PAIR, "", "[^0-9]", "secret"),
        Pattern(_NAME + _APART, "", "[^0-9]"),
        Pattern(_PAIR, r"[\[(]", r"[\])]"),
        Pattern(_EAST + _THEN_NORTH + _NORTH, "[^0-9.]", "[^0-9]"),
        Pattern(_NORTH + _THEN_EAST + _EAST, "[^0-9.]", "[^0-9]"),
    ),
    labelled=(whole(r"\d{1,3}\.\d{4,15}"), whole(_PAIR), whole(_APART)),
    base=2,
    check="location",
    check_points=2,
    canonical="text",
    mask="edge",
    context=(
        "经度",
        "纬度",
        "经纬度",
        "东经",
        "北纬",
        "定位",
        "坐标",
        "位置",
        "lng",
        "lat",
        "lon",
        "longitude",
        "latitude",
        "gps",
        "location",
        "coordinates",
    ),
    labels=(
        "经度",
        "纬度",
        "经纬度",
        "坐标",
        "定位",
        "lng",
        "lat",
        "lon",
        "longitude",
        "latitude",
        "gps",
        "jd",
        "wd",
        "location",
        "coordinates",
    ),
    counter=(
        "embedding",
        "vector",
        "weight",
        "loss",
        "score",
        "price",
        "向量",
        "权重",
        "得分",
    ),
)
