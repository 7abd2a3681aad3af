"""A customer list spoken of in running text: a weak sign."""

from detectors.engine.spec import DetectorSpec, Pattern

_WORD = r"(?:客户名单|客户清单|客户名录|客户资料表|客户信息表|客户联系表|会员名单|(?i:customer list|client list))"

DETECTOR = DetectorSpec(
    id="customer_list_mention",
    infotype="biz.customer_list",
    zh="提及客户名单",
    en="Mention of a customer list",
    patterns=(Pattern(_WORD),),
    base=2,
    canonical="text",
    mask="marking",
    context=("内部资料", "机密", "商业秘密", "保密", "导出", "大客户", "附件", "confidential", "export", "attached"),
    share=False,
    counter=("请", "如何", "模板", "how to", "template", "api"),
)
