"""Servers that integration tests may ask for."""

from tests.integration.servers import mariadb_server, postgresql_server, seaweedfs_server

__all__ = ["mariadb_server", "postgresql_server", "seaweedfs_server"]
