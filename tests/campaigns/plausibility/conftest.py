"""What the tests of plausibility share."""

import pytest

from agencies.context import in_agency


@pytest.fixture
def bob(api):
    return api("bob")


@pytest.fixture
def aurora(world):
    return world.aurora_account


@pytest.fixture
def north(db, world):
    """Open north's context to look at its tables: `with north(): ...`; requests open their own."""
    return lambda: in_agency(world.north)
