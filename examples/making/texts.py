"""Dumps, chats, logs and decoys: the plain-text part of the estate."""

import base64
import hashlib
import json
import uuid
import zlib
from collections.abc import Sequence
from typing import Final

from examples.making.people import Person, Source

_SPOKEN: Final = str.maketrans("0123456789", "零幺二三四五六七八九")
_WIDE: Final = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def pg_dump(people: Sequence[Person]) -> str:
    """A plain dump as pg_dump writes one, rows under COPY."""
    rows = "".join(
        f"{number}\t{p.name}\t{p.mobile}\t{p.citizen_id}\t{p.email}\t2024-06-{number % 28 + 1:02d} 10:00:00\n"
        for number, p in enumerate(people, 1)
    )
    return (
        "--\n-- PostgreSQL database dump\n--\n\n-- Dumped from database version 16.3\n\n"
        "SET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\n\n"
        "CREATE TABLE public.customer (\n    id integer NOT NULL,\n    full_name text,\n    mobile text,\n"
        "    id_card text,\n    email text,\n    created_at timestamp without time zone\n);\n\n"
        f"COPY public.customer (id, full_name, mobile, id_card, email, created_at) FROM stdin;\n{rows}\\.\n\n"
        "--\n-- PostgreSQL database dump complete\n--\n"
    )


def mysqldump(people: Sequence[Person]) -> str:
    """A dump as mysqldump writes one, rows in an extended INSERT."""
    rows = ",".join(f"({n},'{p.name}','{p.mobile}','{p.card}','{p.address}')" for n, p in enumerate(people, 1))
    return (
        "-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)\n--\n-- Host: localhost    Database: member\n"
        "/*!40101 SET NAMES utf8mb4 */;\n\nDROP TABLE IF EXISTS `会员`;\nCREATE TABLE `会员` (\n"
        "  `编号` int NOT NULL,\n  `姓名` varchar(20),\n  `手机号` varchar(20),\n  `银行卡号` varchar(24),\n"
        "  `地址` varchar(200),\n  PRIMARY KEY (`编号`)\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\n\n"
        f"LOCK TABLES `会员` WRITE;\nINSERT INTO `会员` VALUES {rows};\nUNLOCK TABLES;\n"
        "-- Dump completed on 2024-06-18  2:00:01\n"
    )


def chat(a: Person, b: Person, c: Person, d: Person) -> str:
    """A chat export with numbers in spoken Chinese, full width and groups."""
    return (
        f"2024-06-18 09:12:03 {a.name}\n在吗，把你手机号发我一下\n\n"
        f"2024-06-18 09:12:40 {b.name}\n{b.mobile.translate(_SPOKEN)}\n\n"
        f"2024-06-18 09:13:10 {a.name}\n身份证号也要，开门禁用\n\n"
        f"2024-06-18 09:14:22 {b.name}\n身份证{b.citizen_id.translate(_WIDE)}\n\n"
        f"2024-06-18 09:15:00 {a.name}\n"
        f"好的，司机{c.name}的电话是{c.mobile[:3]}-{c.mobile[3:7]}-{c.mobile[7:]}，到了打他\n\n"
        f"2024-06-18 09:16:31 {b.name}\n"
        f"货款打到这张卡 {' '.join(d.card[i : i + 4] for i in range(0, len(d.card), 4))} 户名{d.name}\n\n"
        f"2024-06-18 09:17:02 {a.name}\n收到，订单号 DD20240618000017，明天发\n"
    )


