"""QQ numbers beside their name, or in a column of that name."""

from detectors.engine.spec import NOT_WORD, DetectorSpec, Pattern, whole

DETECTOR = DetectorSpec(
    id="qq",
    infotype="net.qq",
    zh="QQ 号",
    en="QQ number",
    patterns=(
        Pattern(r"(?i:qq|扣扣|企鹅号)(?:号码?)?(?:[:= \"']|：){0,4}[1-9]\d{4,10}", NOT_WORD, NOT_WORD, "digits"),
    ),
    labelled=(whole(r"[1-9]\d{4,10}"),),
    base=4,
    canonical="digits",
    mask="edge",
    context=("联系方式", "加我", "好友", "contact"),
    labels=("qq", "qq号", "qq号码", "扣扣", "qqh", "qq_no", "qq_number"),
    counter=("版本", "version"),
)
