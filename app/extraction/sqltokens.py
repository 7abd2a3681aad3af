"""The statements of SQL dumps that hold rows: their tables, columns and values."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from app.extraction.tables import WIDTH_MOST

NAME = r"(?:`[^`]*`|\"[^\"]*\"|\[[^\]]*\]|[\w$]+)"
TABLE = rf"{NAME}(?:\s*\.\s*{NAME})*"
COPY = re.compile(rf"COPY\s+({TABLE})\s*(?:\(([^)]*)\))?\s*FROM\s+stdin[^;]*;[ \t]*\r?\n", re.IGNORECASE)
INSERT = re.compile(
    rf"(?:INSERT|REPLACE)\s+(?:\w+\s+){{0,3}}?INTO\s+({TABLE})\s*(?:\(([^()]*)\))?[^('\";]*?VALUES\s*", re.IGNORECASE
)
CREATE = re.compile(rf"CREATE\s+(?:\w+\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?({TABLE})\s*\(\s*\n", re.IGNORECASE)
COLUMN = re.compile(rf"\s*({NAME})\s+\w")
NO_COLUMN = frozenset({"PRIMARY", "KEY", "UNIQUE", "CONSTRAINT", "INDEX", "FOREIGN", "CHECK", "FULLTEXT", "SPATIAL"})
STANDARD = re.compile(r"'(?:[^']|'')*'|[(),;]|[^\s'(),;]+")
BACKSLASHED = re.compile(r"'(?:[^'\\]|\\.|'')*'|\"(?:[^\"\\]|\\.)*\"|[(),;]|[^\s'\"(),;]+", re.DOTALL)
PLAIN = r"(?:'[^'\\]*'|[^'\"(),;\\\s]+)"
PLAIN_ROW = re.compile(rf"\s*\(({PLAIN}(?:,\s?{PLAIN})*)\)\s*([,;])")
PLAIN_VALUE = re.compile(PLAIN)
MARK = re.compile(r"\s*(\S)")
MODIFIERS = frozenset({"NULL", "_BINARY", "E", "N"})
ESCAPE = re.compile(r"\\(.)|''", re.DOTALL)
LETTERS = {"n": "\n", "t": "\t", "r": "\r", "0": "\x00", "b": "\b", "Z": "\x1a", "f": "\f", "v": "\v"}


@dataclass(frozen=True, slots=True)
class Inserted:
    """An INSERT statement: its table, its columns where it names them, its rows, and where it ends."""

    table: str
    columns: list[str]
    rows: list[list[str]]
    end: int


def plain_name(quoted: str) -> str:
    """A table or column name without its quotes."""
    return re.sub(r"[`\"\[\]]", "", quoted).strip()


def names(listed: str | None) -> list[str]:
    """The columns of a list between brackets."""
    return [plain_name(name) for name in listed.split(",")] if listed else []


def created(text: str) -> Iterator[tuple[str, list[str]]]:
    """The tables that `text` makes, with their columns."""
    match = CREATE.search(text)
    while match:
        end = text.find("\n)", match.end() - 1)
        if end < 0:
            return
        found = (COLUMN.match(line) for line in text[match.end() : end].split("\n"))
        columns = [plain_name(column[1]) for column in found if column]
        yield plain_name(match[1]), [column for column in columns if column.upper() not in NO_COLUMN]
        match = CREATE.search(text, end)


def _unescaped(literal: str, *, backslashes: bool) -> str:
    inner = literal[1:-1]
    if not backslashes:
        return inner.replace("''", "'")
    if "\\" not in inner and "''" not in inner:
        return inner
    return ESCAPE.sub(lambda match: "'" if match[1] is None else LETTERS.get(match[1], match[1]), inner)


def inserted(text: str, at: int, *, backslashes: bool) -> Inserted | None:
    """The INSERT statement at `at`; None where it is none or does not end within `text`."""
    head = INSERT.match(text, at)
    if not head:
        return None
    rows: list[list[str]] = []
    at, mark = head.end(), ","
    while mark == ",":
        plain = PLAIN_ROW.match(text, at)
        if plain:
            rows.append([_plain_value(cell) for cell in PLAIN_VALUE.findall(plain[1])])
            at, mark = plain.end(), plain[2]
            continue
        row = _row(text, at, backslashes=backslashes)
        if row is None:
            return None
        values, at, mark = row
        rows.append(values)
    if mark != ";":
        # what to do on a conflict stands between the rows and the end
        at = text.find(";", at) + 1
    return Inserted(plain_name(head[1]), names(head[2]), rows, at) if at else None


def _plain_value(cell: str) -> str:
    if cell[0] == "'":
        return cell[1:-1]
    return "" if cell.upper() == "NULL" else cell


def _row(text: str, at: int, *, backslashes: bool) -> tuple[list[str], int, str] | None:
    """One row of any values: them, where it ends, and the mark after it; None where it is no row or does not end."""
    row: list[str] = []
    value: list[str] = []
    depth = 0
    for match in (BACKSLASHED if backslashes else STANDARD).finditer(text, at):
        token = match[0]
        first = token[0]
        if first == "(":
            depth += 1
        elif depth == 0:
            return None
        elif first == "'" or (first == '"' and backslashes):
            value.append(_unescaped(token, backslashes=backslashes))
        elif first == ")" or (first == "," and depth == 1):
            depth -= first == ")"
            if depth == 0 or first == ",":
                row.append(" ".join(value))
                value = []
            if depth == 0:
                mark = MARK.match(text, match.end())
                return (row, mark.end(), mark[1]) if mark else None
        elif token.upper() not in MODIFIERS:
            value.append(token)
    return None


def _copied_value(cell: str) -> str:
    return ESCAPE.sub(lambda match: "''" if match[1] is None else LETTERS.get(match[1], match[1]), cell)


def copied(line: str) -> list[str]:
    """The values of one line of a COPY block."""
    cells = line.split("\t")
    if "\\" not in line:
        return cells
    return ["" if cell == "\\N" else _copied_value(cell) for cell in cells]


def copied_columns(content: str) -> list[pa.Array] | None:
    """The columns of the lines of a COPY block; None where they are ragged."""
    data = content.encode("utf-8", "replace")
    width = content.partition("\n")[0].count("\t") + 1
    if width > WIDTH_MOST:
        return None
    names_ = [f"f{number}" for number in range(width)]
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(data),
            arrow_csv.ReadOptions(use_threads=False, block_size=len(data) + 1, column_names=names_),
            arrow_csv.ParseOptions(delimiter="\t", quote_char=False, double_quote=False, ignore_empty_lines=False),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names_, pa.large_string()), null_values=[], strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    return [_unescaped_column(column.combine_chunks()) for column in table.columns]


def _unescaped_column(column: pa.Array) -> pa.Array:
    column = pc.if_else(pc.equal(column, "\\N"), pa.scalar("", pa.large_string()), column)
    if not pc.any(pc.match_substring(column, "\\")).as_py():
        return column
    return pa.array([_copied_value(cell) for cell in column.to_pylist()], pa.large_string())
