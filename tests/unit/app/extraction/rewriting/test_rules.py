"""Rules: what is replaced where."""

import pytest

from app.extraction.rewriting.rules import Edit, Rule, Rules, pack, spread


def rules(*given: Rule) -> Rules:
    return Rules.unpack(pack(given))


@pytest.mark.parametrize(
    ("text", "replaced"),
    [
        ("手机13812345678。", "手机X。"),
        ("a13812345678", "a13812345678"),
        ("138123456789", "138123456789"),
        ("13812345678,13812345678", "X,X"),
    ],
)
def test_word_keeps_to_borders(text, replaced):
    """A value is replaced beside Han characters and marks, not inside a longer number or word."""
    assert rules(Rule("13812345678", "X", "word")).replace(text) == replaced


def test_bare_goes_anywhere():
    """A bare rule knows no borders."""
    assert rules(Rule("123456", "X", "bare")).replace("a1234567") == "aX7"


def test_longest_value_wins():
    """Where two values begin at one place, the longer is replaced."""
    both = rules(Rule("张三", "A", "bare"), Rule("张三丰", "B", "bare"))
    assert both.replace("张三丰和张三") == "B和A"


def test_near_needs_its_neighbours():
    """A word is replaced between the characters it was found between, and nowhere else."""
    near = rules(Rule("高峰", "X", "near", left="客户", right="来电", right_edge=True))
    assert near.replace("客户高峰来电 高峰期") == "客户X来电 高峰期"
    assert near.replace("客户高峰来电者") == "客户高峰来电者"


def test_whole_text():
    """A value that is all of a text is replaced with the space around it kept."""
    assert rules(Rule("高峰", "X", "near", whole=True, left="a")).replace(" 高峰\n") == " X\n"


def test_run_borders_do_not_matter():
    """What replaces a span over several pieces stands in the first; the others lose their part."""
    assert spread(["手机 138", "1234", "5678 止"], [Edit(3, 14, "M")]) == ["手机 M", "", " 止"]
    assert spread(["ab", "cd"], [Edit(0, 1, "X"), Edit(3, 4, "Y")]) == ["Xb", "cY"]


def test_many_values_of_one_beginning():
    """Ten thousand numbers with the same first digits are all found."""
    values = [f"138{number:08d}" for number in range(10_000)]
    many = rules(*(Rule(value, "X", "word") for value in values))
    assert many.replace(" ".join(values)) == " ".join(["X"] * 10_000)


def test_key_blocks():
    """A private key is replaced to its end line, on one line or on many; other text stays."""
    key = "-----BEGIN RSA PRIVATE KEY-----"
    block = f"{key}\nAAAABBBBCCCC\n-----END RSA PRIVATE KEY-----"
    made = rules(Rule(key, "***", "word"))
    assert made.lines(f"a\n{block}\nb") == "a\n***\n***\n***\nb"
    assert made.replace(f"x {block} y") == "x *** y"
    assert made.open_keys == 0
    made.replace(key)
    assert made.open_keys == 1
