"""The address of a PostgreSQL server and how it is written as a URL."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from database.errors import Code, DatabaseUnavailable

STANDARD_PORT = 5432


@dataclass(frozen=True)
class Server:
    """One server; `embedded` tells whether our supervisor runs it.

    `default_database` and `parameters` (such as `sslmode`) come from DATABASE_URL; an embedded server has the
    standard ones.
    """

    host: str
    port: int
    socket_dir: Path | None
    superuser: str
    password: str = field(repr=False)
    embedded: bool
    default_database: str = "postgres"
    parameters: tuple[tuple[str, str], ...] = ()

    def url(self, database: str | None = None) -> str:
        """Write the connection URL of a database, by default the server's default one; it contains the password."""
        user = quote(self.superuser, safe="")
        secret = f":{quote(self.password, safe='')}" if self.password else ""
        name = quote(self.default_database if database is None else database, safe="")
        if self.host.startswith("/"):
            place, extra = f":{self.port}", (("host", self.host), *self.parameters)
        else:
            host = f"[{self.host}]" if ":" in self.host else self.host
            place, extra = f"{host}:{self.port}", self.parameters
        query = f"?{urlencode(extra)}" if extra else ""
        return f"postgresql://{user}{secret}@{place}/{name}{query}"


def server_of_url(url: str) -> Server:
    """Read a libpq URL or key=value string.

    Raises DatabaseUnavailable (`bad_url`) for one that libpq refuses, that names no user, or that names several hosts.
    """
    try:
        parts = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    except ProgrammingError:
        # libpq repeats the whole string in some of its messages, and the string holds a password.
        raise _refused("is not a connection URL that PostgreSQL understands") from None
    return _server_of_parts(parts)


def _server_of_parts(parts: Mapping[str, str]) -> Server:
    rest = dict(parts)
    host = rest.pop("host", "localhost")
    port = rest.pop("port", str(STANDARD_PORT))
    if "," in host or not port.isdigit():
        raise _refused("must name one host and one port")
    user = rest.pop("user", "")
    if not user:
        raise _refused("must name a user")
    return Server(
        host=host,
        port=int(port),
        socket_dir=Path(host) if host.startswith("/") else None,
        superuser=user,
        password=rest.pop("password", ""),
        embedded=False,
        # libpq's own rule: a database named like its user.
        default_database=rest.pop("dbname", user),
        parameters=tuple(sorted(rest.items())),
    )


def _refused(why: str) -> DatabaseUnavailable:
    return DatabaseUnavailable(
        Code.BAD_URL, f"DATABASE_URL {why}, for example postgresql://owner:secret@db.example:5432/yardstick"
    )
