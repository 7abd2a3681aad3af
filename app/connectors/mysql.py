"""MySQL and MariaDB databases by URL."""

from app.connectors.interface import ConnectorOptions, Source
from app.connectors.targets import url_of
from app.errors import TargetError
from app.wording.catalogue import told


class MysqlConnector:
    """Opens `mysql://user:password@host:port/database?ssl=true` URLs; without a database, all that can be seen."""

    kind = "mysql"
    schemes: tuple[str, ...] = ("mysql", "mariadb", "mysql+pymysql", "mariadb+pymysql")
    example = "mysql://reader:password@db.example:3306/crm"

    def open(self, target: str, options: ConnectorOptions) -> Source:
        """The database that `target` names; TargetError where the URL is wrong, TargetUnreachable otherwise."""
        # the driver takes a while to import: only when it is used
        from app.connectors.sources.mysql import MysqlSource

        url = url_of(target)
        if "/" in url.path.strip("/"):
            raise TargetError(told("connectors.mysql_url"))
        return MysqlSource(url, options)


CONNECTOR = MysqlConnector()
