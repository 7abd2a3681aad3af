"""International bank account numbers of ISO 13616: country, its length, MOD 97-10."""

from detectors.engine.spec import DetectorSpec

DETECTOR = DetectorSpec(
    id="iban",
    infotype="intl.iban",
    zh="国际银行账号",
    en="International bank account number",
    kernel="iban",
    check="iban",
    base=3,
    check_points=3,
    canonical="upper",
    mask="edge",
    context=("iban", "银行账号", "国际银行账号", "收款账号", "bank account", "account", "swift", "bic", "汇款"),
    labels=("iban", "银行账号", "国际银行账号", "bank_account", "account_no"),
)
