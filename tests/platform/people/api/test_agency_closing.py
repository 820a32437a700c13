"""An owner closes the agency, reads it while it is closing, and takes the closing back."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from agencies.context import at_the_door
from agencies.models import Agency
from people.letters import wait_for_letters
from tests.people import PASSWORD, World

CLOSING = {"slug": "north", "password": PASSWORD}


@pytest.fixture
def closing(api: Any) -> Any:
    """Let north be closing."""
    answer = api("alice").post("/agency:close", CLOSING)
    assert answer.status_code == 200
    return answer.json()


def test_an_owner_closes_the_agency_for_the_grace_period(api: Any) -> None:
    answer = api("alice").post("/agency:close", {**CLOSING, "grace_days": 7}).json()
    assert (answer["slug"], answer["state"]) == ("north", "closing")
    assert abs(datetime.fromisoformat(answer["purge_at"]) - timezone.now() - timedelta(days=7)) < timedelta(minutes=5)
    assert api("alice").get("/agency").json()["purge_at"] == answer["purge_at"]


def test_every_owner_is_told_by_letter(closing: Any, mailoutbox: list[Any]) -> None:
    wait_for_letters()
    assert [letter.to for letter in mail.outbox] == [["alice@north.example"]]
    assert "agency:reopen" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("wrong", "code", "pointer"),
    [
        ({"slug": "south"}, "wrong_name", "#/slug"),
        ({"password": "not the password"}, "wrong_password", "#/password"),
        ({"grace_days": 0}, "min_value", "#/grace_days"),
    ],
)
def test_closing_needs_the_slug_and_the_password(api: Any, wrong: Any, code: str, pointer: str) -> None:
    refused = api("alice").post("/agency:close", {**CLOSING, **wrong})
    assert refused.status_code == 422
    assert [(error["code"], error["pointer"]) for error in refused.json()["errors"]] == [(code, pointer)]
    assert api("alice").get("/agency").json()["state"] == "active"
    assert api("alice").post("/agency:close", CLOSING).status_code == 200


def test_a_key_closes_nothing_and_a_session_does(api: Any) -> None:
    key = api("alice").post("/api-keys", {"name": "Nightly"}).json()["token"]
    client = api("alice")
    client.headers = {"HTTP_AUTHORIZATION": f"Bearer {key}"}
    refused = client.post("/agency:close", CLOSING)
    assert (refused.status_code, refused.json()["code"]) == (403, "session_required")
    assert api("alice").post("/agency:close", CLOSING).status_code == 200


def test_while_it_is_closing_owners_read_and_nobody_else_gets_in(api: Any, closing: Any) -> None:
    assert api("alice").get("/brands").status_code == 200
    for name in ("adam", "bob", "carol", "dora"):
        assert api(name).get("/brands").json()["code"] == "invalid_token"
    assert api("erin").get("/brands").status_code == 200


def test_while_it_is_closing_nothing_is_changed_and_everything_can_be_exported(api: Any, closing: Any) -> None:
    refused = api("alice").post("/brands", {"name": "Nova"})
    assert (refused.status_code, refused.json()["code"]) == (403, "agency_closing")
    assert api("alice").post("/exports").status_code == 202
    again = api("alice").post("/agency:close", CLOSING)
    assert (again.status_code, again.json()["code"]) == (409, "already_closing")


def test_a_reopened_agency_is_as_it_was(api: Any, closing: Any) -> None:
    reopened = api("alice").post("/agency:reopen")
    assert (reopened.json()["state"], reopened.json()["purge_at"]) == ("active", None)
    assert api("bob").get("/brands").status_code == 200
    assert api("alice").post("/brands", {"name": "Nova"}).status_code == 201
    told = [entry["action"] for entry in api("alice").get("/audit-entries?object_type=agency").json()["items"]]
    assert told[-2:] == ["agency.closing", "agency.reopened"]


def test_what_is_not_closing_cannot_be_reopened(api: Any) -> None:
    refused = api("alice").post("/agency:reopen")
    assert (refused.status_code, refused.json()["code"]) == (409, "not_closing")


def test_owners_log_in_to_a_closing_agency_and_others_do_not(api: Any, closing: Any) -> None:
    assert api(None).post("/session", {"email": "alice@north.example", "password": PASSWORD}).status_code == 201
    refused = api(None).post("/session", {"email": "bob@north.example", "password": PASSWORD})
    assert (refused.status_code, refused.json()["code"]) == (403, "no_agency")


def test_the_agencys_row_says_who_closed_it(api: Any, closing: Any, world: World) -> None:
    with at_the_door():
        assert Agency.objects.get(id=world.north.id).closing_by == world.alice.membership_id


def test_an_owner_does_not_reopen_what_an_operator_closed(api: Any, closing: Any, world: World) -> None:
    """A suspended agency that is closed lets its owners in to export, and not back to work."""
    with at_the_door():
        Agency.objects.filter(id=world.north.id).update(closing_by=None)
    refused = api("alice").post("/agency:reopen")
    assert (refused.status_code, refused.json()["code"]) == (409, "closed_by_operator")
    with at_the_door():
        Agency.objects.filter(id=world.north.id).update(closing_by=world.alice.membership_id)
    assert api("alice").post("/agency:reopen").status_code == 200
