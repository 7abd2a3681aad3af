"""S3-compatible object stores by URL."""

from app.connectors.interface import ConnectorOptions, Source
from app.connectors.targets import url_of
from app.errors import TargetError
from app.wording.catalogue import told


class S3Connector:
    """Opens `s3://[key:secret@]bucket/prefix?endpoint=…&region=…&style=path|virtual` URLs.

    Without credentials in the URL those of the environment (`AWS_ACCESS_KEY_ID` and its kin, `AWS_PROFILE`) are
    used; without any of these, requests are anonymous.
    """

    kind = "s3"
    schemes: tuple[str, ...] = ("s3",)
    example = "s3://exports/2024/?endpoint=https://s3.example:9000&region=us-east-1"

    def open(self, target: str, options: ConnectorOptions) -> Source:
        """The bucket that `target` names; TargetError where the URL is wrong."""
        # the library takes a while to import: only when it is used
        from app.connectors.sources.s3 import S3Source

        url = url_of(target)
        endpoint = url.options.get("endpoint", "")
        unknown = set(url.options) - {"endpoint", "region", "style"}
        if not url.host:
            raise TargetError(told("connectors.s3_url"))
        if unknown or url.options.get("style", "path") not in ("path", "virtual"):
            raise TargetError(told("connectors.s3_options"))
        if endpoint and not endpoint.startswith(("http://", "https://")):
            raise TargetError(told("connectors.s3_endpoint"))
        if bool(url.user) != bool(url.password):
            raise TargetError(told("connectors.s3_credentials"))
        return S3Source(url, options)


CONNECTOR = S3Connector()
