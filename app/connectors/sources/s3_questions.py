"""The questions asked of an object store about who can reach a bucket and its objects."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from app.domain.exposure import Exposure, ExposureReport, ExposureState
from app.exposure import bucket as meaning

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_REFUSED = frozenset(("AccessDenied", "403", "401", "Forbidden", "Unauthorized", "AllAccessDisabled"))
_ABSENT = frozenset(
    ("NoSuchBucketPolicy", "NoSuchPublicAccessBlockConfiguration", "ServerSideEncryptionConfigurationNotFoundError")
)


def code_of(error: ClientError) -> str:
    """The store's code for an error, never its text."""
    code = str(error.response.get("Error", {}).get("Code", "unknown"))
    return code if code.isalnum() else "unknown"


class Questions:
    """Asks with our credentials and without any; answers about the bucket are asked for once."""

    def __init__(self, client: "S3Client", anonymous: "S3Client", bucket: str, prefix: str) -> None:
        self._client = client
        self._anonymous = anonymous
        self._bucket = bucket
        self._prefix = prefix
        self._answers: ExposureReport | None = None
        self._everybody = ""

    def bucket(self) -> ExposureReport:
        """What holds for every object of the bucket."""
        if self._answers is None:
            share = ExposureReport((Exposure(ExposureState.SHARE, "object_store", "objects are reached over the net"),))
            report = share.joined(self._acl()).joined(self._policy()).joined(self._block()).joined(self._rest())
            listing = self._probe(self._list)
            self._answers = report.joined(meaning.anonymous_list(listing, granted=self._everybody))
        return self._answers

    def object(self, key: str) -> ExposureReport:
        """What holds for one object: its access list, and whether it can be read without a credential."""
        self.bucket()
        answer, code = self._ask(lambda: self._client.get_object_acl(Bucket=self._bucket, Key=key))
        if answer is None:
            report = meaning.not_answered(ExposureState.BROAD_INTERNAL, "object_acl", code)
            granted = self._everybody
        else:
            report = meaning.accounts_in(answer.get("Grants", []), "object ACL")
            granted = "the object ACL" if meaning.everybody_in(answer.get("Grants", [])) else self._everybody
        probe = self._probe(lambda: self._get(key))
        return report.joined(meaning.anonymous_get(probe, granted=granted))

    def _list(self) -> None:
        self._anonymous.list_objects_v2(Bucket=self._bucket, Prefix=self._prefix, MaxKeys=1)

    def _get(self, key: str) -> None:
        try:
            answer = self._anonymous.get_object(Bucket=self._bucket, Key=key, Range="bytes=0-0")
        except ClientError as error:
            # an empty object has no first byte: that it says so shows that it can be read
            if code_of(error) not in ("InvalidRange", "416"):
                raise
            return
        answer["Body"].close()

    def _acl(self) -> ExposureReport:
        answer, code = self._ask(lambda: self._client.get_bucket_acl(Bucket=self._bucket))
        if answer is None:
            return meaning.not_answered(ExposureState.BROAD_INTERNAL, "bucket_acl", code)
        if meaning.everybody_in(answer.get("Grants", [])):
            self._everybody = "the bucket ACL"
        return meaning.accounts_in(answer.get("Grants", []), "bucket ACL")

    def _policy(self) -> ExposureReport:
        report = ExposureReport()
        answer, code = self._ask(lambda: self._client.get_bucket_policy(Bucket=self._bucket))
        if answer is not None:
            text = str(answer.get("Policy", ""))
            report = meaning.conditional_policy(text)
            if meaning.public_policy(text):
                self._everybody = "the bucket policy"
        elif code not in _ABSENT:
            report = meaning.not_answered(ExposureState.BROAD_INTERNAL, "bucket_policy", code)
        answer, code = self._ask(lambda: self._client.get_bucket_policy_status(Bucket=self._bucket))
        if answer is not None:
            if answer.get("PolicyStatus", {}).get("IsPublic"):
                self._everybody = self._everybody or "the bucket policy"
        elif code not in _ABSENT:
            report = report.joined(meaning.not_answered(ExposureState.ANONYMOUS_BUCKET, "bucket_policy_status", code))
        return report

    def _block(self) -> ExposureReport:
        answer, code = self._ask(lambda: self._client.get_public_access_block(Bucket=self._bucket))
        if answer is None:
            if code in _ABSENT:
                return ExposureReport()
            return meaning.not_answered(ExposureState.ANONYMOUS_BUCKET, "public_access_block", code)
        settings = answer.get("PublicAccessBlockConfiguration", {})
        if settings.get("IgnorePublicAcls") and settings.get("RestrictPublicBuckets"):
            # the store overrides what lists and policies grant to the public
            self._everybody = ""
        return ExposureReport()

    def _rest(self) -> ExposureReport:
        answer, code = self._ask(lambda: self._client.get_bucket_encryption(Bucket=self._bucket))
        if answer is not None:
            return ExposureReport()
        evidence = "no_default_encryption" if code in _ABSENT else "bucket_encryption_not_answered"
        # the store's own disks may be encrypted: that it encrypts nothing by itself does not show clear text
        return ExposureReport(unknown=(Exposure(ExposureState.CLEARTEXT_REST, evidence, code),))

    def _ask(self, question: Callable[[], Mapping[str, Any]]) -> tuple[Mapping[str, Any] | None, str]:
        if self._client is self._anonymous:
            return None, "no credentials"
        try:
            return question(), ""
        except ClientError as error:
            return None, code_of(error)
        except BotoCoreError as error:
            return None, type(error).__name__

    def _probe(self, request: Callable[[], None]) -> meaning.Probe:
        try:
            request()
        except ClientError as error:
            code = code_of(error)
            status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
            if code in _REFUSED or status in (401, 403):
                return meaning.Probe(allowed=False)
            return meaning.Probe(None, code)
        except BotoCoreError as error:
            return meaning.Probe(None, type(error).__name__)
        return meaning.Probe(allowed=True)
