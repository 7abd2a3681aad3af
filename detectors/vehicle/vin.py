"""Vehicle identification numbers of GB 16735: seventeen characters, the ninth one checks."""

from detectors.engine.spec import DetectorSpec
from detectors.engine.words import NUMBER_COUNTER, NUMBER_COUNTER_LABELS

DETECTOR = DetectorSpec(
    id="vin",
    infotype="veh.vin",
    zh="车辆识别代号（VIN）",
    en="Vehicle identification number",
    kernel="vin",
    check="vin",
    base=1,
    check_points=1,
    canonical="upper",
    mask="edge",
    context=(
        "车架号",
        "车架",
        "车辆识别代号",
        "车辆识别码",
        "识别代号",
        "vin",
        "vin_no",
        "chassis",
        "cjh",
        "vehicle identification",
    ),
    labels=("车架号", "车辆识别代号", "车辆识别码", "vin", "vin_no", "vin_code", "cjh", "chassis_no"),
    counter=NUMBER_COUNTER,
    counter_labels=NUMBER_COUNTER_LABELS,
)
