"""PostgreSQL databases by URL."""

from app.connectors.interface import ConnectorOptions, Source
from app.connectors.targets import url_of
from app.errors import TargetError
from app.wording.catalogue import told


class PostgresqlConnector:
    """Opens `postgresql://user:password@host:port/database?schema=…&sslmode=…` URLs."""

    kind = "postgresql"
    schemes: tuple[str, ...] = ("postgresql", "postgres", "postgresql+psycopg")
    example = "postgresql://reader:password@db.example:5432/crm"

    def open(self, target: str, options: ConnectorOptions) -> Source:
        """The database that `target` names; TargetError where the URL is wrong, TargetUnreachable otherwise."""
        # the driver takes a while to import: only when it is used
        from app.connectors.sources.postgresql import PostgresqlSource

        url = url_of(target)
        if not url.path.strip("/") or "/" in url.path.strip("/"):
            raise TargetError(told("connectors.postgresql_url"))
        return PostgresqlSource(url, options)


CONNECTOR = PostgresqlConnector()
