"""What is agreed on an account's files replaces what is usual, and what cannot work is refused."""

import pytest

from agencies.context import in_agency
from clients.models import NetworkAccount
from tests.campaigns.api.imports.uploading import new_account
from tests.campaigns.collection.collecting import days_ago

LIKES = "douyin.creator.daily.likes"


@pytest.fixture
def douyin(bob, world):
    account = new_account(bob, world.aurora, "douyin", "aurora.cn")
    with in_agency(world.north):
        NetworkAccount.objects.filter(id=account).update(created_at=f"{days_ago(100)}T00:00:00Z")
    return account


def plan(client, account, **values):
    answer = client.post("/collection-plans", {"account": str(account), **values})
    assert answer.status_code == 201, answer.content
    return answer.json()


def refusal(client, account, **values):
    answer = client.post("/collection-plans", {"account": str(account), **values})
    assert answer.status_code == 422, answer.content
    return answer.json()["code"]


def entries(client, account, query=""):
    return client.get(f"/collection-calendar?limit=200&account={account}&{query}").json()["items"]


def test_a_file_that_is_not_wanted_is_not_chased(bob, douyin):
    assert LIKES in {entry["profile"] for entry in entries(bob, douyin)}
    plan(bob, douyin, profile=LIKES, wanted=False)
    assert LIKES not in {entry["profile"] for entry in entries(bob, douyin)}


def test_an_account_can_be_left_to_one_file(bob, douyin):
    plan(bob, douyin, wanted=False)
    assert entries(bob, douyin) == []
    plan(bob, douyin, profile=LIKES, wanted=True, cadence="daily")
    found = entries(bob, douyin)
    assert {(entry["profile"], entry["cadence"]) for entry in found} == {(LIKES, "daily")}


def test_who_is_asked_for_the_account_is_asked_for_each_file_that_names_nobody_else(bob, douyin, world):
    general = plan(bob, douyin, assignee=str(world.carol.membership_id))
    plan(bob, douyin, profile=LIKES, contact_name="Social team", contact_email="social@aurora.example")
    by_file = {entry["profile"]: entry for entry in entries(bob, douyin)}
    assert by_file[LIKES]["assignee"] == {
        "member": None,
        "name": "Social team",
        "email": "social@aurora.example",
    }
    other = by_file["douyin.creator.daily.views"]
    assert other["assignee"]["name"] == "carol"
    assert other["plan"] == general["id"]


def test_the_calendar_shows_what_is_mine(api, bob, douyin, world):
    plan(bob, douyin, profile=LIKES, assignee=str(world.carol.membership_id))
    assert {entry["profile"] for entry in entries(api("carol"), douyin, "assignee=me")} == {LIKES}
    assert entries(bob, douyin, "assignee=me") == []
    assert LIKES not in {entry["profile"] for entry in entries(bob, douyin, "assignee=none")}


def test_a_day_further_off_moves_what_is_due(bob, douyin):
    before = entries(bob, douyin, f"profile={LIKES}")[0]["due_on"]
    made = plan(bob, douyin, profile=LIKES, due_after_days=5)
    after = {entry["period"]["end"]: entry["due_on"] for entry in entries(bob, douyin, f"profile={LIKES}")}
    assert before not in after.values()
    assert bob.delete(f"/collection-plans/{made['id']}").status_code == 204
    assert entries(bob, douyin, f"profile={LIKES}")[0]["due_on"] == before


def test_a_cadence_that_would_lose_days_is_refused(bob, douyin):
    assert refusal(bob, douyin, profile=LIKES, cadence="monthly") == "loses_days"
    assert plan(bob, douyin, profile=LIKES, cadence="weekly")["cadence"] == "weekly"


def test_a_file_of_another_network_is_refused(bob, douyin, world):
    assert refusal(bob, douyin, profile="tiktok.studio.overview") == "not_of_this_account"
    assert refusal(bob, douyin, profile="no.such.file") == "not_of_this_account"
    assert plan(bob, world.aurora_account, profile="tiktok.studio.overview")


def test_only_who_works_on_the_brand_can_be_asked(bob, world, douyin):
    for stranger in (world.erin.membership_id, world.aurora):
        assert refusal(bob, douyin, assignee=str(stranger)) == "cannot_see_brand"
    assert plan(bob, douyin, assignee=str(world.dora.membership_id))["assignee"] == str(world.dora.membership_id)


def test_a_file_comes_from_one_person(bob, douyin, world):
    carol = str(world.carol.membership_id)
    assert refusal(bob, douyin, assignee=carol, contact_name="Social team") == "two_assignees"
    assert plan(bob, douyin, assignee=carol)


def test_a_kind_of_file_has_one_plan(bob, douyin):
    made = plan(bob, douyin, profile=LIKES)
    answer = bob.post("/collection-plans", {"account": douyin, "profile": LIKES})
    assert answer.status_code in {409, 422}
    changed = bob.patch(f"/collection-plans/{made['id']}", {"due_after_days": 3})
    assert changed.json()["due_after_days"] == 3


def test_what_a_change_makes_senseless_is_refused(bob, douyin, world):
    made = plan(bob, douyin, profile=LIKES, contact_name="Social team")
    answer = bob.patch(f"/collection-plans/{made['id']}", {"assignee": str(world.carol.membership_id)})
    assert answer.json()["code"] == "two_assignees"
    both = {"assignee": str(world.carol.membership_id), "contact_name": ""}
    assert bob.patch(f"/collection-plans/{made['id']}", both).status_code == 200
