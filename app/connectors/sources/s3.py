"""Reading an S3-compatible bucket: objects as files, and who can reach them."""

import contextlib
import ipaddress
import logging
import os
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, EndpointConnectionError, SSLError

from app.connectors.interface import ConnectorOptions, OpenFile, PlannedUnit, UnitUnreadable
from app.connectors.sources.s3_questions import Questions, code_of
from app.connectors.targets import Url, printable
from app.domain.exposure import ExposureReport
from app.domain.units import UnreadReason
from app.errors import TargetError, TargetUnreachable
from app.exposure.bucket import plain_endpoint
from app.exposure.declared import declared
from app.exposure.names import name_exposure
from app.extraction.events import Event
from app.wording.catalogue import reason_of, told

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_IN_MEMORY = 64 * 1024 * 1024
_BLOCK = 1024 * 1024
_REASONS = {
    "NoSuchKey": (UnreadReason.VANISHED, told("connectors.object_gone")),
    "404": (UnreadReason.VANISHED, told("connectors.object_gone")),
    "AccessDenied": (UnreadReason.ACCESS_DENIED, told("connectors.no_right_to_read")),
    "403": (UnreadReason.ACCESS_DENIED, told("connectors.no_right_to_read")),
    "InvalidObjectState": (UnreadReason.UNREADABLE, told("connectors.archived")),
    "InvalidRequest": (UnreadReason.ENCRYPTED, told("connectors.owners_key")),
}
_LISTING = {
    "NoSuchBucket": told("connectors.no_bucket"),
    "AccessDenied": told("connectors.no_right_to_list"),
    "InvalidAccessKeyId": told("connectors.unknown_access_key"),
    "SignatureDoesNotMatch": told("connectors.wrong_secret"),
    "ExpiredToken": told("connectors.token_expired"),
    "PermanentRedirect": told("connectors.other_region"),
    "AuthorizationHeaderMalformed": told("connectors.wrong_region"),
    "RequestTimeTooSkewed": told("connectors.clock_wrong"),
}

for _name in ("boto3", "botocore", "s3transfer", "urllib3"):
    # at debug level these write requests and answers out: keys of objects, signatures, access keys
    logging.getLogger(_name).setLevel(logging.WARNING)


