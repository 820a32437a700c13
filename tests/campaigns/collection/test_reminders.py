"""Everybody is reminded of the files that they are asked for, and answers those reminders alone."""

import pytest

from agencies.context import in_agency
from audit.models import AuditEntry
from campaigns.models import CollectionPlan
from tests.campaigns.collection.collecting import days_ago
from tests.campaigns.collection.reminding import LIKES, late_account


@pytest.fixture
def carols(world):
    """An account whose files carol brings."""
    return late_account(world.north, world.aurora, "aurora.cn", assignee=world.carol.membership_id)


@pytest.fixture
def contacts(world):
    """An account whose files a contact outside of the agency brings."""
    team = {"contact_name": "Social team", "contact_email": "social@aurora.example"}
    return late_account(world.north, world.aurora, "aurora.team", **team)


def listed(client, query=""):
    answer = client.get(f"/reminders?{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()["items"]


def test_one_is_reminded_of_what_one_is_asked_for_and_of_nothing_else(api, carols, contacts):
    found = listed(api("carol"))
    assert {each["account"] for each in found} == {str(carols)}
    assert {each["state"] for each in found} == {"overdue", "closing"}
    assert {each["standing"] for each in found} == {"open"}
    assert listed(api("bob")) == []
    assert listed(api("alice")) == []
    assert str(contacts) not in {each["account"] for each in found}


def test_reminders_are_narrowed_and_paged(api, world, carols):
    carol = api("carol")
    everything = [each["id"] for each in listed(carol)]
    assert {each["state"] for each in listed(carol, "state=closing")} == {"closing"}
    assert listed(carol, f"account={world.aurora_account}") == []
    first = carol.get("/reminders?limit=1").json()
    second = carol.get(f"/reminders?limit=1&cursor={first['next_cursor']}").json()
    assert [first["items"][0]["id"], second["items"][0]["id"]] == everything[:2]


def test_what_cannot_be_asked_is_told_at_once(api):
    answer = api("carol").get("/reminders?state=due&standing=late&brand=x")
    assert answer.status_code == 400
    assert {each["pointer"].rpartition("?")[2] for each in answer.json()["errors"]} == {"state", "standing", "brand"}


def test_what_is_done_is_not_listed_until_it_is_opened_again(api, carols, world):
    carol = api("carol")
    reminder = listed(carol)[0]["id"]
    done = carol.post(f"/reminders/{reminder}:done", {})
    assert (done.status_code, done.json()["standing"], done.json()["answered_by"]) == (200, "done", "carol")
    again = carol.post(f"/reminders/{reminder}:done", {}).json()
    assert again["done_at"] == done.json()["done_at"]
    assert reminder not in {each["id"] for each in listed(carol)}
    assert [each["id"] for each in listed(carol, "standing=done")] == [reminder]
    reopened = carol.post(f"/reminders/{reminder}:reopen", {}).json()
    assert (reopened["standing"], reopened["done_at"]) == ("open", None)
    assert reminder in {each["id"] for each in listed(carol)}
    with in_agency(world.north):
        assert AuditEntry.objects.filter(object_id=reminder, action="reminder.changed").count() == 2


def test_what_is_snoozed_comes_back_on_its_day(api, carols):
    carol = api("carol")
    reminder = listed(carol)[0]["id"]
    until = days_ago(-3).isoformat()
    snoozed = carol.post(f"/reminders/{reminder}:snooze", {"until": until})
    assert (snoozed.status_code, snoozed.json()["standing"], snoozed.json()["snoozed_until"]) == (200, "snoozed", until)
    assert reminder not in {each["id"] for each in listed(carol)}
    assert [each["id"] for each in listed(carol, "standing=snoozed")] == [reminder]


@pytest.mark.parametrize("count", [0, -367])
def test_a_reminder_comes_back_on_a_later_day_within_a_year(api, carols, count):
    carol = api("carol")
    reminder = listed(carol)[0]["id"]
    refused = carol.post(f"/reminders/{reminder}:snooze", {"until": days_ago(count).isoformat()})
    assert (refused.status_code, refused.json()["code"]) == (422, "bad_snooze")
    assert carol.post(f"/reminders/{reminder}:snooze", {"until": days_ago(-366).isoformat()}).status_code == 200


@pytest.mark.parametrize(
    ("action", "body"), [("done", {}), ("snooze", {"until": days_ago(-7).isoformat()}), ("reopen", {})]
)
def test_nobody_answers_for_another_member(api, carols, action, body):
    reminder = listed(api("carol"))[0]["id"]
    for other in ("bob", "alice", "erin"):
        assert api(other).post(f"/reminders/{reminder}:{action}", body).status_code == 404
    assert api("carol").post(f"/reminders/{reminder}:{action}", body).status_code == 200


def test_members_of_the_brand_answer_for_contacts_outside(api, contacts):
    bob = api("bob")
    late = f"/collection-calendar?account={contacts}&profile={LIKES}&state=overdue"
    reminder = bob.get(late).json()["items"][0]["id"]
    assert api("erin").post(f"/reminders/{reminder}:done", {}).status_code == 404
    assert bob.post(f"/reminders/{reminder}:done", {}).json()["standing"] == "done"


def test_what_a_plan_mutes_is_not_listed(api, carols, world):
    with in_agency(world.north):
        CollectionPlan.objects.filter(account_id=carols).update(muted_until=days_ago(0))
    assert listed(api("carol")) == []
    assert listed(api("carol"), "standing=muted")
    with in_agency(world.north):
        CollectionPlan.objects.filter(account_id=carols).update(muted_until=days_ago(2))
    assert listed(api("carol"))
