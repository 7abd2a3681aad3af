"""Webhooks of WeCom robots: who holds the key can post."""

from detectors.engine.spec import DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="wecom_webhook",
    infotype="auth.key",
    zh="企业微信机器人 Webhook",
    en="WeCom robot webhook",
    patterns=(
        Pattern(
            r"qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
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
