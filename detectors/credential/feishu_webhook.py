"""Webhooks of Feishu and Lark robots: who holds the address can post."""

from detectors.engine.spec import DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="feishu_webhook",
    infotype="auth.key",
    zh="飞书机器人 Webhook",
    en="Feishu robot webhook",
    patterns=(
        Pattern(
            r"open\.(?:feishu\.cn|larksuite\.com)/open-apis/bot/v2/hook/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
            "",
            r"[^0-9A-Za-z_\-]",
            "name",
        ),
    ),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
