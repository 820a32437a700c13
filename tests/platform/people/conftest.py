"""The agencies that commit for real, as the tests of agencies make them."""

from tests.platform.agencies.conftest import committing, found

__all__ = ("committing", "found")
