"""Things of aurora that several tests of this folder need."""

import pytest

from tests.contract.things import make_places


@pytest.fixture
def places(db, world):
    return make_places(world)


@pytest.fixture
def own(places):
    """Ids of aurora's things as text."""
    return {name: str(thing) for name, thing in places["own"].ids.items()}


@pytest.fixture
def other(places):
    """Ids of borealis' things as text."""
    return {name: str(thing) for name, thing in places["other"].ids.items()}
