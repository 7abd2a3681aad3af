"""Numbers of orders and payments beside their name: low alone, more beside a personal identifier."""

from detectors.engine.spec import DetectorSpec, Pattern

_NAME = r"(?:订单号|订单编号|流水号|交易号|交易单号|支付单号|退款单号|商户单号|(?i:out_trade_no|transaction_id))"
_SIGN = r"(?:[:= \t\"'#(]|：|（|号|码|为|是){0,6}"

DETECTOR = DetectorSpec(
    id="transaction",
    infotype="fin.transaction",
    zh="订单号与交易流水号",
    en="Order and transaction numbers",
    patterns=(Pattern(_NAME + _SIGN + r"[A-Za-z0-9\-]{10,32}", "", r"[^0-9A-Za-z_\-]", "name"),),
    base=3,
    check="serial",
    canonical="upper",
    mask="edge",
    share=False,
)
