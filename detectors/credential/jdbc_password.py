"""Passwords in Oracle JDBC URLs: user, slash, password, at sign."""

from detectors.engine.spec import DetectorSpec, Pattern

DETECTOR = DetectorSpec(
    id="jdbc_password",
    infotype="auth.password",
    zh="JDBC 连接串中的密码",
    en="Password in an Oracle JDBC URL",
    patterns=(Pattern(r"jdbc:oracle:(?:thin|oci):[0-9A-Za-z_$#]{1,30}/[^\s/@\"'<>]{4,64}", "", "@", "secret"),),
    check="password",
    base=3,
    check_points=3,
    canonical="raw",
    mask="secret",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
