"""The database server: an embedded PostgreSQL under a small supervisor, or the server that DATABASE_URL names."""

from database.environment import home_from_environment, server_from_environment
from database.errors import Code, DatabaseUnavailable
from database.server import Server, server_of_url
from database.supervisor import State, Status, discard, ensure_running, status, stop

__all__ = [
    "Code",
    "DatabaseUnavailable",
    "Server",
    "State",
    "Status",
    "discard",
    "ensure_running",
    "home_from_environment",
    "server_from_environment",
    "server_of_url",
    "status",
    "stop",
]
