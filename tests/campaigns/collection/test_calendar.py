"""The calendar tells what is missing of which file, for those who work on the brand."""

import pytest

from agencies.context import in_agency
from campaigns.readers import profiles
from clients.models import NetworkAccount
from tests.campaigns.api.imports.uploading import new_account, sent
from tests.campaigns.collection.collecting import days_ago, days_between, douyin_daily, tiktok_overview

LIKES = "douyin.creator.daily.likes"
VIEWS = "douyin.creator.daily.views"


@pytest.fixture
def douyin(bob, world):
    """An account that has been connected for a hundred days."""
    account = new_account(bob, world.aurora, "douyin", "aurora.cn")
    with in_agency(world.north):
        NetworkAccount.objects.filter(id=account).update(created_at=f"{days_ago(100)}T00:00:00Z")
    return account


def calendar(client, query=""):
    answer = client.get(f"/collection-calendar?limit=200&{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()["items"]


def likes_of(client, account, query=""):
    return calendar(client, f"account={account}&profile={LIKES}&{query}")


def test_a_window_that_closes_is_told_however_long_ago_its_file_was_due(bob, world):
    account = new_account(bob, world.aurora, "tiktok", "aurora.year")
    with in_agency(world.north):
        NetworkAccount.objects.filter(id=account).update(created_at=f"{days_ago(400)}T00:00:00Z")
    asked = f"account={account}&profile=tiktok.studio.overview&state=closing"
    (closing,) = calendar(bob, asked)
    assert closing["due_on"] < days_ago(60).isoformat()
    assert calendar(bob, f"{asked}&from={days_ago(60)}") == []


def test_a_new_account_owes_its_usual_files_and_none_is_late(bob, world):
    account = new_account(bob, world.aurora, "xiaohongshu", "aurora.red")
    found = calendar(bob, f"account={account}")
    assert "xiaohongshu.creator.notes" in {entry["profile"] for entry in found}
    assert {entry["state"] for entry in found} == {"due"}
    assert found[0]["missing_days"] == 0


def test_files_of_thirty_days_are_due_every_week_and_lost_after_a_month(bob, douyin):
    found = likes_of(bob, douyin)
    assert {entry["cadence"] for entry in found} == {"weekly"}
    assert [entry["due_on"] for entry in found] == sorted(entry["due_on"] for entry in found)
    states = [entry["state"] for entry in found]
    assert states[0] == "lost"
    assert states[-1] == "due"
    assert {"closing", "overdue"} <= set(states)


def test_a_window_says_when_it_closes(bob, douyin):
    closing = likes_of(bob, douyin, "state=closing")
    assert closing
    for entry in closing:
        first = entry["missing"][0]["start"]
        assert 0 <= entry["closes_in_days"] <= 5
        assert entry["closes_on"] == days_ago(-entry["closes_in_days"]).isoformat()
        assert first == days_ago(30 - entry["closes_in_days"]).isoformat()
        assert "window closes" in entry["detail"]


def test_an_import_settles_its_days_and_a_revert_opens_them_again(bob, douyin):
    made = sent(bob, douyin, douyin_daily("likes", days_between(days_ago(30), days_ago(1))), name="likes.csv")
    open_states = {"overdue", "closing"}
    assert not open_states & {entry["state"] for entry in likes_of(bob, douyin)}
    assert "done" in {entry["state"] for entry in likes_of(bob, douyin)}
    assert bob.post(f"/imports/{made['id']}:revert").status_code == 200
    assert open_states <= {entry["state"] for entry in likes_of(bob, douyin)}


def test_a_gap_between_two_files_is_named_by_its_days(bob, douyin):
    for first, last in ((30, 16), (13, 1)):
        sent(bob, douyin, douyin_daily("likes", days_between(days_ago(first), days_ago(last))), name="likes.csv")
    gap = {(span["start"], span["end"]) for entry in likes_of(bob, douyin) for span in entry["missing"]}
    missing = {day for start, end in gap for day in (start, end)}
    assert missing == {days_ago(15).isoformat(), days_ago(14).isoformat()}


def test_one_file_counts_for_its_own_metric_alone(bob, douyin):
    sent(bob, douyin, douyin_daily("likes", days_between(days_ago(30), days_ago(1))), name="likes.csv")
    views = calendar(bob, f"account={douyin}&profile={VIEWS}&state=overdue,closing")
    assert views


def test_pushed_facts_that_state_the_same_count_as_the_file(bob, douyin):
    days = days_between(days_ago(30), days_ago(1))
    facts = [
        {"grain": "account_day", "account": douyin, "day": day.isoformat(), "values": {"likes": 3}} for day in days
    ]
    assert bob.post("/facts:batch", {"facts": facts}).status_code == 200
    assert calendar(bob, f"account={douyin}&profile={LIKES}&state=overdue,closing") == []
    assert calendar(bob, f"account={douyin}&profile={VIEWS}&state=overdue,closing")


def test_a_snapshot_of_lifetime_totals_settles_the_weeks_before_it(bob, douyin, world):
    with in_agency(world.north):
        NetworkAccount.objects.filter(id=world.aurora_account).update(created_at=f"{days_ago(100)}T00:00:00Z")
    asked = f"account={world.aurora_account}&profile=tiktok.studio.content"
    assert {entry["state"] for entry in calendar(bob, f"{asked}&until={days_ago(10)}")} == {"overdue"}
    content = b"external_id,title,published_at,views\n7590000000000000001,First,2026-01-05,10\n"
    sent(bob, world.aurora_account, content, name="contents.csv", profile="canonical.content")
    assert {entry["state"] for entry in calendar(bob, f"{asked}&until={days_ago(10)}")} == {"done"}


def test_the_calendar_is_of_the_brands_that_one_works_on(api, bob, world):
    aurora, borealis = str(world.aurora_account), str(world.borealis_account)
    everything = {entry["account"] for entry in calendar(api("alice"))}
    assert {aurora, borealis} <= everything
    assert {entry["brand"] for entry in calendar(bob)} == {str(world.aurora)}


def test_pages_follow_on_one_another(bob, douyin):
    everything = [entry["id"] for entry in calendar(bob, f"account={douyin}")]
    pages, cursor = [], ""
    while cursor is not None:
        page = bob.get(f"/collection-calendar?limit=30&account={douyin}{cursor and f'&cursor={cursor}'}").json()
        pages += [entry["id"] for entry in page["items"]]
        cursor = page["next_cursor"]
    assert pages == everything
    assert len(pages) > 60


def test_what_cannot_be_asked_is_refused_with_every_fault(bob):
    answer = bob.get("/collection-calendar?state=late&from=2026-02-01&until=2026-01-01&brand=x&assignee=you")
    assert answer.status_code == 400
    told = {error["pointer"].rpartition("?")[2] for error in answer.json()["errors"]}
    assert told == {"state", "from", "brand", "assignee"}


def test_at_most_four_hundred_days_are_shown_at_once(bob):
    assert bob.get("/collection-calendar?from=2026-01-01&until=2027-02-04").status_code == 200
    answer = bob.get("/collection-calendar?from=2026-01-01&until=2027-02-05")
    assert answer.json()["errors"][0]["code"] == "window_too_long"


def test_an_overview_of_a_year_settles_months(bob, world):
    sent(bob, world.aurora_account, tiktok_overview(days_between(days_ago(90), days_ago(1))))
    asked = f"account={world.aurora_account}&profile=tiktok.studio.overview&until={days_ago(0)}"
    found = calendar(bob, asked)
    assert {entry["state"] for entry in found} == {"done"}
    assert {entry["cadence"] for entry in found} == {"monthly"}


def test_files_that_only_some_accounts_have_are_due_once_one_was_handed_in(bob, douyin):
    orders = {profile.key: profile for profile in profiles()}["douyin.star.orders"]
    asked = f"account={douyin}&profile={orders.key}"
    assert calendar(bob, asked) == []
    sent(bob, douyin, orders.sample.read_bytes(), name=orders.sample.name)
    assert {entry["cadence"] for entry in calendar(bob, asked)} == {"weekly"}
