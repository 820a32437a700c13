"""Logging in, out and into another agency."""

import pytest

from agencies.context import at_the_door
from people.models import Membership
from people.throttle import FAILURES_PER_EMAIL
from tests.holders import code_of, holding, key_of
from tests.people import PASSWORD


def log_in(api, email, password=PASSWORD, **more):
    return api(None).post("/session", {"email": email, "password": password, **more})


@pytest.fixture
def alice_in_both(db, world):
    with at_the_door():
        Membership.objects.create(
            agency_id=world.south.id,
            user_id=world.alice.user_id,
            email=world.alice.email,
            display_name="alice",
            role="analyst",
        )


def test_the_token_of_a_log_in_opens_the_agency(api):
    opened = log_in(api, "Alice@north.example")
    assert opened.status_code == 201
    session = opened.json()
    assert session["agency"]["slug"] == "north"
    assert session["member"]["role"] == "owner"
    assert session["agencies"] == [{"slug": "north", "name": "North Agency", "role": "owner"}]
    assert holding(session["token"]).get("/agency").json()["slug"] == "north"


def test_a_wrong_password_and_an_unknown_person_are_told_alike(api):
    wrong, unknown = log_in(api, "alice@north.example", "wrong"), log_in(api, "nobody@north.example")
    assert code_of(wrong) == code_of(unknown) == (401, "bad_login")
    assert wrong.json()["detail"] == unknown.json()["detail"]


def test_too_many_failures_close_the_door_even_for_the_right_password(api):
    for _ in range(FAILURES_PER_EMAIL):
        assert code_of(log_in(api, "bob@north.example", "wrong")) == (401, "bad_login")
    refused = log_in(api, "bob@north.example")
    assert code_of(refused) == (429, "too_many_attempts")
    assert int(refused.headers["Retry-After"]) > 0
    assert log_in(api, "carol@north.example").status_code == 201


def test_a_log_in_is_told_with_the_request_that_did_it(api):
    opened = log_in(api, "bob@north.example")
    (entry,) = api("alice").get("/audit-entries?action=session.started").json()["items"]
    assert (entry["actor_name"], entry["request_id"]) == ("bob", opened.headers["X-Request-Id"])


def test_who_belongs_to_no_agency_cannot_log_in(api):
    assert code_of(log_in(api, "frank@frank.example")) == (403, "no_agency")


def test_who_belongs_to_two_agencies_names_one(api, alice_in_both):
    refused = log_in(api, "alice@north.example")
    assert code_of(refused) == (422, "agency_required")
    assert refused.json()["errors"][0]["pointer"] == "#/agency"
    opened = log_in(api, "alice@north.example", agency="south").json()
    assert opened["agency"]["slug"] == "south"
    assert [agency["slug"] for agency in opened["agencies"]] == ["north", "south"]


def test_switching_opens_a_session_in_the_other_agency(api, alice_in_both, world):
    switched = api("alice").post("/session:switch", {"agency": "south"})
    assert switched.status_code == 201
    assert holding(switched.json()["token"]).get("/agency").json()["id"] == str(world.south.id)
    assert api("alice").get("/agency").json()["id"] == str(world.north.id)


def test_nobody_switches_to_an_agency_that_is_not_theirs(api):
    assert code_of(api("alice").post("/session:switch", {"agency": "south"})) == (422, "agency_required")


def test_an_api_key_opens_no_session(api, alice_in_both):
    key = key_of(api("alice"))
    assert code_of(key.post("/session:switch", {"agency": "south"})) == (403, "session_required")
    assert code_of(key.delete("/session")) == (403, "session_required")
    assert key.get("/agency").status_code == 200


def test_logging_out_ends_this_session_and_no_other(api):
    session = holding(log_in(api, "bob@north.example").json()["token"])
    assert session.delete("/session").status_code == 204
    assert code_of(session.get("/me")) == (401, "invalid_token")
    assert api("bob").get("/me").status_code == 200


def test_a_header_that_names_another_agency_is_refused(api):
    assert code_of(api("alice").get("/brands", x_agency="south")) == (403, "agency_mismatch")
    assert api("alice").get("/brands", x_agency="north").status_code == 200


def test_me_tells_who_asks_and_what_they_may_do(api, world):
    me = api("carol").get("/me").json()
    assert me["member"] == {
        "id": str(world.carol.membership_id),
        "name": "carol",
        "email": "carol@north.example",
        "role": "analyst",
    }
    assert "imports:write" in me["capabilities"]
    assert "campaigns:write" not in me["capabilities"]
    assert me["credential"]["kind"] == "session"


def test_me_tells_an_api_key_of_its_own_agency_alone(api, alice_in_both):
    me = key_of(api("alice"), "brands:read").get("/me").json()
    assert me["credential"] == {"id": me["credential"]["id"], "kind": "api_key", "scopes": ["brands:read"]}
    assert me["capabilities"] == ["brands:read"]
    assert [agency["slug"] for agency in me["agencies"]] == ["north"]
    assert len(api("alice").get("/me").json()["agencies"]) == 2
