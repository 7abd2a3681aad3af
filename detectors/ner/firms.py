"""Firms by their legal form: 杭州某某科技有限公司 is one whatever the model says."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from detectors.ner import addresses
from detectors.ner.model import Entity
from detectors.ner.sight import ORG, Sight
from detectors.ner.words import HAN

LONGEST: Final = 30
"""Most characters before the legal form."""
SHORTEST: Final = 2
_FORM: Final = re.compile(
    rf"(?:有限责任公司|(?:股份|集团)?有限公司|股份公司|集团公司|合伙企业|(?:律师|会计师|税务师|资产评估|专利代理)事务所)"
    rf"(?:[（(](?:有限合伙|普通合伙|特殊普通合伙|[{HAN}]{{2,6}})[）)])?(?:[{HAN}]{{2,8}}?(?:分公司|分行|支行|营业部|办事处))?"
)
_NAME: Final = re.compile(rf"[{HAN}A-Za-z0-9（）()·&]{{1,{LONGEST}}}$")
_BREAK: Final = re.compile(
    r".*(?:就职于|任职于|供职于|入职|签约|加入|委托|授权|转给|卖给|付款单位|收款单位|供应商|单位|公司名称|企业名称|[甲乙丙丁]方|"
    r"客户|雇主|其中|以及|或者|一家|这家|该|[与在到于由向给是为的了让被把将从经等或我你他她们称叫])",
    re.DOTALL,
)
"""Everything up to the last word that cannot be of a firm's name; 和 and 及 can be, and are cut by the model alone."""


def firms(text: str, entities: Sequence[Entity]) -> Iterator[Sight]:
    """Every firm of `text` that is called by its legal form; where it begins, the model is asked first."""
    done = 0
    for form in _FORM.finditer(text):
        name = _NAME.search(text, max(done, form.start() - LONGEST), form.start())
        if name is None:
            continue
        start = _begin(text, name.start(), form.start(), entities)
        if form.start() - start >= SHORTEST:
            yield Sight(start, form.end(), ORG, 4, "rule")
            done = form.end()


def _begin(text: str, floor: int, end: int, entities: Sequence[Entity]) -> int:
    stop = _BREAK.match(text, floor, end)
    floor = stop.end() if stop else floor
    starts = [
        one.start for one in entities if one.label != "PER" and floor <= one.start <= end - SHORTEST <= one.end - 1
    ]
    starts += [at for at in range(floor, end - 1) if addresses.division_at(text, at) > at][:1]
    start = min(starts, default=floor)
    while start > floor and text[start - 1] == "某":
        start -= 1
    return start
