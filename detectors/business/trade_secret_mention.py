"""The words of a trade secret in running text: a weak sign that grows beside words of document control."""

from detectors.engine.spec import DetectorSpec, Pattern
from detectors.engine.words import DOCUMENT_MARKING

DETECTOR = DetectorSpec(
    id="trade_secret_mention",
    infotype="biz.trade_secret",
    zh="提及商业秘密",
    en="Mention of a trade secret",
    patterns=(Pattern(r"商业秘密|核心商密|普通商密|商業秘密|(?i:trade secret|strictly confidential)"),),
    base=2,
    canonical="text",
    mask="marking",
    context=DOCUMENT_MARKING,
    share=False,
    counter=(
        "保护法",
        "侵犯",
        "条例",
        "法律",
        "法规",
        "民法典",
        "刑法",
        "第十条",
        "司法解释",
        "law",
        "act",
        "article",
        "定义",
        "是指",
        "培训",
    ),
)
