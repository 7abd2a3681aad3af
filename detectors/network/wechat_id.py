"""WeChat IDs: the internal wxid_ form anywhere, chosen ones beside their name or in a column of that name."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern, whole, word

DETECTOR = DetectorSpec(
    id="wechat_id",
    infotype="net.wechat_id",
    zh="微信号",
    en="WeChat ID",
    patterns=(
        word(r"wxid_[a-z0-9]{12,22}"),
        Pattern(
            r"(?:微信号?|(?i:wechat|weixin|v信|wx))(?:号码?|id|ID)?(?:[:= \"']|：){1,4}[A-Za-z][A-Za-z0-9_\-]{5,19}",
            NOT_WORD,
            r"[^0-9A-Za-z_\-@.(]",
            "name",
        ),
    ),
    labelled=(whole(r"[A-Za-z][A-Za-z0-9_\-]{5,19}"),),
    base=4,
    canonical="text",
    mask="edge",
    context=("联系方式", "加我", "好友"),
    labels=("微信", "微信号", "wechat", "wechat_id", "weixin", "wx", "wxh", "wx_id"),
    counter=("appid", "小程序", "公众号", "支付"),
)
