"""What many workers do at once, with real commits."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from agencies.context import in_agency
from apikit.models import IdempotencyRecord
from clients.models import Brand
from tests.conftest import Api
from tests.people import World

WORKERS = 8
pytestmark = pytest.mark.commits


@pytest.fixture
def committing(world: World, django_db_blocker: Any) -> Iterator[World]:
    """Let requests commit, and take away what they made."""
    with django_db_blocker.unblock():
        yield world
        with in_agency(world.north):
            Brand.objects.filter(name__startswith="Raced").delete()
            IdempotencyRecord.objects.filter(key="race").delete()
        connections.close_all()


def at_once(request: Callable[[int], Any]) -> list[Any]:
    """Send one request from each worker at the same moment."""
    barrier = Barrier(WORKERS)

    def send(number: int) -> Any:
        barrier.wait()
        try:
            return request(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(send, range(WORKERS)))


def test_one_key_sent_by_many_at_once_has_one_effect(committing: World) -> None:
    answers = at_once(lambda _: Api(committing.alice).post("/things", {"name": "Raced"}, idempotency_key="race"))
    done = [answer for answer in answers if answer.status_code == 201]
    refused = [answer.json()["code"] for answer in answers if answer.status_code != 201]
    assert done
    assert set(refused) <= {"idempotency_in_flight"}
    with in_agency(committing.north):
        assert Brand.objects.filter(name="Raced").count() == 1
    again = Api(committing.alice).post("/things", {"name": "Raced"}, idempotency_key="race")
    assert {answer.content for answer in [*done, again]} == {again.content}


def test_of_many_changes_to_one_version_one_wins(committing: World) -> None:
    made = Api(committing.alice).post("/things", {"name": "Raced"})
    path, tag = f"/things/{made.json()['id']}", made.headers["ETag"]
    answers = at_once(lambda number: Api(committing.alice).patch(path, {"industry": f"i{number}"}, if_match=tag))
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [200] + [412] * (WORKERS - 1)
    (winner,) = [answer for answer in answers if answer.status_code == 200]
    assert Api(committing.alice).get(path).json() == winner.json()
