"""S3 buckets, read from a real server: objects, and who can reach them."""

import http.server
import json
import threading
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config

from app.connectors.interface import PlannedUnit
from app.domain.exposure import ExposureReport
from app.errors import TargetError, TargetUnreachable
from tests.integration.connectors.contract import check_contract, check_refused, opened, read
from tests.integration.servers import ObjectStore, free_port

pytestmark = pytest.mark.integration

SECRETS = ("Tr3-secret", "TESTACCESSKEY")
BIG = bytes(range(256)) * 4 * 1024 * 3


def policy(bucket: str, **condition: Any) -> str:
    statement = {
        "Effect": "Allow", "Principal": "*", "Action": ["s3:ListBucket", "s3:GetObject"],
        "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
    }  # fmt: skip
    return json.dumps({"Version": "2012-10-17", "Statement": [statement | condition]})


@pytest.fixture(scope="module")
def store(seaweedfs_server: ObjectStore) -> Iterator[ObjectStore]:
    client = boto3.client(
        "s3", endpoint_url=seaweedfs_server.endpoint, aws_access_key_id=seaweedfs_server.access_key,
        aws_secret_access_key=seaweedfs_server.secret_key, region_name="us-east-1",
        config=Config(s3={"addressing_style": "path"}),
    )  # fmt: skip
    for bucket in ("private", "opened", "listed", "objects", "accounts", "inside", "many"):
        client.create_bucket(Bucket=bucket)
        if bucket != "many":
            for key in ("备份/客户 名单.csv", "a+b%20.txt", "empty"):
                client.put_object(Bucket=bucket, Key=key, Body=b"" if key == "empty" else b"hello")
    client.put_object(Bucket="private", Key="big.bin", Body=BIG)
    for number in range(1005):
        client.put_object(Bucket="many", Key=f"{number:05d}", Body=b"x")
    client.put_bucket_policy(Bucket="opened", Policy=policy("opened"))
    client.put_bucket_policy(
        Bucket="inside", Policy=policy("inside", Condition={"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}})
    )
    client.put_bucket_acl(Bucket="listed", ACL="public-read")
    client.put_object_acl(Bucket="objects", Key="empty", ACL="public-read")
    client.put_bucket_acl(Bucket="accounts", ACL="authenticated-read")
    client.put_object_acl(Bucket="objects", Key="a+b%20.txt", ACL="authenticated-read")
    yield seaweedfs_server
    client.close()


def told(store: ObjectStore, bucket: str, key: str = "备份/客户 名单.csv", **how: Any) -> ExposureReport:
    source = opened(store.url(bucket, **how))
    try:
        return source.exposure(PlannedUnit(key, key, "file"))
    finally:
        source.close()


def pairs(report: ExposureReport) -> set[tuple[str, str]]:
    return {(each.state.value, each.evidence) for each in report.exposures}


def open_questions(report: ExposureReport) -> set[tuple[str, str]]:
    return {(each.state.value, each.evidence) for each in report.unknown}


def test_contract(store: ObjectStore) -> None:
    """The contract that all connectors share."""
    check_contract(store.url("private"), SECRETS)


def test_objects_are_read_byte_for_byte(store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys in any characters, an empty object and one larger than is kept in memory arrive whole."""
    monkeypatch.setattr("app.connectors.sources.s3._IN_MEMORY", 1024 * 1024)
    source = opened(store.url("private"))
    found = {unit.path: unit for unit in source.plan()}
    assert {path: unit.size for path, unit in found.items()} == {
        "a+b%20.txt": 5, "big.bin": len(BIG), "empty": 0, "备份/客户 名单.csv": 5,
    }  # fmt: skip
    assert found["备份/客户 名单.csv"].name == "s3://private/备份/客户 名单.csv"
    assert read(source, found["备份/客户 名单.csv"]).content == b"hello"
    assert read(source, found["a+b%20.txt"]).content == b"hello"
    assert read(source, found["empty"]).content == b""
    assert read(source, found["big.bin"]).content == BIG
    source.close()


def test_listing_goes_on_beyond_one_page_and_keeps_to_its_prefix(store: ObjectStore) -> None:
    """More objects than one answer holds are all listed, in order; a prefix narrows the listing."""
    source = opened(store.url("many"))
    assert [unit.path for unit in source.plan()] == [f"{number:05d}" for number in range(1005)]
    source.close()
    source = opened(store.url("private", "备份/"))
    assert [unit.path for unit in source.plan()] == ["备份/客户 名单.csv"]
    source.close()


def test_private_bucket(store: ObjectStore) -> None:
    """A closed bucket is neither anonymous nor linked; what the server does not answer stays open."""
    report = told(store, "private")
    states = {state for state, _ in pairs(report)}
    assert not states & {"anonymous_bucket", "public_link", "broad_internal", "cleartext_rest"}
    assert ("cleartext_transit", "endpoint_plain_http") in open_questions(report)
    assert ("share", "object_store") in pairs(report)
    assert ("backup", "name_hint") in pairs(report)
    assert ("anonymous_bucket", "public_access_block_not_answered") in open_questions(report)


@pytest.mark.parametrize("bucket", ["opened", "listed"])
@pytest.mark.parametrize("key", ["备份/客户 名单.csv", "empty"])
def test_public_by_policy_or_access_list(store: ObjectStore, bucket: str, key: str) -> None:
    """What an unsigned request can list and read is anonymous and linked, empty objects included."""
    found = pairs(told(store, bucket, key))
    assert {("anonymous_bucket", "anonymous_list"), ("public_link", "anonymous_get")} <= found


def test_seen_without_credentials(store: ObjectStore) -> None:
    """Without credentials a public bucket is read, and questions that need them stay open."""
    report = told(store, "opened", anonymous=True)
    assert ("public_link", "anonymous_get") in pairs(report)
    assert ("broad_internal", "bucket_acl_not_answered") in open_questions(report)
    source = opened(store.url("opened", anonymous=True))
    assert [read(source, unit).content for unit in source.plan()] == [b"hello", b"", b"hello"]
    source.close()


def test_accounts_group(store: ObjectStore) -> None:
    """Read rights of all accounts, on the bucket or on the object, are broad."""
    assert ("broad_internal", "acl_authenticated_users") in pairs(told(store, "accounts"))
    assert ("broad_internal", "acl_authenticated_users") in pairs(told(store, "objects", "a+b%20.txt"))
    assert ("broad_internal", "acl_authenticated_users") not in pairs(told(store, "objects"))


def test_granted_on_paper_but_refused(store: ObjectStore) -> None:
    """An access list for everybody that the server does not follow leaves the question open, not answered."""
    report = told(store, "objects", "empty")
    assert ("public_link", "anonymous_get") not in pairs(report)
    assert ("public_link", "anonymous_get_refused") in open_questions(report)


def test_policy_with_a_condition(store: ObjectStore) -> None:
    """Any principal under a condition is broad, with the condition's name and not its value."""
    report = told(store, "inside")
    (exposure,) = [each for each in report.exposures if each.evidence == "policy_any_principal"]
    assert exposure.detail == "if aws:SourceIp"
    assert "public_link" not in {state for state, _ in pairs(report)}


def test_bucket_is_asked_about_once(store: ObjectStore) -> None:
    """Answers about the bucket are kept: each further object costs its own two requests only."""
    source = opened(store.url("private"))
    calls: list[str] = []
    source._client.meta.events.register("before-call.s3", lambda model, **_: calls.append(model.name))
    for unit in list(source.plan()):
        source.exposure(unit)
    assert calls.count("GetBucketAcl") == 1
    assert calls.count("GetObjectAcl") == 4
    source.close()


def test_credentials_of_the_environment(store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """The usual variables are used where the URL has no credentials."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", store.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", store.secret_key)
    monkeypatch.setenv("AWS_ENDPOINT_URL", store.endpoint)
    source = opened("s3://private/big")
    assert [unit.path for unit in source.plan()] == ["big.bin"]
    source.close()


def test_debug_log_holds_no_keys(store: ObjectStore, caplog: pytest.LogCaptureFixture) -> None:
    """At debug level neither credentials nor names of objects are logged."""
    with caplog.at_level("DEBUG"):
        source = opened(store.url("private"))
        for unit in list(source.plan())[-1:]:
            source.exposure(unit)
            read(source, unit)
        source.close()
    assert not [secret for secret in (*SECRETS, "名单", "%E5") if secret in caplog.text]


def test_vanished(store: ObjectStore) -> None:
    """An object that is gone by the time it is opened is said to have vanished."""
    source = opened(store.url("private"))
    with pytest.raises(Exception, match="gone") as caught:
        read(source, PlannedUnit("never", "never", "file"))
    assert caught.value.args[0] == "vanished"
    source.close()


def test_refusals(store: ObjectStore) -> None:
    """A missing bucket, wrong secret, closed port and malformed URLs: one line each, without the secret."""
    login = f"{store.access_key}:wr0ng-secret@"
    tail = f"endpoint={store.endpoint}"
    check_refused(store.url("nothere"), TargetUnreachable, SECRETS)
    check_refused(f"s3://{login}private/?{tail}", TargetUnreachable, ["wr0ng-secret", *SECRETS])
    check_refused(f"s3://private/?{tail}", TargetUnreachable, SECRETS)
    check_refused(f"s3://{login}private/?endpoint=http://127.0.0.1:{free_port()}", TargetUnreachable, ["wr0ng-secret"])
    check_refused(f"s3://{login}private/?endpoint=ftp://x", TargetError, ["wr0ng-secret"])
    check_refused(f"s3://{store.access_key}@private/?{tail}", TargetError, SECRETS)
    check_refused(f"s3:///?{tail}", TargetError, SECRETS)
    check_refused(f"s3://private/?{tail}&secret=wr0ng-secret", TargetError, ["wr0ng-secret"])


class _Mute(http.server.BaseHTTPRequestHandler):
    """A store that can be read but answers no question, as simple gateways do."""

    def do_GET(self) -> None:
        code, body = 501, b"<Error><Code>NotImplemented</Code></Error>"
        if not self.path.count("?"):
            code, body = 200, b"x"
        if "list-type" in self.path:
            code, body = 200, b"<ListBucketResult><Contents><Key>a</Key><Size>1</Size></Contents></ListBucketResult>"
        if "Authorization" not in self.headers:
            code, body = 500, b"<Error><Code>InternalError</Code></Error>"
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def test_a_store_without_answers_is_unknown() -> None:
    """A store that implements no question is never called private: every answer stays open."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Mute)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        source = opened(f"s3://k:s@b/?endpoint=http://127.0.0.1:{server.server_port}")
        (unit,) = source.plan()
        report = source.exposure(unit)
        source.close()
    finally:
        server.shutdown()
        server.server_close()
    assert not {state for state, _ in pairs(report)} & {"anonymous_bucket", "public_link", "broad_internal"}
    assert {state for state, _ in open_questions(report)} == {
        "anonymous_bucket", "public_link", "broad_internal", "cleartext_rest", "cleartext_transit",
    }  # fmt: skip
