"""Things of every resource are made once a module for the tests of the contract, and what a test does is taken back."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import override_settings

from tests.contract.things import Place, make_places
from tests.people import World

Places = Mapping[str, Place]


@pytest.fixture(scope="module")
def lasting(world: World, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Open a transaction around the tests of a module; files lie in a folder of its own."""
    folder = override_settings(EXPORTS_FOLDER=tmp_path_factory.mktemp("exports"))
    with django_db_blocker.unblock(), folder, _taken_back():
        yield


@pytest.fixture
def db(lasting: None) -> Iterator[None]:
    """Take back what a test did to the database, in the place of the fixture that connects anew for each."""
    with _taken_back():
        yield
        connection.check_constraints()


@pytest.fixture(scope="module")
def made(lasting: None, world: World) -> Places:
    """Make one thing of every resource, but for reports."""
    return make_places(world)


@pytest.fixture
def places_for(db: None, world: World, made: Places) -> Callable[[str], Places]:
    """Give the things that a route may be asked for: reports close days, so they are made for their routes alone."""
    return lambda route: make_places(world, reports=True) if route.startswith("/reports") else made


@contextmanager
def _taken_back() -> Iterator[None]:
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # inside it durable blocks may begin, as in any test
    with block:
        yield
        transaction.set_rollback(True)
