"""Passwords inside URLs of databases and services: scheme, user, colon, password, at sign."""

from detectors.engine.spec import DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="url_password",
    infotype="auth.password",
    zh="连接串中的密码",
    en="Password in a URL",
    patterns=(Pattern(r"[A-Za-z][A-Za-z0-9+.\-]{1,24}://[^\s:/@\"'<>]*:[^\s/@\"'<>]+", "", "@", "secret"),),
    check="password",
    base=5,
    check_points=3,
    canonical="raw",
    mask="secret",
    context=(
        "jdbc",
        "dsn",
        "database_url",
        "数据库",
        "连接串",
        "redis",
        "mongodb",
        "mysql",
        "postgres",
        "postgresql",
        "amqp",
    ),
    share=False,
)
