"""The grammar of Chinese postal addresses: divisions, streets, numbers, and how specific a place is."""

import re
from collections.abc import Iterator
from typing import Final

from detectors.ner.words import HAN, divisions

LONGEST: Final = 60
"""Most characters of an address."""
_LONGEST_DIVISION: Final = 11
_NUMERAL: Final = "A-Za-z0-9０-９一二三四五六七八九十百零〇甲乙丙丁"
_NUMBER_END: Final = "号楼|號樓|号院|号门(?![前口卫外旁边禁店])|号|號|栋|幢|座|单元|室|层|楼|樓|房间|房|户|弄|巷|组|排|队|区|期|门(?![前口卫外旁边禁店])|米"
_STREET_END: Final = (
    "大街|大道|胡同|街道办|街道|社区|小区|花园|大厦|广场|公寓|家园|新村|科技园|产业园|工业园|开发区|高新区|园区|新区|新城|"
    "花苑|雅苑|嘉园|名苑|华庭|豪庭|华府|名邸|公馆|雅居|水岸|中心|大院|宿舍|写字楼|大楼|商场|商城|路|街|道|巷|弄|里|镇|乡|村|屯|庄|苑|园|城|湾|府|坊|苏木|嘎查"
)
_ESTATE_END: Final = "小区|社区|花园|家园|公寓|大厦|广场|新村|写字楼|大院|新城"
"""What may follow a name that ends like a street: 阳光里小区."""
_NOT_IN_NAME: Final = "的了在是和与及到从于也都就还这那我你他她们吗被把让给说去来住"
_NUMBER: Final = re.compile(
    rf"(?:[东西南北中一二三四五六七八九十]段|[东西南北][侧口]|[段侧口])?\s?附?[{_NUMERAL}#][{_NUMERAL}\-－—#]{{0,7}}(?:{_NUMBER_END})(?:[东西南北中]?[楼院侧塔])?"
)
_BARE_NUMBER: Final = re.compile(
    r"[A-Za-z]?-?\d{1,4}(?:[-－—]\d{1,5}){0,3}(?![0-9A-Za-z年月日时分秒元万亿%岁人个次名位])"
)
_SPACED: Final = re.compile(rf"[{HAN}] [{HAN}]")
"""An address whose parts are written apart goes on behind a space; any other ends there."""
_TAIL_NUMERAL: Final = re.compile(rf"[{_NUMERAL}\-－—]+$")
_BEFORE_ROOM: Final = re.compile(rf"(?:{_STREET_END}|[座栋幢楼]|单元)$")
_STREET: Final = re.compile(
    rf"(?:(?![{_NOT_IN_NAME}])[{HAN}A-Za-z0-9０-９]){{1,12}}?(?:{_STREET_END})(?:{_ESTATE_END})?(?:[东西南北中一二三四五六七八九十]?段|[东西南北]侧)?"
)
_NUMBERED: Final = re.compile(
    rf"[0-9０-９一二三四五六七八九十百零〇][{_NUMERAL}\-－—]*(?:号楼|号院|号|號|弄|栋|幢|座|单元|室|层|楼|樓|组|户|房)|[路街道巷弄村苑园区厦]\s?\d{{1,4}}"
)
_ROAD: Final = re.compile(r"(?:大?街|路|大道)(?=[0-9０-９])")
"""The rest of a street that is called like a town: 苏州街."""
_ESTATE: Final = re.compile(
    rf"(?:(?![{_NOT_IN_NAME}])[{HAN}]){{2,10}}?(?=[{_NUMERAL}]{{1,4}}(?:号楼|[栋幢座期区]|单元|-[0-9]))"
)
"""An estate before the number of a building, where the words before speak of an address."""
_BUILDING: Final = re.compile(rf"[{_NUMERAL}]{{1,4}}(?:号楼|[栋幢座室]|单元)")
_PLACE: Final = re.compile(rf"[{HAN}0-9A-Za-z](?:{_STREET_END})")
_RANK: Final = re.compile(r"[省市区县旗州盟]")
_STOP: Final = re.compile(r"[，。；,;\n\t、！!？?|\"'“”（(<>\r]|(?:联系)?电话|手机|邮编|收[件货]人|联系人|姓名|邮箱")


