"""Titles of customer lists: customer information in depth can be a trade secret."""

from detectors.engine.spec import DetectorSpec, Pattern

_WORD = r"(?:客户名单|客户清单|客户名录|客户资料表|客户信息表|客户联系表|会员名单|(?i:customer list|client list))"

DETECTOR = DetectorSpec(
    id="customer_list",
    infotype="biz.customer_list",
    zh="客户名单标题",
    en="Customer list title",
    patterns=(Pattern(_WORD),),
    check="title",
    base=2,
    check_points=2,
    canonical="text",
    mask="marking",
    context=("内部资料", "机密", "商业秘密", "保密", "confidential"),
    share=False,
    counter=("如何", "模板", "how to", "template", "api"),
)
