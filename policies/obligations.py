"""The kinds of obligation that a rule may demand, with what each means in Chinese and English."""

from typing import Final

OBLIGATIONS: Final = {
    "alert": ("通知责任人与安全团队", "tell the owner and the security team"),
    "open_incident": ("立即建立疑似事件并启动处置", "open an incident as suspected and start handling it"),
    "open_ticket": ("建立整改工单", "open a ticket for the remedy"),
    "revoke_link": ("撤销公开链接或匿名访问", "revoke the public link or anonymous access"),
    "take_down": ("下架已公开的内容", "take down what was published"),
    "request_evidence": ("要求补交证明材料", "ask for the missing evidence"),
    "require_approval": ("须经审批后放行", "let it pass only once approved"),
    "rotate_secret": ("更换相关口令、密钥或卡片验证要素", "replace the passwords, keys or card secrets concerned"),
    "encrypt": ("加密存储，加解密权限分离", "encrypt it at rest, with separate rights to decrypt"),
    "encrypt_transit": ("改用加密传输", "send it over an encrypted channel"),
    "mask": ("在原处脱敏", "mask it in place"),
    "restrict_access": ("收紧访问权限", "narrow who can reach it"),
    "move": ("移至受控存储", "move it to controlled storage"),
    "expire": ("设定到期时间并按期清除", "give it an expiry date and clear it then"),
    "purge_with_second_approver": ("经第二人批准后清除", "purge it after a second person approves"),
    "isolate_in_place": (
        "就地隔离：不复制、不预览、不上传",
        "isolate it where it lies: no copy, no preview, no upload",
    ),
    "keep_no_content": ("不保留任何内容或样本", "keep neither content nor sample"),
    "notify_secrecy_office": (
        "立即电话告知本单位保密工作机构",
        "tell the confidentiality office at once, by telephone",
    ),
    "log": ("记入审计记录", "enter it in the audit log"),
}
"""Each obligation by its stable name: what must be done (zh, en)."""