def division_at(text: str, start: int) -> int:
    """End of the administrative divisions that stand one after another from `start`; `start` where there is none."""
    known, end, moved = divisions(), start, True
    while moved and end - start < LONGEST:
        moved = False
        at = end + 1 if end > start and text[end : end + 1] == " " else end
        for length in range(min(_LONGEST_DIVISION, len(text) - at), 1, -1):
            if text[at : at + length] in known:
                end, moved = at + length, True
                break
    return end


def division_before(text: str, end: int, floor: int = 0) -> int:
    """Start of the administrative divisions that end at `end`, not before `floor`; `end` where there is none."""
    known, start, moved = divisions(), end, True
    while moved and end - start < LONGEST:
        moved = False
        for length in range(min(_LONGEST_DIVISION, start - floor), 1, -1):
            if text[start - length : start] in known:
                start, moved = start - length, True
                break
    return start


def extended(text: str, start: int, end: int, *, streets: bool) -> int:
    """End of the address that begins at `start`, once every street (if `streets`) and number after `end` is taken in."""
    spaced = _SPACED.search(text, start, end) is not None
    while end - start < LONGEST:
        at = end + 1 if spaced and text[end : end + 1] == " " else end
        match = _NUMBER.match(text, at)
        if match is None and streets:
            match = _ROAD.match(text, at) or _STREET.match(text, at)
        if match is None and _BEFORE_ROOM.search(text, max(start, end - 4), end):
            match = _BARE_NUMBER.match(text, end)
        if match is None or match.end() - start > LONGEST:
            break
        end = match.end()
    return end


def reach(text: str, start: int, end: int) -> int:
    """End of the address that the model saw from `start` to `end`, with what belongs to it after that.

    The model may stop within a number (五|号院), so a number at the end is read again.
    """
    tail = _TAIL_NUMERAL.search(text, start, end)
    streets = grade(text[start:end]) > 0
    return max(end, extended(text, start, tail.start() if tail else end, streets=streets))


def grade(text: str) -> int:
    """Points for an address by how closely it tells a place.

    4 with a number in a street, or a street or village within a division; 2 for either alone; 0 for a bare town.
    """
    after = division_at(text, 0)
    rest = text[after:]
    numbered, street = _NUMBERED.search(rest) is not None, _PLACE.search(rest) is not None
    if (numbered and (street or after)) or (street and after):
        return 4
    return 2 if street and len(rest) > 2 else 0


def within(text: str) -> bool:
    """Whether a place of two characters or more stands behind a division: 朝阳区望京, not 朝阳区."""
    after = division_at(text, 0)
    return after > 0 and len(text) - after >= 2


def numbered(text: str) -> bool:
    """Whether a house, floor or room number stands in the address."""
    return _NUMBERED.search(text[division_at(text, 0) :]) is not None


def written_out(text: str) -> Iterator[tuple[int, int]]:
    """Spans in `text` that the grammar alone calls an address: known divisions, then street and number."""
    done = 0
    for rank in _RANK.finditer(text):
        end = rank.end()
        if end <= done:
            continue
        start = division_before(text, end, done)
        if start == end:
            continue
        after = division_at(text, start)
        reach = extended(text, start, max(after, end), streets=True)
        done = max(reach, end)
        if reach > end and numbered(text[start:reach]) and _NUMBERED.search(text[end:reach]):
            yield start, reach


def after_label(text: str, start: int) -> int:
    """End of the address that a label announces at `start`: up to a stop mark; `start` where none is written there."""
    stop = _STOP.search(text, start, min(len(text), start + LONGEST))
    end = stop.start() if stop else min(len(text), start + LONGEST)
    while end > start and text[end - 1].isspace():
        end -= 1
    return end if grade(text[start:end]) >= 4 or _BUILDING.search(text, start, end) else after_word(text, start)


def after_word(text: str, start: int) -> int:
    """End of the numbered address that follows a word like 送到 at `start`; `start` where none is written there."""
    after = division_at(text, start)
    estate = _ESTATE.match(text, after)
    street = _STREET.match(text, after)
    if estate and (street is None or street.end() >= estate.end()):
        after = estate.end()
    end = extended(text, start, after, streets=True)
    return end if re.search(rf"[{_NUMERAL}]", text[after:end]) and end - start >= 4 else start
