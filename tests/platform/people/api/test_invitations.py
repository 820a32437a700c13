"""Inviting people, and how they come in."""

import pytest
from django.core import mail

from agencies.context import at_the_door, in_agency
from people.letters import wait_for_letters
from people.members import revoke_invitation
from people.models import Invitation, User
from people.refusals import NoLongerOpen
from people.resolution import resolve
from people.throttle import FAILURES_PER_EMAIL
from people.tokens import parse_token
from tests.holders import code_of, holding, key_of
from tests.people import PASSWORD


@pytest.fixture
def invited(api):
    return api("alice").post("/invitations", {"email": "Gina@new.example", "role": "analyst"}).json()


def accept(api, token, password=PASSWORD):
    return api(None).post("/invitations:accept", {"token": token, "display_name": "Gina", "password": password})


def test_an_invitation_is_sent_and_its_token_shown_once(api, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invited = api("alice").post("/invitations", {"email": "Gina@new.example", "role": "analyst"}).json()
    wait_for_letters()
    (letter,) = mail.outbox
    assert letter.to == ["gina@new.example"]
    assert invited["token"] in letter.body
    listed = api("alice").get("/invitations").json()["items"]
    assert [one["email"] for one in listed] == ["gina@new.example"]
    assert "token" not in listed[0]


def test_accepting_makes_a_member_with_a_session(api, invited):
    session = accept(api, invited["token"])
    assert session.status_code == 201
    assert session.json()["member"] == {
        "id": invited["id"],
        "name": "Gina",
        "email": "gina@new.example",
        "role": "analyst",
    }
    assert holding(session.json()["token"]).get("/brands").json()["items"] == []
    assert code_of(accept(api, invited["token"])) == (422, "bad_token")
    assert api("alice").get("/invitations").json()["items"] == []


def test_brands_can_be_assigned_before_an_invitation_is_accepted(api, invited, world):
    granted = {"member": invited["id"], "brand": str(world.aurora), "role": "account_manager"}
    assert api("alice").post("/brand-access", granted).status_code == 201
    gina = holding(accept(api, invited["token"]).json()["token"])
    assert [brand["name"] for brand in gina.get("/brands").json()["items"]] == ["Aurora"]
    renamed = gina.patch(f"/brands/{world.aurora}", {"industry": "beauty"}, if_match="*")
    assert renamed.status_code == 200


def test_a_revoked_invitation_opens_nothing(api, invited):
    assert api("alice").delete(f"/invitations/{invited['id']}").status_code == 204
    assert code_of(accept(api, invited["token"])) == (422, "bad_token")


def test_an_invitation_that_was_accepted_in_between_is_not_taken_back(api, invited, world):
    with in_agency(world.north):
        stale = Invitation.objects.get(id=invited["id"])
    gina = resolve(parse_token(accept(api, invited["token"]).json()["token"]))
    with in_agency(world.north), pytest.raises(NoLongerOpen):
        revoke_invitation(gina, stale)


def test_joining_is_told_with_the_request_that_did_it(api, invited):
    joined = accept(api, invited["token"])
    (entry,) = api("alice").get("/audit-entries?action=member.joined").json()["items"]
    assert entry["request_id"] == joined.headers["X-Request-Id"]


def test_a_weak_password_makes_no_member(api, invited):
    assert code_of(accept(api, invited["token"], "short")) == (422, "weak_password")
    assert accept(api, invited["token"]).status_code == 201


def test_who_has_an_account_joins_with_its_password(api):
    invited = api("erin").post("/invitations", {"email": "bob@north.example", "role": "analyst"}).json()
    assert code_of(accept(api, invited["token"], "some other pass phrase")) == (422, "wrong_password")
    session = accept(api, invited["token"]).json()
    assert {agency["slug"] for agency in session["agencies"]} == {"north", "south"}


def test_who_sends_an_invitation_cannot_guess_the_password_of_the_invited(api):
    invited = api("erin").post("/invitations", {"email": "bob@north.example", "role": "analyst"}).json()
    for _ in range(FAILURES_PER_EMAIL):
        assert code_of(accept(api, invited["token"], "a guess, a guess")) == (422, "wrong_password")
    assert code_of(accept(api, invited["token"])) == (429, "too_many_attempts")


def test_an_account_without_a_password_cannot_be_taken_over(api):
    with at_the_door():
        waiting = User(email="waiting@new.example", display_name="waiting")
        waiting.set_unusable_password()
        waiting.save()
    invited = api("erin").post("/invitations", {"email": "waiting@new.example", "role": "analyst"}).json()
    assert code_of(accept(api, invited["token"])) == (422, "wrong_password")


def test_a_member_is_not_invited_again(api, invited):
    again = api("alice").post("/invitations", {"email": "bob@north.example", "role": "analyst"})
    assert code_of(again) == (409, "already_member")
    twice = api("alice").post("/invitations", {"email": "gina@new.example", "role": "analyst"})
    assert code_of(twice) == (409, "already_invited")


def test_an_admin_invites_no_owner(api):
    body = {"email": "boss@new.example", "role": "owner"}
    assert code_of(api("adam").post("/invitations", body)) == (403, "role_too_high")
    assert api("alice").post("/invitations", body).status_code == 201


def test_a_key_invites_nobody_who_may_more_than_itself(api):
    body = {"email": "gina@new.example", "role": "admin"}
    narrow = key_of(api("alice"), "members:manage")
    assert code_of(narrow.post("/invitations", body)) == (403, "role_too_high")
    assert key_of(api("alice")).post("/invitations", body).status_code == 201
