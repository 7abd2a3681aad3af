"""Licence plates of GA 36: province, letter, five characters or six with the sign of new energy."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern

_PROVINCE = "(?:" + "|".join("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼") + ")"
_BODY = r"(?:[A-HJ-NP-Z0-9]{5}|[A-K][A-HJ-NP-Z0-9]\d{4}|\d{5}[A-K]|[A-HJ-NP-Z0-9]{4}(?:挂|学|警|港|澳|领|使))"

DETECTOR = DetectorSpec(
    id="plate",
    infotype="veh.plate",
    zh="机动车号牌",
    en="Vehicle plate",
    patterns=(Pattern(_PROVINCE + r"[A-HJ-NP-Z](?:·|•| |-)?" + _BODY, "", NOT_WORD),),
    check="plate",
    base=2,
    check_points=2,
    canonical="text",
    mask="plate",
    context=(
        "车牌",
        "车牌号",
        "车牌号码",
        "号牌",
        "号牌号码",
        "车辆",
        "机动车",
        "牌照",
        "行驶证",
        "plate",
        "plate_no",
        "license plate",
        "cph",
        "cphm",
    ),
    labels=(
        "车牌",
        "车牌号",
        "车牌号码",
        "号牌",
        "号牌号码",
        "plate",
        "plate_no",
        "license_plate",
        "cph",
        "cphm",
        "chepai",
    ),
    counter=("型号", "版本", "房号"),
)
