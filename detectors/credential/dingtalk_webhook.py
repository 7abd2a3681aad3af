"""Webhooks of DingTalk robots: who holds the token can post."""

from detectors.engine.spec import DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="dingtalk_webhook",
    infotype="auth.key",
    zh="钉钉机器人 Webhook",
    en="DingTalk robot webhook",
    patterns=(Pattern(r"oapi\.dingtalk\.com/robot/send\?access_token=[0-9a-f]{64}", "", r"[^0-9A-Za-z_\-]", "token"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
