"""What callers are told while the database is away."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from people.resolution import recent_holders
from tests.conftest import Api
from tests.people import PASSWORD, World

pytestmark = pytest.mark.commits


@pytest.fixture
def away(committing: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Let the database be where nobody listens."""
    recent_holders.forget()
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "PORT", "9")
    yield committing
    connection.close()


def told(answer: Any) -> tuple[int, str, str]:
    return answer.status_code, answer.json()["code"], answer.headers["Retry-After"]


def test_with_a_credential_and_at_the_door_one_is_asked_to_come_again(away: World) -> None:
    assert told(Api(away.alice).get("/brands")) == (503, "unavailable", "2")
    assert told(Api(None).post("/session", {"email": away.alice.email, "password": PASSWORD})) == (
        503,
        "unavailable",
        "2",
    )


def test_what_was_remembered_of_a_credential_does_not_hide_it(committing: World, monkeypatch: Any) -> None:
    assert Api(committing.alice).get("/brands").status_code == 200
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "PORT", "9")
    assert told(Api(committing.alice).get("/brands")) == (503, "unavailable", "2")
