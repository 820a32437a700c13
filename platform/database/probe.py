"""Asking a server whether it really answers, with a query and not by looking for a process."""

from dataclasses import dataclass
from pathlib import Path

import psycopg

from database.cluster import SUPERUSER

QUESTION = "SELECT current_setting('data_directory'), current_setting('server_version'), current_setting('fsync')"
PATIENCE = 10  # seconds for the connection, and as long again for the query


class NoAnswer(Exception):  # noqa: N818 (an outcome rather than a mistake)
    """The server did not answer; the text says why."""

    @property
    def is_wrong_password(self) -> bool:
        """Tell whether a server is there that does not know our password."""
        return "password authentication failed" in str(self)


@dataclass(frozen=True)
class Answer:
    """What a living server said about itself."""

    version: str
    durable: bool


def ask(*, port: int, password: str, data: Path) -> Answer:
    """Query the server on a port of 127.0.0.1, once. Raises NoAnswer, also where it serves other data."""
    try:
        with psycopg.connect(
            # Both, and the rest, so that no PG variable of the environment can turn the question elsewhere.
            host="127.0.0.1",
            hostaddr="127.0.0.1",
            port=port,
            user=SUPERUSER,
            password=password,
            dbname="postgres",
            options=f"-c statement_timeout={PATIENCE}s",
            connect_timeout=PATIENCE,
            sslmode="disable",
            gssencmode="disable",
            # Whoever else listens on the port never gets to see the password.
            require_auth="scram-sha-256",
            application_name="yardstick supervisor",
            autocommit=True,
        ) as connection:
            row = connection.execute(QUESTION).fetchone()
    except psycopg.Error as error:
        raise NoAnswer(str(error).strip()) from error
    if row is None or Path(row[0]) != data:
        raise NoAnswer(f"the server on port {port} serves another data folder")
    return Answer(version=str(row[1]), durable=row[2] == "on")
