"""The file number of a driving licence: twelve digits beside its name and a word of driving."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern, whole

_NAME = r"(?:档案编号|驾驶证编号|驾照编号|(?i:licen[cs]e file no))"
_SIGN = r"(?:[:= \t\"'#(]|：|（|号|码|为|是){0,6}"

DETECTOR = DetectorSpec(
    id="cn_driver_license",
    infotype="cn.driver_license",
    zh="驾驶证档案编号",
    en="Driving licence file number",
    patterns=(Pattern(_NAME + _SIGN + r"\d{12}", NOT_WORD, NOT_WORD, "digits"),),
    labelled=(whole(r"\d{12}"),),
    base=2,
    check="serial",
    canonical="digits",
    mask="edge",
    context=(
        "驾驶证",
        "驾照",
        "准驾车型",
        "驾驶人",
        "初次领证",
        "行驶证",
        "driving licence",
        "driver license",
    ),
    labels=(
        "驾驶证档案编号",
        "驾照档案编号",
        "驾驶证编号",
        "jszdabh",
        "license_file_no",
    ),
    counter=(
        "病案",
        "人事",
        "合同",
        "学籍",
        "项目",
    ),
)
