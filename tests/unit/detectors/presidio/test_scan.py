"""Presidio behind the gate: the same results as the plain analyzer, few cells read, no network, no early import."""

import json
import random
import re
import socket
import subprocess
import sys

import pyarrow as pa
import pytest
from presidio_analyzer import AnalyzerEngine, PatternRecognizer, RecognizerRegistry
from presidio_analyzer.predefined_recognizers import CryptoRecognizer, PhoneRecognizer

from detectors.infotypes import catalogue
from detectors.model import LOW_POINTS, Chunk
from detectors.presidio import proof
from detectors.presidio.analyzer import LANGUAGE, QuickPhoneRecognizer, WordEngine, analyzer, expressions
from detectors.presidio.entities import DEFAULT_COUNTRIES, ENTITIES, LEFT_OUT, enabled
from detectors.presidio.gate import Gate
from detectors.presidio.scan import LONGEST, THRESHOLD, PresidioDetector, parts

WORDS = [
    "passport",
    "us",
    "account",
    "number",
    "bank",
    "checking",
    "ssn",
    "social",
    "security",
    "call",
    "phone",
    "mobile",
    "driver's",
    "license",
    "NHS",
    "patient",
    "wallet",
    "medicare",
    "national",
    "insurance",
    "DEA",
    "taxpayer",
    "id",
    "itin",
    "order",
    "status",
    "error",
    "用户",
    "手机",
    "护照",
    "银行",
    "账户",
    "é",
    "naïve",
    "订单",
    "the",
    "of",
    "and",
    ",",
    ".",
    ":",
    ";",
    "(",
    ")",
    "-",
    "/",
    "=",
    "#",
    "british",
    "uk",
]


def chunk(cells: list[str], label: str = "") -> Chunk:
    batch = pa.record_batch({"text": pa.array(cells, pa.large_utf8())})
    return Chunk(batch, {"kind": "line"}, label=label, shape="column" if label else "text")


def number(rng: random.Random) -> str:
    """Something that looks like one of the numbers sought, right or not."""
    digits = "".join(rng.choice("0123456789") for _ in range(20))
    letters = "".join(rng.choice("ABCDEFGHKLMX") for _ in range(3))
    return rng.choice(
        [
            f"{digits[:3]}-{digits[3:5]}-{digits[5:9]}", f"9{digits[:2]}-7{digits[2]}-{digits[3:7]}",
            f"+1 212-555-{digits[:4]}", f"(415) 555-{digits[:4]}", f"+44 20 7946 {digits[:4]}", f"212-555-{digits[:4]}",
            f"+86 138{digits[:8]}", f"138{digits[:8]}", digits[:9], digits[:10], digits[:12],
            f"{letters[0]}{digits[:8]}", f"{letters[:2]}{digits[:7]}", f"{letters[:2]}{digits[:6]}{letters[2]}",
            f"{digits[:3]} {digits[3:6]} {digits[6:10]}", "943 476 5919", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
            f"2024-01-{digits[:2]} 12:00:{digits[2:4]}", "1EG4TE5MK73", "QQ123456C", "AB123456C", "０１２３４５６７８",
        ]
    )  # fmt: skip


def documents(count: int) -> list[str]:
    rng = random.Random(5)
    joints = (" ", " ", " ", "", ": ", "：")
    return [
        rng.choice(joints).join(
            rng.choice(WORDS) if rng.random() < 0.6 else number(rng) for _ in range(rng.randint(1, 14))
        )
        for _ in range(count)
    ]


def numbers(count: int) -> list[str]:
    """Cells of a column: one number each."""
    rng = random.Random(6)
    return [number(rng) for _ in range(count)]


