"""MAC addresses: six octets with colons or hyphens, no multicast."""

from detectors.engine.spec import DetectorSpec

DETECTOR = DetectorSpec(
    id="mac",
    infotype="dev.mac",
    zh="MAC 地址",
    en="MAC address",
    kernel="mac",
    check="mac",
    base=3,
    check_points=1,
    canonical="upper",
    mask="network",
    context=(
        "mac",
        "mac地址",
        "物理地址",
        "网卡",
        "硬件地址",
        "mac_address",
        "hwaddr",
        "ether",
        "wifi",
        "蓝牙",
        "bluetooth",
    ),
    labels=("mac", "mac地址", "物理地址", "mac_address", "mac_addr", "hwaddr", "wlan_mac"),
    counter=("fingerprint", "指纹", "sha1", "md5", "serial"),
)