class S3Source:
    """One bucket, or the objects of it whose keys begin with a prefix."""

    def __init__(self, url: Url, options: ConnectorOptions) -> None:
        self._bucket = url.host
        self._prefix = url.path.removeprefix("/")
        self.display = printable(f"s3://{self._bucket}/{self._prefix}".rstrip("/"))
        self._options = options
        self._declared = declared(options.labels)
        self._client, self._anonymous = self._clients(url)
        self._endpoint = self._client.meta.endpoint_url
        self._questions = Questions(self._client, self._anonymous, self._bucket, self._prefix)

    def plan(self) -> Iterator[PlannedUnit]:
        """Every object whose key begins with the prefix, in the store's order (that of the keys' bytes)."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=self._prefix)
        try:
            for page in pages:
                for entry in page.get("Contents", []):
                    yield self._unit(entry["Key"], int(entry.get("Size", 0)))
        except ClientError as error:
            if code_of(error) == "AccessDenied" and self._prefix:
                yield self._single()
                return
            meaning = _LISTING.get(code_of(error), told("connectors.store_answered", code=code_of(error)))
            raise TargetUnreachable(told("connectors.unlisted", target=self.display, reason=meaning)) from None
        except BotoCoreError as error:
            raise TargetUnreachable(told("connectors.unreached", target=self.display, reason=_meaning(error))) from None

    def open(self, unit: PlannedUnit) -> contextlib.AbstractContextManager[OpenFile]:
        """The bytes of an object, copied into memory (up to 64 MB) or into a file without a name."""
        return self._opened(unit)

    def rows(self, unit: PlannedUnit) -> Iterator[Event]:
        """Objects have no rows of their own: their extractor reads them."""
        raise TargetError(told("connectors.object_not_queried", name=unit.name))

    def exposure(self, unit: PlannedUnit) -> ExposureReport:
        """Who can read the object: access lists, policies, and what a request without a credential gets."""
        host = urlsplit(self._endpoint).hostname or ""
        report = self._questions.bucket().joined(self._questions.object(unit.path))
        report = report.joined(plain_endpoint(self._endpoint, loopback=_loopback(host)))
        return report.joined(name_exposure(f"{self._bucket}/{unit.path}")).joined(self._declared)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()
        self._anonymous.close()

    def _clients(self, url: Url) -> "tuple[S3Client, S3Client]":
        endpoint = url.options.get("endpoint") or os.environ.get("AWS_ENDPOINT_URL_S3")
        endpoint = endpoint or os.environ.get("AWS_ENDPOINT_URL") or None
        style = url.options.get("style") or ("path" if endpoint else "auto")
        region = url.options.get("region") or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
        limit = self._options.timeout_s
        base: dict[str, Any] = {
            "connect_timeout": max(2, min(10, limit)), "read_timeout": max(2, limit),
            "retries": {"total_max_attempts": 3, "mode": "standard"}, "s3": {"addressing_style": style},
            "response_checksum_validation": "when_required", "user_agent_extra": "mishao",
        }  # fmt: skip
        place: dict[str, Any] = {"endpoint_url": endpoint, "region_name": region or "us-east-1"}
        unsigned = Config(signature_version=UNSIGNED, **base)
        try:
            anonymous = boto3.Session(aws_access_key_id="-", aws_secret_access_key="-").client(  # noqa: S106 - unused
                "s3", config=unsigned, **place
            )
            session = _session(url)
            if session is None:
                return anonymous, anonymous
            return session.client("s3", config=Config(**base), **place), anonymous
        except (BotoCoreError, ValueError):
            raise TargetError(told("connectors.s3_names", target=self.display)) from None

    def _unit(self, key: str, size: int) -> PlannedUnit:
        return PlannedUnit(key, printable(f"s3://{self._bucket}/{key}"), "file", size)

    def _single(self) -> PlannedUnit:
        """The object that the prefix is the key of, where the bucket may not be listed."""
        try:
            head = self._client.head_object(Bucket=self._bucket, Key=self._prefix)
        except (ClientError, BotoCoreError):
            denied = told("connectors.no_right_to_list")
            raise TargetUnreachable(told("connectors.unlisted", target=self.display, reason=denied)) from None
        return self._unit(self._prefix, int(head["ContentLength"]))

    @contextlib.contextmanager
    def _opened(self, unit: PlannedUnit) -> Iterator[OpenFile]:
        with contextlib.ExitStack() as stack:
            try:
                answer = self._client.get_object(Bucket=self._bucket, Key=unit.path)
                expected = int(answer["ContentLength"])
                body = stack.enter_context(contextlib.closing(answer["Body"]))
                descriptor = _room(expected, stack)
                size = 0
                for block in body.iter_chunks(_BLOCK):
                    _write(descriptor, block)
                    size += len(block)
            except ClientError as error:
                code = code_of(error)
                answer_said = (UnreadReason.UNREADABLE, told("connectors.store_answered", code=code))
                raise UnitUnreadable(*_REASONS.get(code, answer_said)) from None
            except BotoCoreError as error:
                raise UnitUnreadable(UnreadReason.UNREADABLE, _meaning(error)) from None
            except OSError as error:
                raise UnitUnreadable(
                    UnreadReason.UNREADABLE, told("connectors.no_room", reason=reason_of(error))
                ) from None
            if size != expected:
                raise UnitUnreadable(
                    UnreadReason.TRUNCATED, told("connectors.bytes_came", size=size, expected=expected)
                )
            os.lseek(descriptor, 0, os.SEEK_SET)
            yield OpenFile(descriptor, unit.name, size)


def _session(url: Url) -> boto3.Session | None:
    """A session with the credentials of the URL or of the environment; None where there are none."""
    if url.user:
        return boto3.Session(aws_access_key_id=url.user, aws_secret_access_key=url.password)
    if os.environ.get("AWS_ACCESS_KEY_ID") or os.environ.get("AWS_PROFILE"):
        return boto3.Session()
    return None


def _room(size: int, stack: contextlib.ExitStack) -> int:
    if size <= _IN_MEMORY:
        descriptor = os.memfd_create("object", os.MFD_CLOEXEC)
        stack.callback(os.close, descriptor)
        return descriptor
    return stack.enter_context(tempfile.TemporaryFile(prefix="mishao-")).fileno()


def _write(descriptor: int, block: bytes) -> None:
    view = memoryview(block)
    while view:
        view = view[os.write(descriptor, view) :]


def _meaning(error: BotoCoreError) -> str:
    """What an error of the library means; its own text may hold URLs and keys."""
    if isinstance(error, EndpointConnectionError):
        return told("connectors.endpoint_failed")
    if isinstance(error, ConnectTimeoutError):
        return told("connectors.no_answer")
    if isinstance(error, SSLError):
        return told("connectors.no_tls")
    return type(error).__name__


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
