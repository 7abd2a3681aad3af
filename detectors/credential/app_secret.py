"""Secrets of apps on WeChat, WeCom, DingTalk and Feishu, and keys of WeChat Pay, given to their names."""

from detectors.engine.spec import DetectorSpec, Pattern

_SIGN = r"[\"']?[ \t]{0,3}(?:[:=]|：)"

DETECTOR = DetectorSpec(
    id="app_secret",
    infotype="auth.key",
    zh="应用密钥（AppSecret、支付密钥）",
    en="App secret (WeChat, WeCom, DingTalk, Feishu)",
    patterns=(
        Pattern(
            r"(?i:app_?secret|corp_?secret|mch_?key|api_?v3_?key|suite_?secret|encoding_?aes_?key)" + _SIGN,
            "",
            "",
            "assigned",
        ),
    ),
    check="secret",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
