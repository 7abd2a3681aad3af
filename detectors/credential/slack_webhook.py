"""Incoming webhooks of Slack: who holds the address can post."""

from detectors.engine.spec import DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="slack_webhook",
    infotype="auth.key",
    zh="Slack Webhook",
    en="Slack webhook",
    patterns=(
        Pattern(
            r"hooks\.slack\.com/services/T[0-9A-Z]{8,12}/B[0-9A-Z]{8,12}/[0-9A-Za-z]{24}",
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
