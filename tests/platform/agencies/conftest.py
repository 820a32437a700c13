"""Agencies that commit for real and are dropped again, and a real PgBouncer."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from agencies.errors import UnknownAgencyError
from agencies.lifecycle import close
from agencies.provisioning import Founder, Founding, provision
from agencies.references import AgencyRef
from tests.outside import OutsideProgram
from tests.people import PASSWORD, World
from tests.platform.agencies.bouncer import bouncer_program, running_bouncer

BOUNCER = OutsideProgram("PgBouncer", "bouncer_port", "YARDSTICK_REQUIRE_PGBOUNCER", bouncer_program)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs PgBouncer where it is missing."""
    BOUNCER.leave_out(config, items)


def pytest_report_collectionfinish() -> list[str]:
    """Say what was left out."""
    return BOUNCER.told()


@pytest.fixture
def committing(world: World, django_db_blocker: Any) -> Iterator[World]:
    """Let a test commit; what it makes it takes away itself."""
    with django_db_blocker.unblock():
        yield world
        connections.close_all()


@pytest.fixture
def found(committing: World) -> Iterator[Callable[[str], AgencyRef]]:
    """Give a function that provisions an agency; every one is closed and dropped when the test ends."""
    made: list[str] = []

    def provisioned(name: str) -> AgencyRef:
        slug = f"{name}-{uuid4().hex[:8]}"
        founder = Founder(email=f"owner@{slug}.example", name=f"Owner of {name}", password=PASSWORD)
        agency = provision(Founding(slug=slug, name=f"Agency {name}", founder=founder))
        made.append(slug)
        return agency

    yield provisioned
    for slug in made:
        with suppress(UnknownAgencyError):  # where the test deleted it
            close(slug, drop_data=True)


@pytest.fixture(scope="session")
def bouncer_port() -> Iterator[int]:
    """Run PgBouncer in transaction mode before the tests' server and give its port on loopback."""
    with running_bouncer() as port:
        yield port
