"""One database a test run, made the way an installation is made: roles, migrations, two provisioned agencies."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connections
from django.test import Client
from hypothesis import HealthCheck, settings
from psycopg import sql

from agencies.fleet import migrate_shared
from config.bootstrap import bootstrap_database
from config.databases import server_login
from config.environment import environment
from tests.people import Person, World, make_world

# How long an example takes to draw and to try is the machine's business: a busy one would fail sound code.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def world(django_db_blocker: Any) -> Iterator[World]:
    """Make the database and its two agencies once; everything in them is committed."""
    chosen = environment()
    bootstrap_database(chosen)
    with django_db_blocker.unblock():
        migrate_shared()
        yield make_world()
        for connection in connections.all():
            connection.close()
    _drop(chosen.database_name)


@pytest.fixture(scope="session")
def django_db_setup(world: World) -> None:
    """Replace pytest-django's own test database by the world's."""


def _drop(name: str, *, but: str | None = None) -> None:
    """Drop a database and the roles of its agencies, without those that another one has too."""
    schemas = _schemas(name) - (_schemas(but) if but else set())
    with psycopg.connect(**server_login(environment()), autocommit=True) as outside:
        outside.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        for schema in schemas:
            outside.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(schema)))


def _schemas(name: str) -> set[str]:
    with psycopg.connect(**server_login(environment()) | {"dbname": name}) as inside:
        return {row[0] for row in inside.execute("SELECT schema_name FROM agencies_agency").fetchall()}


@pytest.fixture
def in_north(db: None, world: World) -> Iterator[World]:
    """Open north's context for one test; everything is rolled back after it."""
    from agencies.context import in_agency

    with in_agency(world.north):
        yield world


class Api:
    """An HTTP client that speaks JSON for one person, through every middleware."""

    def __init__(self, person: Person | None) -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = dict(person.bearer) if person and person.token else {}

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        extra = {**self.headers, **{f"HTTP_{name.upper()}": value for name, value in headers.items()}}
        if body is None:
            return self.client.generic(method, f"/api/v1{path}", **extra)
        return getattr(self.client, method.lower())(
            f"/api/v1{path}", data=body, content_type="application/json", **extra
        )

    def get(self, path: str, **headers: str) -> Any:
        return self("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self("POST", path, {} if body is None else body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self("DELETE", path, **headers)

    def upload(self, path: str, **fields: Any) -> Any:
        return self.client.post(f"/api/v1{path}", data=fields, **self.headers)


@pytest.fixture
def api(db: None, world: World) -> Any:
    """Give a client by a person's name: `api("bob").get("/brands")`; `api(None)` has no credential."""
    from people.resolution import recent_holders

    recent_holders.forget()  # what the test before changed was rolled back
    return lambda name: Api(getattr(world, name) if name else None)


@pytest.fixture
def bob(api: Any) -> Api:
    """Give the client of an account manager, who works on aurora."""
    client: Api = api("bob")
    return client
