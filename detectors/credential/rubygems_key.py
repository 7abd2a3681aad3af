"""RubyGems keys: rubygems and forty-eight hexadecimal digits."""

from detectors.engine.spec import DetectorSpec, word

DETECTOR = DetectorSpec(
    id="rubygems_key",
    infotype="auth.key",
    zh="RubyGems 密钥",
    en="RubyGems key",
    patterns=(word(r"rubygems_[0-9a-f]{48}"),),
    check="key",
    base=3,
    check_points=3,
    canonical="raw",
    mask="key",
    context=("密钥", "accesskey", "access_key", "secret", "token", "key", "credential", "凭证", "令牌"),
    share=False,
)
