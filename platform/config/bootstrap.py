"""Makes what a server must hold before the first migration: the platform's roles and its database."""

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from config.databases import OWNER, RUNTIME, WORKER, server_login
from config.environment import Environment

RESOLVER = "yardstick_resolver"  # turns a credential into an agency, and can do nothing else
DOOR = "yardstick_door"  # log-in, passwords, invitations
AGENCY = "yardstick_agency"  # what every agency's own role inherits
BOOTSTRAP_LOCK = 7_266_001
WORK_MEMORY = sql.Literal("32MB")


def bootstrap_database(chosen: Environment) -> None:
    """Create or mend roles and database; safe to repeat and to run twice at once.

    Raises psycopg.Error where the user of `DATABASE_URL` may not create roles or databases.
    """
    with psycopg.connect(make_conninfo(**server_login(chosen)), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [BOOTSTRAP_LOCK])
        for name, options in _roles(chosen).items():
            _ensure_role(connection, name, options)
        for role in (RESOLVER, DOOR):
            connection.execute(
                sql.SQL("GRANT {} TO {} WITH INHERIT FALSE, SET TRUE").format(
                    sql.Identifier(role), sql.Identifier(RUNTIME)
                )
            )
        # Results are grouped in memory; the server's default would send a year of a large agency to disk.
        connection.execute(sql.SQL("ALTER ROLE {} SET work_mem = {}").format(sql.Identifier(RUNTIME), WORK_MEMORY))
        # The owner hands this role on to every agency's role, so it needs the right to grant it.
        connection.execute(
            sql.SQL("GRANT {} TO {} WITH ADMIN OPTION, INHERIT FALSE").format(
                sql.Identifier(AGENCY), sql.Identifier(OWNER)
            )
        )
        _ensure_database(connection, chosen.database_name)


def _roles(chosen: Environment) -> dict[str, sql.Composable]:
    def login(name: str, more: str) -> sql.Composable:
        return sql.SQL("LOGIN {} PASSWORD {}").format(sql.SQL(more), sql.Literal(chosen.derived(f"database:{name}")))

    no_login = sql.SQL("NOLOGIN NOINHERIT")
    return {
        OWNER: login(OWNER, "CREATEROLE CREATEDB"),
        RUNTIME: login(RUNTIME, "NOINHERIT NOCREATEROLE NOCREATEDB"),
        WORKER: login(WORKER, "NOINHERIT NOCREATEROLE NOCREATEDB"),
        RESOLVER: no_login,
        DOOR: no_login,
        AGENCY: no_login,
    }


def _ensure_role(connection: "psycopg.Connection[tuple[object, ...]]", name: str, options: sql.Composable) -> None:
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    verb = sql.SQL("ALTER ROLE" if known else "CREATE ROLE")
    connection.execute(sql.SQL("{} {} {}").format(verb, sql.Identifier(name), options))


def _ensure_database(connection: "psycopg.Connection[tuple[object, ...]]", name: str) -> None:
    database, owner, runtime, agency, worker = map(sql.Identifier, (name, OWNER, RUNTIME, AGENCY, WORKER))
    connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(owner))
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(database, owner))
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    # A later version brings roles that an older one's database does not know yet.
    connection.execute(sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}, {}").format(database, runtime, agency))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, worker))