@pytest.mark.parametrize(
    ("countries", "label"),
    [
        (DEFAULT_COUNTRIES, ""),
        (DEFAULT_COUNTRIES, "us passport"),
        (DEFAULT_COUNTRIES, "account_number"),
        (DEFAULT_COUNTRIES, "nhs ssn"),
        (("de", "in", "sg"), ""),
    ],
)
def test_equals_the_plain_analyzer(countries: tuple[str, ...], label: str) -> None:
    """For every cell the gated detector reports exactly the reportable results of `AnalyzerEngine.analyze`."""
    detector, own = PresidioDetector(countries), analyzer(countries)
    theirs = [r for r in own.registry.recognizers if not isinstance(r, QuickPhoneRecognizer)]
    registry = RecognizerRegistry(recognizers=[*theirs, PhoneRecognizer()], supported_languages=[LANGUAGE])
    plain = AnalyzerEngine(registry=registry, nlp_engine=WordEngine(), supported_languages=[LANGUAGE])
    cells = documents(350) if not label else [*documents(60), *numbers(200)]
    given = {(f.cell, f.start, f.end, f.infotype, f.points) for f in detector.detect(chunk(cells, label))}
    wanted = set()
    for cell, text in enumerate(cells):
        context = re.findall("[A-Za-z]+", label) or None
        for result in plain.analyze(text, LANGUAGE, score_threshold=THRESHOLD, context=context):
            points = round(result.score * 10)
            if (
                result.entity_type in enabled(countries)
                and points >= LOW_POINTS
                and detector._worth(result, text, label)
            ):
                start, end = (len(text[:place].encode()) for place in (result.start, result.end))
                wanted.add((cell, start, end, ENTITIES[result.entity_type].infotype, points))
    assert given == wanted
    assert len(given) > (20 if not label else 5)


def test_phones_as_presidio_finds_them() -> None:
    """Sparing regions changes nothing: cells that are one number give what Presidio's own recognizer gives."""
    own, theirs = QuickPhoneRecognizer(), PhoneRecognizer()
    rng = random.Random(8)
    for text in ["+44 20 7946 0018", " (415) 555-0123 ", "+1 212-555-0100 x12", *(number(rng) for _ in range(120))]:
        spans = [[(r.start, r.end, r.score) for r in one.analyze(text, ["PHONE_NUMBER"])] for one in (own, theirs)]
        assert spans[0] == spans[1]


def test_works_without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is looked up or downloaded: with every socket refused, results are the same."""

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    found = PresidioDetector().detect(chunk(["call me: +44 20 7946 0018, my SSN is 219-09-9998"]))
    assert {f.infotype for f in found} == {"intl.phone", "us.ssn"}


ORDINARY = (
    (
        "2026-03-03 12:46:58.164 INFO [http-nio-8080-exec-33] c.a.s.OrderService - order=671197764309871497 cost=780ms "
        "status=OK trace=bc12fdf5555b0f9e38e64c1477d5580e uri=/api/v1/orders/828036?page=4&size=20"
    ),
    "trace=d7189e5a5b4dea1e3b2dea5724f3cacb span=7dea2f000001 id=1Kx9aQ7bTz5Vn2Wm8Rp4Lc6Yd3Hf",
    "客服热线 400-820-8820，拨打 800-810-1234 转 3",
    "手机13972640518,张伟,浙江省杭州市西湖区文三路478号,6222021234567890123,2024-01-01 12:00:00",
    '{"id": 1700000000123, "ssn": null, "token": "3QJmV3qfvL9SuYo34YihAf3sRCW3qSinyD", "v": "10.0.19045.3803"}',
    "def nhs(passport): return dea(itin, mbi) + 42",
    "us passport holders and uk passport holders queue here, driving licence at hand",
    "SHA-256 3f1a9C0eB7d245aF6c8E90b1A2d3C4e5F60718293a4B5c6D7e8F901a2b3C4d5E",
    "INSERT INTO t VALUES (1,'张三','13972640518','110101199003074514');",
    "GET /api?x=212.555.0100.7 200-404-1234",
    "status=200 id=1700000000",
)
"""Lines of logs, CSV, JSON and source code that hold words and shapes of foreign identifiers, but none of them."""


def test_presidio_is_imported_only_when_needed() -> None:
    """Making the detector and reading text without foreign identifiers imports neither Presidio nor spaCy."""
    program = (
        "import sys, pyarrow as pa\n"
        "from detectors.model import Chunk\n"
        "from detectors.presidio.scan import PresidioDetector\n"
        "cells = pa.array(sys.argv[1:], pa.large_utf8())\n"
        "assert not PresidioDetector().detect(Chunk(pa.record_batch({'text': cells}), {'kind': 'line'}))\n"
        "assert not {'spacy', 'presidio_analyzer'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program, *ORDINARY], check=True)


def test_the_patterns_are_those_of_presidio() -> None:
    """The expressions, flags and regions that decide on the import are those of the Presidio that is installed."""
    countries = tuple({entity.country for entity in ENTITIES.values()} - {""})
    engine = analyzer(countries)
    theirs = expressions(engine)
    ours = json.loads(proof.PATTERNS.read_text(encoding="utf-8"))
    assert ours == {name: theirs[name] for name in ours}
    assert ours.keys() == ENTITIES.keys() - {"PHONE_NUMBER"}
    flags = {r.global_regex_flags for r in engine.registry.recognizers if isinstance(r, PatternRecognizer)}
    assert flags == {proof.FLAGS}
    assert tuple(PhoneRecognizer.DEFAULT_SUPPORTED_REGIONS) == proof.REGIONS


def test_wallets_as_presidio_checks_them() -> None:
    """Our check of a Bitcoin address agrees with Presidio's on right and wrong addresses of each form."""
    theirs = CryptoRecognizer()
    rng = random.Random(12)
    right = [
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
    ]  # fmt: skip
    assert all(proof.is_wallet(text) for text in right)
    for text in right:
        for _ in range(50):
            at = rng.randrange(len(text))
            wrong = text[:at] + rng.choice("123qpzABC") + text[at + 1 :]
            assert proof.is_wallet(wrong) == bool(theirs.validate_result(wrong))


