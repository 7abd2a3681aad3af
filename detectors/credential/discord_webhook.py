"""Webhooks of Discord: who holds the address can post."""

from detectors.engine.spec import DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="discord_webhook",
    infotype="auth.key",
    zh="Discord Webhook",
    en="Discord webhook",
    patterns=(
        Pattern(r"discord(?:app)?\.com/api/webhooks/[0-9]{17,20}/[0-9A-Za-z_\-]{40,}", "", r"[^0-9A-Za-z_\-]", "name"),
    ),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
