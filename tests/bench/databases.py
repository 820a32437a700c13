"""A database for one side of a bench, dropped with its roles when the side is done."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from config.bootstrap import bootstrap_database
from config.databases import OWNER, RUNTIME, server_login
from config.environment import Environment, environment

ROLES_AT_ONCE = 100


@contextmanager
def bench_database(side: str) -> Iterator[dict[str, str]]:
    """Make the database, and give the variables that name it and its users to a process."""
    name = f"bench_{side}_{os.getpid()}"
    chosen = environment().model_copy(update={"database_name": name})
    bootstrap_database(chosen)
    server = server_login(chosen)
    try:
        yield {
            "YARDSTICK_DATABASE_NAME": name,
            "BENCH_HOST": server["host"],
            "BENCH_PORT": server["port"],
            "BENCH_USER": OWNER,
            "BENCH_PASSWORD": chosen.derived(f"database:{OWNER}"),
            "BENCH_RUNTIME_USER": RUNTIME,
            "BENCH_RUNTIME_PASSWORD": chosen.derived(f"database:{RUNTIME}"),
        }
    finally:
        _drop(chosen)


def _drop(chosen: Environment) -> None:
    login = server_login(chosen)
    with psycopg.connect(**login | {"dbname": chosen.database_name}) as inside:
        roles = inside.execute(
            "SELECT rolname FROM pg_roles r JOIN pg_namespace n ON n.nspname = r.rolname WHERE r.rolname LIKE 'a\\_%'"
        ).fetchall()
    with psycopg.connect(**login, autocommit=True) as outside:
        outside.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(chosen.database_name)))
        for first in range(0, len(roles), ROLES_AT_ONCE):
            names = [sql.Identifier(role) for (role,) in roles[first : first + ROLES_AT_ONCE]]
            outside.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.SQL(", ").join(names)))