def test_terminated_cells_are_scanned_as_they_lie() -> None:
    """Cells that end in a line feed give the same with and without a copy, in slices too."""
    cells = pa.array([f"{text}\n" for text in documents(200)], pa.large_utf8())
    gate = Gate(enabled(DEFAULT_COUNTRIES))
    for part in (cells, cells.slice(7, 90), cells.slice(3, 1), cells.slice(0, 0)):
        assert gate.candidates(part, terminated=True) == gate.candidates(part)


def test_chinese_numbers_are_left_to_our_own_detectors() -> None:
    """Chinese mobiles, landlines, timestamps and hashes never reach Presidio."""
    cells = [
        "13812345678", "+86 138 1234 5678", "010-62345678", "2024-01-15 12:30:45", "1700000000",
        "d41d8cd98f00b204e9800998ecf8427e", "110101199003074514", "6222021234567890123", "E12345678", "status 123456789",
    ]  # fmt: skip
    detector = PresidioDetector()
    assert detector.detect(chunk(cells)) == []
    assert "_analyzer" not in vars(detector)


def test_the_label_of_a_column_is_context() -> None:
    """In a column called ssn nine bare digits count; without the label they do not."""
    detector = PresidioDetector()
    assert [f.infotype for f in detector.detect(chunk(["219099998"], "ssn"))] == ["us.ssn"]
    assert detector.detect(chunk(["219099998"])) == []


def test_offsets_are_bytes_of_the_cell() -> None:
    """Chinese before a number does not shift its span."""
    cells = ["", "电话：+44 20 7946 0018。"]
    (found,) = PresidioDetector().detect(chunk(cells))
    assert cells[found.cell].encode()[found.start : found.end] == b"+44 20 7946 0018"


def test_long_cells_are_read_in_parts() -> None:
    """A cell of a million characters is cut at white space, and offsets still point into the cell."""
    text = "word " * 20_000 + "call +44 20 7946 0018 now " + "字 " * 20_000
    assert "".join(part for _, part in parts(text)) == text
    assert all(text[base : base + len(part)] == part and len(part) <= LONGEST for base, part in parts(text))
    (found,) = PresidioDetector().detect(chunk([text]))
    assert text.encode()[found.start : found.end] == b"+44 20 7946 0018"


def test_every_entity_is_accounted_for() -> None:
    """Each entity taken over has an infotype in the catalogue; none is both taken over and left out."""
    assert {entity.infotype for entity in ENTITIES.values()} <= catalogue().keys()
    assert not ENTITIES.keys() & LEFT_OUT.keys()
    supported = {name for r in analyzer(DEFAULT_COUNTRIES).registry.recognizers for name in r.supported_entities}
    assert set(enabled(DEFAULT_COUNTRIES)) <= supported
