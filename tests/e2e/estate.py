"""A folder to scan, made anew for each test: numbers with check digits are generated, everything is invented."""

import random
from pathlib import Path

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def citizen_number(dice: random.Random) -> str:
    """A citizen number of an adult, with its check character (GB 11643-1999)."""
    birth = f"{dice.randint(1960, 1999)}{dice.randint(1, 12):02d}{dice.randint(1, 28):02d}"
    body = f"110101{birth}{dice.randint(0, 999):03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def mobile(dice: random.Random) -> str:
    return f"138{dice.randint(0, 99_999_999):08d}"


def make(folder: Path, people: int = 40) -> list[str]:
    """A share with a customer list in GBK; gives the values that no output may show."""
    dice = random.Random(11)
    rows = [(f"客户{number}", citizen_number(dice), mobile(dice)) for number in range(people)]
    folder.mkdir(parents=True, exist_ok=True)
    text = "称呼,身份证号,手机\r\n" + "".join(",".join(row) + "\r\n" for row in rows)
    (folder / "客户.csv").write_bytes(text.encode("gb18030"))
    (folder / "notes.txt").write_text("nothing personal here\n", encoding="utf-8")
    return [value for row in rows for value in row[1:]]
