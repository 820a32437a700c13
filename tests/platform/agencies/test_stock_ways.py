"""django-tenants' own ways of switching schemas are closed: each keeps state between threads, requests and jobs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections
from django_tenants import utils
from django_tenants.postgresql_backend.base import FakeTenant

from agencies.context import as_owner
from agencies.errors import StockContextError
from agencies.models import Agency
from tests.people import World

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def row(world: World) -> Agency:
    with as_owner():
        return Agency.objects.using("owner").get(id=world.north.id)


def use_as_context(world: World) -> None:
    with row(world):
        pass


def enter_tenant_context(world: World) -> None:
    with utils.tenant_context(row(world)):  # noqa: TID251 - what must be refused
        pass


def enter_schema_context(world: World) -> None:
    with utils.schema_context(world.north.schema):  # noqa: TID251 - what must be refused
        pass


def decorate(world: World) -> None:
    utils.schema_context(world.north.schema)(list)()  # noqa: TID251 - what must be refused


WAYS: list[Callable[[World], Any]] = [
    use_as_context,
    enter_tenant_context,
    enter_schema_context,
    decorate,
    lambda world: row(world).activate(),
    lambda world: connection.set_tenant(row(world)),
    lambda world: connection.set_tenant(FakeTenant(world.north.schema)),
    lambda world: connection.set_schema(world.north.schema),
    lambda world: connections["owner"].set_schema(world.north.schema),
]


@pytest.mark.parametrize("way", WAYS)
def test_a_stock_way_into_an_agency_is_refused(world: World, way: Callable[[World], Any]) -> None:
    with pytest.raises(StockContextError):
        way(world)
    assert connection.schema_name == "public"


def test_saving_an_agency_makes_no_schema(world: World) -> None:
    with as_owner():
        agency = row(world)
        agency.save(using="owner")
        Agency(slug="bare", name="Bare", schema_name="a_" + "b" * 20).save(using="owner")
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname = %s", ["a_" + "b" * 20])
            assert cursor.fetchone() == (0,)
