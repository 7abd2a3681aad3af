"""Markings of trade secrets and confidential papers: in brackets, as a line of their own, or before words of document control."""

from detectors.engine.spec import DetectorSpec, Pattern
from detectors.engine.words import DOCUMENT_MARKING

_WORD = r"(?:核心商密|普通商密|商业秘密|商密|商業秘密|机密|(?i:trade secret|confidential))"

DETECTOR = DetectorSpec(
    id="trade_secret",
    infotype="biz.trade_secret",
    zh="商业秘密标志",
    en="Trade secret marking",
    patterns=(Pattern(_WORD),),
    check="marking",
    base=2,
    check_points=3,
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
