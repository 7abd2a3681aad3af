"""`mishao doctor`: what is installed, which protections are on, and whether key, store and model are in order."""

import platform
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from typing import TYPE_CHECKING

import click

from app.cli import exit_codes
from app.cli.failures import explained
from app.cli.lists import format_option, grid
from app.cli.output import print_json, print_text
from app.cli.session import Session
from app.cli.speech import CONTEXT, SpokenCommand, lang_option, option
from app.errors import AppError, RootKeyError
from app.wording.catalogue import Lang, say

if TYPE_CHECKING:  # imported late: --help must not pay for it
    from app.config import Settings

PACKAGES = (
    "hyperscan", "numba", "numpy", "pyarrow", "onnxruntime", "presidio-analyzer", "spacy", "common-expression-language",
    "sqlalchemy", "cryptography", "fastapi", "psycopg", "PyMySQL", "boto3", "lxml", "pypdfium2", "pypdf",
)  # fmt: skip
GOOD, WARNING, BAD = "good", "warning", "bad"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: `state` is good, warning or bad; `bad` means that scanning cannot work."""

    name: str
    state: str
    detail: str


def command(lang: Lang) -> click.Command:
    """The command in one language."""

    @click.command("doctor", cls=SpokenCommand, context_settings=CONTEXT, help=say(lang, "cli.help_doctor"))
    @option(lang, "--store", key="cli.opt_store_read", metavar="URL")
    @format_option(lang)
    @lang_option(lang)
    @click.pass_obj
    def doctor(session: Session, store: str | None, form: str) -> int:
        checks = list(examine(session, store))
        if form == "json":
            print_json({"checks": [asdict(check) for check in checks]})
        else:
            rows = [[say(session.lang, f"cli.check_{check.state}"), check.name, check.detail] for check in checks]
            print_text(grid([say(session.lang, key) for key in HEADINGS], rows))
            print_text("\n" + say(session.lang, "cli.offline"))
        return exit_codes.USAGE if any(check.state == BAD for check in checks) else exit_codes.COMPLETE

    return doctor


HEADINGS = ("cli.column_state", "cli.column_check", "cli.column_detail")


def examine(session: Session, store: str | None) -> Iterator[Check]:
    """Every check, one after the other; each ends in a state, none in an error."""
    settings = session.settings()
    yield from _versions()
    yield _model(session.lang)
    yield _policy(session.lang)
    yield _root_key(session.lang, settings)
    yield _store(session, settings, store)
    yield from _protections(session.lang)


def _versions() -> Iterator[Check]:
    from app.exporters.layout.product import version

    yield Check("mishao", GOOD, version())
    yield Check("python", GOOD, f"{platform.python_version()} {platform.system()} {platform.machine()}")
    for package in PACKAGES:
        try:
            yield Check(package, GOOD, installed_version(package))
        except PackageNotFoundError:
            yield Check(package, BAD, "-")


def _model(lang: Lang) -> Check:
    from detectors.ner.model import FOLDER

    size = sum(file.stat().st_size for file in FOLDER.glob("**/*") if file.is_file())
    if not size:
        return Check(say(lang, "cli.check_model"), BAD, say(lang, "cli.model_missing", folder=FOLDER))
    return Check(say(lang, "cli.check_model"), GOOD, f"LAC {size / 1e6:.1f} MB")


def _policy(lang: Lang) -> Check:
    from policies.errors import PolicyError
    from policies.loader import default_pack

    name = say(lang, "cli.check_policy")
    try:
        pack = default_pack()
    except PolicyError as error:
        return Check(name, BAD, explained(lang, error))
    return Check(name, GOOD, say(lang, "cli.pack_rules", id=pack.id, version=pack.version, count=len(pack.rules)))


def _root_key(lang: Lang, settings: "Settings") -> Check:
    from app.keys.rootkey import read_root_key

    name = say(lang, "cli.check_root_key")
    where = say(lang, "cli.from_environment") if settings.root_key else str(settings.root_key_file)
    if not settings.root_key and not settings.root_key_file.exists():
        return Check(name, WARNING, say(lang, "cli.not_set_up", place=where))
    try:
        read_root_key(settings, create=False)
    except RootKeyError as error:
        return Check(name, BAD, explained(lang, error))
    return Check(name, GOOD, where)


def _store(session: Session, settings: "Settings", store: str | None) -> Check:
    from app.services.context import NO_STORE

    name = say(session.lang, "cli.check_store")
    url = store or settings.store_url
    if url == NO_STORE:
        return Check(name, GOOD, NO_STORE)
    embedded = settings.home / "mishao.db"
    if not store and not settings.store and not embedded.exists():
        return Check(name, WARNING, say(session.lang, "cli.not_set_up", place=embedded))
    try:
        with session.services(store, create=False, jobs=1) as services:
            return Check(name, GOOD, services.store.name)
    except AppError as error:
        return Check(name, BAD, explained(session.lang, error))


def _protections(lang: Lang) -> Iterator[Check]:
    from app.extraction.protections import protections

    try:
        found = protections()
    except AppError as error:
        yield Check(say(lang, "cli.check_parsers"), BAD, explained(lang, error))
        return
    for each in found:
        yield Check(each.title(lang), GOOD if each.on else WARNING, each.detail)
