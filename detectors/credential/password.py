"""Passwords given to their name in configuration, logs and prose; placeholders are none."""

from detectors.engine.spec import DetectorSpec, Pattern, whole

_NAME = r"(?:(?i:password|passwd|passphrase|pwd|pass|mima)|登录密码|初始密码|密码|口令)"
_SIGN = r"[\"'）)]?[ \t]{0,3}(?::|=|：|是|为)"

DETECTOR = DetectorSpec(
    id="password",
    infotype="auth.password",
    zh="密码",
    en="Password",
    patterns=(Pattern(_NAME + _SIGN, "[^A-Za-z]", "", "assigned"),),
    labelled=(whole(r"[\x21-\x7e]{6,64}"),),
    check="password",
    base=3,
    check_points=3,
    canonical="raw",
    mask="secret",
    context=(
        "密码",
        "口令",
        "登录密码",
        "账号",
        "用户名",
        "账户",
        "user",
        "username",
        "login",
        "数据库",
        "root",
        "admin",
        "credential",
    ),
    labels=("密码", "口令", "登录密码", "password", "passwd", "pwd", "mima", "user_password", "passphrase", "secret"),
    counter=("请输入", "示例", "placeholder", "must", "should", "at least"),
    counter_labels=("密码提示", "password_hint", "password_hash", "密码强度", "password_updated_at", "密码修改时间"),
    share=False,
)
