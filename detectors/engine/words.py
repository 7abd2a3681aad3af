"""Words that several detectors share: what stands near numbers of another kind, and what columns of those are called."""

NUMBER_COUNTER = (
    "订单", "订单号", "订单编号", "流水", "流水号", "交易号", "交易流水", "单号", "编号", "序列号", "序号", "版本", "版本号", "时间戳",
    "金额", "批次", "批号", "合同号", "发票", "发票号", "条码", "追踪号", "请求号", "商品", "货号", "型号", "任务号", "工单", "保单号",
    "物料", "库存", "账单号", "会话", "消息号", "雪花", "哈希", "单据", "凭证号", "商户号", "门店", "合计", "余额", "数量",
    "order", "orders", "order_no", "orderno", "order_id", "orderid", "trade_no", "tradeno", "txn", "txn_id", "transaction", "serial",
    "serial_no", "sn", "seq", "sequence", "trace", "trace_id", "traceid", "span_id", "request_id", "req_id", "session_id", "msg_id",
    "uuid", "guid", "hash", "md5", "sha1", "sha256", "commit", "checksum", "timestamp", "ts", "time_ms", "epoch", "version", "ver",
    "build", "amount", "price", "total", "qty", "quantity", "sku", "batch", "invoice", "invoice_no", "ticket", "offset", "size",
    "bytes", "balance", "before=", "after=", "duration", "elapsed", "snowflake", "id", "task_id", "job_id", "event_id", "row_id", "pk", "ean", "upc", "isbn", "元", "¥", "￥",
)  # fmt: skip
"""Counter-words of numbers: what follows them is an order, a time, a sum or a serial."""

ACCOUNT_COUNTER = (
    "账号",
    "帐号",
    "账户",
    "账户号",
    "开户账号",
    "银行账号",
    "收款账号",
    "客户号",
    "会员号",
    "卡号",
    "account",
    "account_no",
)
"""Counter-words of identity papers: what follows them is an account."""

NUMBER_COUNTER_LABELS = (
    "订单", "订单号", "订单编号", "流水号", "交易号", "单号", "编号", "序列号", "序号", "版本号", "时间戳", "金额", "批次", "批号", "合同号",
    "发票号", "条码", "商品编码", "货号", "工单号", "凭证号", "商户号", "数量", "ddh", "lsh", "order", "order_no", "order_id", "trade_no", "txn_id",
    "serial", "serial_no", "sn", "seq", "trace_id", "request_id", "session_id", "uuid", "guid", "hash", "md5", "sha256", "timestamp",
    "ts", "created_at", "updated_at", "version", "build", "amount", "price", "total", "quantity", "qty", "sku", "batch", "invoice_no",
    "ticket", "id", "pk", "barcode", "ean", "isbn", "offset", "size",
)  # fmt: skip
"""Names of columns that hold such numbers."""

PAPER_CONTEXT = (
    "证件",
    "证件号",
    "证件号码",
    "证件编号",
    "证照号码",
    "zjhm",
    "zjh",
    "cert_no",
    "certno",
    "certificate_no",
    "id_number",
    "document_no",
)
"""Context of any identity paper."""

DOCUMENT_MARKING = (
    "密级", "保密", "机密等级", "禁止外传", "不得外传", "严禁外传", "严禁外泄", "内部资料", "内部文件", "请勿外传", "不得复制", "保密期限",
    "保密协议", "限内部", "仅限内部", "知悉范围", "confidential", "do not distribute", "internal use only", "proprietary",
)  # fmt: skip
"""Words that say a document is marked, not that it speaks about secrets."""
