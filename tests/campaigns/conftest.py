"""What the tests of campaigns and their numbers share."""

import pytest

from agencies.context import in_agency


@pytest.fixture
def aurora(world):
    return world.aurora_account


@pytest.fixture
def north(db, world):
    """Open north's context to look at its tables: `with north(): ...`; requests open their own."""
    return lambda: in_agency(world.north)
