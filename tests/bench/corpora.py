"""Seeded corpora for the benchmarks: log text, dense customer columns, text without personal data."""

import datetime as dt

import pyarrow as pa

from detectors.model import Chunk
from tests.generators import Generator

LEVELS = ("INFO", "INFO", "INFO", "WARN", "DEBUG", "ERROR")
PATHS = (
    "/api/v1/orders",
    "/api/v1/login",
    "/static/app.js",
    "/healthz",
    "/api/v2/search?q=shoes&page=2",
    "/admin/report",
)
SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗"
GIVEN = ("伟", "芳", "秀英", "敏", "静", "建国", "丽娟", "强", "磊", "晓东", "雪梅", "志明")
ENGLISH = (
    "The committee met again in the afternoon to discuss the annual budget and the plans for the new library.",
    "Nobody could remember when the bridge had last been painted, but everyone agreed that it was overdue.",
    "A quiet river runs behind the old mill, and in spring the banks are covered with yellow flowers.",
)
CHINESE = (
    "会议室里坐满了人，大家正在讨论明年的工作计划和预算安排。",
    "这条小河从山脚下流过，春天的时候两岸开满了黄色的野花。",
    "项目组按照进度完成了第三阶段的开发，质量符合预期，客户表示满意。",
)


def _batch(cells: list[str]) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pa.array(cells, pa.large_utf8())], ["text"])


def _chunks(lines: list[str], size: int = 1 << 20) -> list[Chunk]:
    """Lines with their line feeds as chunks of about `size` bytes."""
    out, cells, room, base = [], [], 0, 1
    for line in lines:
        cells.append(line + "\n")
        room += len(line) + 1
        if room >= size:
            out.append(Chunk(_batch(cells), {"kind": "line"}, base=base, terminated=True))
            base += len(cells)
            cells, room = [], 0
    if cells:
        out.append(Chunk(_batch(cells), {"kind": "line"}, base=base, terminated=True))
    return out


def log_lines(size: int, seed: int = 1) -> list[str]:
    """Log lines of about `size` bytes in all, one identifier a kilobyte."""
    made = Generator(seed)
    makers = (
        lambda: f"user phone={made.cn_mobile()} logged in",
        lambda: f"bound id card {made.cn_id_card()}",
        lambda: f"mail sent to {made.email()}",
        lambda: f"card {made.bank_card()} charged",
        lambda: f"client_ip={made.ipv4()} accepted",
    )
    lines, total, since = [], 0, 0
    clock = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    while total < size:
        clock += dt.timedelta(milliseconds=made.random.randint(1, 900))
        head = f"{clock:%Y-%m-%d %H:%M:%S}.{clock.microsecond // 1000:03d} {made.random.choice(LEVELS)} [worker-{made.random.randint(1, 32)}] "
        if since >= 1024:
            line, since = head + made.random.choice(makers)(), 0
        else:
            line = (
                f"{head}GET {made.random.choice(PATHS)} status={made.random.choice((200, 200, 304, 404))} "
                f"bytes={made.random.randint(100, 99999)} took={made.random.randint(1, 900)}ms trace={made.hexadecimal('16')}"
            )
        lines.append(line)
        total += len(line) + 1
        since += len(line) + 1
    return lines


def log(size: int, seed: int = 1) -> list[Chunk]:
    """`log_lines` as chunks."""
    return _chunks(log_lines(size, seed))


def crm_columns(rows: int, seed: int = 2) -> dict[str, list[str]]:
    """The columns of a customer table: name, mobile, ID, mail, card, address, order number, date."""
    made = Generator(seed)
    columns: dict[str, list[str]] = {
        "姓名": [made.random.choice(SURNAMES) + made.random.choice(GIVEN) for _ in range(rows)],
        "手机号": [made.cn_mobile() for _ in range(rows)],
        "身份证号": [made.cn_id_card() for _ in range(rows)],
        "email": [made.email() for _ in range(rows)],
        "bank_card": [made.bank_card() for _ in range(rows)],
        "地址": [
            f"浙江省杭州市西湖区文三路{made.random.randint(1, 999)}号{made.random.randint(1, 30)}室"
            for _ in range(rows)
        ],
        "订单号": [made.order_number() for _ in range(rows)],
        "created_at": [f"{made.birth_date(2015, 2024):%Y-%m-%d}" for _ in range(rows)],
    }
    return columns


def crm(rows: int, seed: int = 2) -> list[Chunk]:
    """`crm_columns` as chunks, one a column, of at most 64 Ki rows."""
    out = []
    for label, cells in crm_columns(rows, seed).items():
        for place in range(0, rows, 1 << 16):
            batch = _batch(cells[place : place + (1 << 16)])
            where = {"kind": "cell", "column": label}
            out.append(Chunk(batch, where, ordinal="row", base=place + 1, label=label, shape="column"))
    return out


def clean(size: int, sentences: tuple[str, ...], seed: int = 3) -> list[Chunk]:
    """Prose without personal data, in chunks."""
    made = Generator(seed)
    lines, total = [], 0
    while total < size:
        line = " ".join(made.random.choices(sentences, k=6))
        lines.append(line)
        total += len(line.encode()) + 1
    return _chunks(lines)


def volume(chunks: list[Chunk]) -> int:
    """The bytes of text in `chunks`."""
    return sum(int(chunk.text.buffers()[2].size) for chunk in chunks)
