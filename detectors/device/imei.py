"""IMEI numbers: fifteen digits with Luhn, counting only in context."""

from detectors.engine.spec import DetectorSpec
from detectors.engine.words import NUMBER_COUNTER, NUMBER_COUNTER_LABELS

DETECTOR = DetectorSpec(
    id="imei",
    infotype="dev.imei",
    zh="IMEI 设备号",
    en="IMEI",
    kernel="imei",
    check="imei",
    base=0,
    check_points=1,
    canonical="digits",
    mask="edge",
    context=("imei", "imei1", "imei2", "串号", "设备号", "设备识别码", "手机串号", "device_id", "deviceid"),
    labels=("imei", "imei1", "imei2", "串号", "设备号", "手机串号", "device_id", "meid"),
    counter=NUMBER_COUNTER,
    counter_labels=NUMBER_COUNTER_LABELS,
)