def log(source: Source, people: Sequence[Person]) -> str:
    """An application log that says too much: keys, a token, a database URL with its password, phone numbers."""
    jwt = ".".join(
        base64.urlsafe_b64encode(part).rstrip(b"=").decode()
        for part in (
            b'{"alg":"HS256","typ":"JWT"}',
            json.dumps({"sub": "u-10086", "iat": 1718674200, "scope": "orders"}).encode(),
            source.random.randbytes(32),
        )
    )
    lines = [
        "INFO  [main] boot: order-service 2.13.8-138 started in 3.482 s",
        f"DEBUG [main] config: datasource=postgresql://crm_app:{source.letters(14)}@10.20.3.14:5432/crm",
        f"DEBUG [main] config: aws_access_key_id=AKIA{source.letters(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}",
        f"DEBUG [main] config: aws_secret_access_key={source.letters(40)}",
        f"WARN  [ci-7] checkout: remote uses token ghp_{_git_token(source)}",
        f"DEBUG [http-1] request: Authorization: Bearer {jwt}",
    ]
    for number, person in enumerate(people):
        lines.append(
            f"INFO  [http-{number % 4}] sms: send code to mobile={person.mobile} result=OK cost={number + 12}ms"
        )
        lines.append(
            f"INFO  [http-{number % 4}] order: id=DD20240618{number:06d} trace={source.random.getrandbits(128):032x}"
        )
    return "".join(
        f"2024-06-18 10:{n // 60:02d}:{n % 60:02d}.{n * 7 % 1000:03d} {line}\n" for n, line in enumerate(lines)
    )


def _git_token(source: Source) -> str:
    """Thirty random characters of a token and its six of checksum, a CRC-32 in base 62."""
    body = source.letters(30)
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    crc, out = zlib.crc32(body.encode()), ""
    for _ in range(6):
        crc, rest = divmod(crc, 62)
        out = alphabet[rest] + out
    return body + out


def orders(source: Source) -> str:
    """Order numbers of region, date and serial: eighteen digits that are no citizen number, under a telling head."""
    rows = ["订单号,下单时间戳,金额,批次"]
    for serial in range(120):
        number = f"{source.random.choice(('310115', '440305', '110105'))}20240618{serial:04d}"
        stamp = 1718674200000 + source.random.randrange(10**8)
        batch = f"PC{source.digits(13)}"
        rows.append(f"{number},{stamp},{source.random.randrange(100, 99999) / 100:.2f},{batch}")
    return "\n".join(rows) + "\n"


def numbers(source: Source) -> str:
    """Snowflake ids, millisecond and nanosecond stamps and amounts in running text."""
    lines: list[str] = []
    for _ in range(80):
        flake = (1718674200000 - 1288834974657 + source.random.randrange(10**9)) << 22 | source.random.getrandbits(22)
        lines.append(
            f"message_id={flake} ts={1718674200000 + source.random.randrange(10**9)} "
            f"nanos={1718674200000000000 + source.random.randrange(10**15)} 合计{source.random.randrange(10**6):,}.00元"
        )
    return "\n".join(lines) + "\n"


def hashes(source: Source) -> str:
    """Digests, unique ids and commit lines."""
    lines: list[str] = []
    for number in range(60):
        seed = source.random.randbytes(16)
        lines.append(f"{hashlib.sha256(seed).hexdigest()}  dist/app-{number}.tar.gz")
        lines.append(f"{hashlib.md5(seed, usedforsecurity=False).hexdigest()}  {uuid.UUID(bytes=seed, version=4)}")
        lines.append(f"commit {hashlib.sha1(seed, usedforsecurity=False).hexdigest()}")
    return "\n".join(lines) + "\n"


VERSIONS: Final = """# 升级说明 changelog
- Windows 10.0.19045.3930、内核 5.15.0-113.123、驱动 31.0.15.5161
- openssl 3.0.13-0ubuntu3.1、node v20.14.0、chrome 126.0.6478.61
- 构建号 20240618.138.1380013、镜像 registry/app:2024.06.18-1380
- 阅读第 13 章 138-152 页，ISBN 978-7-111-12345-5，国标 GB/T 2260-2007
- 客服短号 10086、95588
"""

SPECIMENS: Final = """# 测试用例：以下均为公开的样例数据
visa = 4111111111111111
mastercard = 5555555555554444
amex = 378282246310005
unionpay = 6200000000000005
身份证样例 11010519491231002X
手机号占位 13800138000、13800000000、12345678901
邮箱 user@example.com、test@example.org
token = YOUR_API_KEY_HERE
password = ********
"""
