"""Two ways into one PostgreSQL database: `default` as the runtime user, `owner` for migrations and provisioning."""

from typing import Any
from urllib.parse import unquote, urlsplit

from config.environment import Environment

OWNER = "yardstick_owner"
RUNTIME = "yardstick_app"


def databases(chosen: Environment) -> dict[str, dict[str, Any]]:
    """Build Django's DATABASES from the server's address.

    The address in `DATABASE_URL` belongs to a user who may create roles and databases; only `bootstrap_database`
    uses it. The two users below are created there, with passwords derived from the installation's secret.
    """
    server = urlsplit(chosen.database_url or "postgresql://postgres@127.0.0.1:5432/postgres")
    common = {
        "ENGINE": "agencies.backend",
        "NAME": chosen.database_name,
        "HOST": server.hostname or "127.0.0.1",
        "PORT": str(server.port or 5432),
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {"connect_timeout": 10},
    }
    runtime = common | {
        "USER": RUNTIME,
        "PASSWORD": chosen.derived(f"database:{RUNTIME}"),
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 0 if chosen.database_pool else 600,
        "CONN_HEALTH_CHECKS": not chosen.database_pool,
    }
    if chosen.database_pool:
        runtime["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}}
    owner = common | {"USER": OWNER, "PASSWORD": chosen.derived(f"database:{OWNER}"), "CONN_MAX_AGE": 0}
    return {"default": runtime, "owner": owner}


def server_login(chosen: Environment) -> dict[str, str]:
    """Give psycopg's parameters of the user who may create roles and databases."""
    server = urlsplit(chosen.database_url)
    return {
        "host": server.hostname or "127.0.0.1",
        "port": str(server.port or 5432),
        "user": unquote(server.username or "postgres"),
        "password": unquote(server.password or ""),
        "dbname": server.path.lstrip("/") or "postgres",
    }
