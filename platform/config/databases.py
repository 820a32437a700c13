"""Two ways into one PostgreSQL database: `default` as the runtime user, `owner` for migrations and provisioning."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict

from config.environment import Environment

OWNER = "yardstick_owner"
RUNTIME = "yardstick_app"
WORKER = "yardstick_worker"  # takes jobs out of the shared queue, and reaches nothing else


LOCAL = "postgresql://postgres@127.0.0.1:5432/postgres"
NOT_PASSED_ON = frozenset({"host", "port", "user", "password", "dbname"})


def databases(chosen: Environment) -> dict[str, dict[str, Any]]:
    """Build Django's DATABASES from the server's address.

    The address in `DATABASE_URL` belongs to a user who may create roles and databases; only `bootstrap_database`
    uses it. The two users below are created there, with passwords derived from the installation's secret. Where
    `YARDSTICK_POOLER` names a PgBouncer as host:port, requests go through it; migrations never do.
    """
    server = server_login(chosen)
    more = {name: value for name, value in server.items() if name not in NOT_PASSED_ON}
    common = {
        "ENGINE": "agencies.backend",
        "NAME": chosen.database_name,
        "HOST": server["host"],
        "PORT": server["port"],
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {"connect_timeout": 10, **more},
    }
    runtime = common | {
        "USER": RUNTIME,
        "PASSWORD": chosen.derived(f"database:{RUNTIME}"),
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 0 if chosen.database_pool else 600,
        "CONN_HEALTH_CHECKS": not chosen.database_pool,
    }
    if chosen.database_pool:
        runtime["OPTIONS"] = {**more, "pool": {"min_size": 1, "max_size": 8, "timeout": 10}}
    if chosen.pooler:
        host, _, port = chosen.pooler.rpartition(":")
        runtime |= {"HOST": host, "PORT": port}
    owner = common | {"USER": OWNER, "PASSWORD": chosen.derived(f"database:{OWNER}"), "CONN_MAX_AGE": 0}
    return {"default": runtime, "owner": owner}


def queue_login(chosen: Environment) -> dict[str, Any]:
    """Give psycopg's parameters of a worker's own connection to the queue: it listens, so no pooler stands between."""
    server = server_login(chosen)
    return server | {
        "user": WORKER,
        "password": chosen.derived(f"database:{WORKER}"),
        "dbname": chosen.database_name,
        "connect_timeout": 10,
        "application_name": "yardstick worker",
    }


def server_login(chosen: Environment) -> dict[str, str]:
    """Give psycopg's parameters of the user who may create roles and databases."""
    stated = {name: str(value) for name, value in conninfo_to_dict(chosen.database_url or LOCAL).items() if value}
    return {"host": "127.0.0.1", "port": "5432", "user": "postgres", "dbname": "postgres"} | stated
