"""Military papers: a kind, and seven digits, or an older number with its unit; the form counts only in context."""

from detectors.engine.spec import DetectorSpec, Pattern

_UNIT = r"(?:南|北|沈|兰|成|济|广|参|政|后|装|海|空|军|士|兵|文|职)"

DETECTOR = DetectorSpec(
    id="cn_military_id",
    infotype="cn.military_id",
    zh="军人证件号（军官证、士官证、士兵证、文职人员证）",
    en="Military ID",
    patterns=(Pattern(_UNIT + r"(?:字第|字|第)?\d{6,8}号?", "", "[^0-9A-Za-z]"),),
    base=1,
    check="serial",
    canonical="text",
    mask="edge",
    context=(
        "军官证",
        "士官证",
        "士兵证",
        "义务兵证",
        "文职人员证",
        "军人证",
        "军人证件",
        "军人保障卡",
        "部队",
        "military id",
        "officer id",
    ),
    labels=(
        "军官证",
        "军官证号",
        "士官证",
        "士兵证",
        "士兵证号",
        "文职人员证",
        "军人证件",
        "军人证件号",
        "military_id",
        "jgz",
    ),
    counter=(
        "公文",
        "文号",
        "发文",
        "文件",
        "令",
        "通知",
        "编号",
        "订单",
    ),
)
