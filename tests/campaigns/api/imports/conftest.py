"""What the tests of imports over HTTP share, and the real exports where they lie beside the checkout."""

from pathlib import Path

import pytest

from agencies.context import in_agency

REAL_EXPORTS = Path(__file__).resolve().parents[5] / "shared" / "data"
# Without that folder there are no cases, which is not the same as skipped ones.
collect_ignore = [] if REAL_EXPORTS.is_dir() else ["test_real_exports.py"]


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
