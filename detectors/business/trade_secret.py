"""Markings of trade secrets and confidential papers: in brackets, as a line of their own, or before words of document control."""

from detectors.engine.spec import DetectorSpec, Pattern
from detectors.engine.words import DOCUMENT_MARKING

_WORD = r"(?:核心商密|普通商密|商业秘密|商密|商業秘密|机密|(?i:trade secret|strictly confidential|company confidential|confidential))"
_OPEN = r"(?:\[|\(|<|【|（|〔|《|「)"
_CLOSE = r"(?:\]|\)|>|】|）|〕|》|」)"
_EDGE = r"(?:[ \t]|　)*"
_REST = r"(?:[ \t\r,/|!-]|　|：|:|·|—|！|▲|◆|，|。|、)*"

DETECTOR = DetectorSpec(
    id="trade_secret",
    infotype="biz.trade_secret",
    zh="商业秘密标志",
    en="Trade secret marking",
    patterns=(
        Pattern(_OPEN + _EDGE + _WORD + _EDGE + _CLOSE),
        Pattern(_EDGE + r"(?:#{1,6} )?" + _WORD + _REST, r"\n", r"\n"),
        Pattern(_WORD + _REST + r"(?:请勿|不得|严禁|禁止|仅限|(?i:do not|internal))"),
        Pattern(r"密级" + _EDGE + r"(?::|：)" + _EDGE + r"(?:核心商密|普通商密|商业秘密|商密|机密|秘密|内部)"),
    ),
    base=5,
    canonical="text",
    mask="marking",
    context=DOCUMENT_MARKING,
    share=False,
    counter=("保护法", "侵犯", "条例", "法律", "法规", "司法解释", "law"),
)
