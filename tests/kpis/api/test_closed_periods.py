"""A published report closes its days: what would change their facts is refused, until the report is reopened."""

import pytest

from tests.campaigns.api.imports.uploading import new_account, send
from tests.campaigns.pushes.pushing import day_of, push
from tests.exports.tables import csv_bytes
from tests.holders import code_of

JANUARY = {"start": "2026-01-01", "end": "2026-01-31"}
FEBRUARY = {"start": "2026-02-01", "end": "2026-02-28"}
DAYS = "day,views,likes"
CONTENT = "external_id,published_at,captured_on,views,likes"
SPEND = "day,source,external_id,level,currency,spend"
REASON = {"reason": "The network corrected the fifth of January."}


@pytest.fixture
def january(load, account):
    return load(account, DAYS, "2026-01-05,100,9", "2026-01-06,200,19", "2026-02-01,50,5")


@pytest.fixture
def views(one, account):
    return lambda window: one("views", account=account, **window)["value"]


@pytest.fixture
def publish(bob, world):
    def run(**window):
        body = {"brand": str(world.aurora), "template": "monthly", **JANUARY, **window}
        report = bob.post("/reports", body, idempotency_key=f"draft {window}").json()
        answer = bob.post(f"/reports/{report['id']}:publish", idempotency_key=f"publish {window}")
        assert (answer.status_code, answer.json()["closes_days"]) == (200, True)
        return answer.json()

    return run


@pytest.fixture
def sending(bob, account):
    """Send rows of our own CSV into the account: `sending("day,views", "2026-01-05,1")`."""

    def run(header, *rows, captured_on="2026-02-28", **more):
        data = csv_bytes(header.split(","), [row.split(",") for row in rows])
        return send(bob, account, data, name="facts.csv", captured_on=captured_on, **more)

    return run


def test_an_import_that_would_change_a_closed_day_is_refused_and_told_which_report_closes_it(
    january, publish, sending, views
):
    report = publish()
    refused = sending(DAYS, "2026-01-05,101,9", "2026-01-06,200,19", "2026-02-01,51,5")
    assert code_of(refused) == (409, "period_closed")
    assert report["id"] in refused.json()["detail"]
    assert report["title"] in refused.json()["detail"]
    assert refused.json()["particulars"]["reports"] == [
        {
            "report": report["id"],
            "title": report["title"],
            **JANUARY,
            "rows": 1,
            "first_day": "2026-01-05",
            "last_day": "2026-01-05",
        }
    ]
    assert (views(JANUARY), views(FEBRUARY)) == ("300", "50")


def test_a_file_that_only_repeats_closed_days_loads_what_it_says_of_others(january, publish, sending):
    publish()
    loaded = sending(DAYS, "2026-01-05,100,9", "2026-01-06,200,19", "2026-02-01,51,5", "2026-02-02,7,1")
    assert loaded.status_code == 201
    counts = loaded.json()["counts"]
    assert (counts["unchanged"], counts["changed"], counts["new"]) == (2, 1, 1)


def test_a_closed_day_takes_no_new_facts_either(january, publish, sending):
    publish()
    assert code_of(sending(DAYS, "2026-01-07,1,1")) == (409, "period_closed")
    assert code_of(sending("day,comments", "2026-01-05,1")) == (409, "period_closed")
    assert sending(DAYS, "2025-12-31,1,1").status_code == 201


def test_another_brand_is_not_closed(api, world, january, publish):
    publish()
    alice = api("alice")
    elsewhere = new_account(alice, world.borealis, "tiktok", "elsewhere")
    data = csv_bytes(DAYS.split(","), [["2026-01-05", "1", "1"]])
    assert send(alice, elsewhere, data, name="facts.csv", captured_on="2026-02-28").status_code == 201


def test_ads_figures_of_a_period_and_breakdowns_of_closed_days_are_closed_too(january, publish, sending):
    publish()
    for header, closed, free in (
        (SPEND, "2026-01-31,tiktok_ads,1,ad,EUR,5", "2026-02-01,tiktok_ads,1,ad,EUR,5"),
        ("metric,start,end,value", "reach,2025-12-15,2026-01-14,5", "reach,2026-02-01,2026-02-28,5"),
        ("day,dimension,bucket,metric,value", "2026-01-01,territory,DE,viewers,5", "2026-02-01,territory,DE,viewers,5"),
    ):
        assert code_of(sending(header, closed, captured_on="2026-03-05")) == (409, "period_closed")
        assert sending(header, free, captured_on="2026-03-05").status_code == 201


def test_lifetime_totals_are_closed_inside_the_window_and_back_to_the_reading_that_it_counts_from(
    load, account, publish, sending
):
    load(account, CONTENT, "1,2025-11-01,2025-12-20,100,5", "1,2025-11-01,2026-01-20,300,9")
    load(account, CONTENT, "2,2025-11-01,2026-01-20,300,9")
    publish()
    for day in ("2025-12-20", "2025-12-28", "2026-01-20", "2026-01-31"):
        assert code_of(sending(CONTENT, f"1,2025-11-01,{day},200,7")) == (409, "period_closed")
    for content, day in (("1", "2025-12-19"), ("1", "2026-02-01"), ("2", "2025-12-20")):
        assert sending(CONTENT, f"{content},2025-11-01,{day},50,3").status_code == 201


def test_a_new_content_may_come_after_the_closed_days_and_not_inside_them(january, publish, sending):
    publish()
    assert code_of(sending(CONTENT, "9,2026-01-10,2026-01-20,5,1")) == (409, "period_closed")
    assert sending(CONTENT, "9,2026-01-10,2026-02-20,5,1").status_code == 201


def test_a_revert_that_would_change_a_closed_day_is_refused(bob, january, publish, views):
    report = publish()
    refused = bob.post(f"/imports/{january['id']}:revert")
    assert code_of(refused) == (409, "period_closed")
    (named,) = refused.json()["particulars"]["reports"]
    assert (named["report"], named["rows"]) == (report["id"], 2)
    assert bob.get(f"/imports/{january['id']}").json()["state"] == "committed"
    assert views(JANUARY) == "300"


def test_a_revert_that_leaves_closed_days_as_they_are_is_granted(bob, january, publish, sending, views):
    again = sending(DAYS, "2026-01-05,100,9", "2026-02-01,60,6", captured_on="2026-03-01").json()
    publish()
    assert bob.post(f"/imports/{again['id']}:revert").json()["state"] == "reverted"
    assert views(FEBRUARY) == "50"
    assert code_of(bob.post(f"/imports/{january['id']}:revert")) == (409, "period_closed")


def test_a_reopened_report_stays_as_it_is_and_its_days_take_facts_again(api, january, publish, sending):
    report = publish()
    before = api("bob").get(f"/reports/{report['id']}/lenses/client").content
    reopened = api("alice").post(f"/reports/{report['id']}:reopen", REASON)
    assert reopened.status_code == 200
    shown = reopened.json()
    assert (shown["state"], shown["closes_days"], shown["reopened_by"]) == ("published", False, "alice")
    assert sending(DAYS, "2026-01-05,101,9").json()["counts"]["changed"] == 1
    assert api("bob").get(f"/reports/{report['id']}/lenses/client").content == before
    (entry,) = api("alice").get("/audit-entries?action=report.reopened").json()["items"]
    assert (entry["object_id"], entry["changes"]["reason"]) == (report["id"], REASON["reason"])
    assert code_of(api("alice").post(f"/reports/{report['id']}:reopen", REASON)) == (409, "not_closing")


def test_a_new_report_of_the_reopened_days_closes_them_again(api, january, publish, sending):
    first = publish()
    api("alice").post(f"/reports/{first['id']}:reopen", REASON)
    sending(DAYS, "2026-01-05,101,9")
    second = publish(title="January, corrected")
    refused = sending(DAYS, "2026-01-05,102,9")
    assert [each["report"] for each in refused.json()["particulars"]["reports"]] == [second["id"]]


def test_days_that_two_reports_state_stay_closed_until_both_are_reopened(api, january, publish, sending):
    month, week = publish(), publish(start="2026-01-05", end="2026-01-11")
    refused = sending(DAYS, "2026-01-05,101,9")
    assert {each["report"] for each in refused.json()["particulars"]["reports"]} == {month["id"], week["id"]}
    api("alice").post(f"/reports/{month['id']}:reopen", REASON)
    assert code_of(sending(DAYS, "2026-01-05,101,9")) == (409, "period_closed")
    api("alice").post(f"/reports/{week['id']}:reopen", REASON)
    assert sending(DAYS, "2026-01-05,101,9").status_code == 201


def test_reopening_needs_a_reason_and_a_published_report(api, bob, world, january, publish):
    alice = api("alice")
    draft = bob.post("/reports", {"brand": str(world.aurora), "template": "monthly", **JANUARY}).json()
    assert code_of(alice.post(f"/reports/{draft['id']}:reopen", REASON)) == (409, "not_closing")
    report = publish()
    assert alice.post(f"/reports/{report['id']}:reopen", {"reason": " "}).status_code == 422
    assert alice.post(f"/reports/{report['id']}:reopen", REASON).status_code == 200


def test_clients_do_not_read_why_a_report_was_reopened(api, january, publish):
    report = publish()
    api("alice").post(f"/reports/{report['id']}:reopen", REASON)
    shown = api("dora").get(f"/reports/{report['id']}").json()
    assert (shown["closes_days"], shown["reopening_reason"], shown["reopened_by"]) == (False, "", "")
    ours = api("bob").get(f"/reports/{report['id']}").json()
    assert (ours["reopening_reason"], ours["reopened_by"]) == (REASON["reason"], "alice")


def test_a_preview_says_that_a_commit_would_be_refused_and_by_which_report(bob, january, publish, sending):
    report = publish()
    preview = sending(DAYS, "2026-01-05,101,9", "2026-02-01,51,5", mode="preview").json()
    (closure,) = preview["preview"]["closed_by"]
    assert (closure["report"], closure["title"], closure["rows"]) == (report["id"], report["title"], 1)
    assert code_of(bob.post(f"/imports/{preview['id']}:commit")) == (409, "period_closed")
    assert bob.get(f"/imports/{preview['id']}").json()["state"] == "previewed"


def test_a_preview_counts_rows_of_contents_that_do_not_exist_yet_among_the_closed_ones(january, publish, sending):
    publish()
    preview = sending(CONTENT, "9,2026-01-10,2026-01-20,5,1", "9,2026-01-10,2026-02-20,5,1", mode="preview").json()
    (closure,) = preview["preview"]["closed_by"]
    assert (closure["rows"], closure["first_day"], closure["last_day"]) == (1, "2026-01-20", "2026-01-20")


def test_a_preview_commits_once_the_report_that_closed_its_days_is_reopened(api, bob, january, publish, sending):
    report = publish()
    preview = sending(DAYS, "2026-01-05,101,9", mode="preview").json()
    api("alice").post(f"/reports/{report['id']}:reopen", REASON)
    assert bob.post(f"/imports/{preview['id']}:commit").json()["counts"]["changed"] == 1


def test_a_push_that_may_be_taken_in_part_leaves_out_what_a_report_states(january, publish, bob, account, views):
    report = publish()
    facts = [
        day_of(account, "2026-01-05", values={"views": 101}),
        day_of(account, "2026-02-01", values={"views": 51}),
        day_of(account, "2026-02-02", values={"views": 52}),
    ]
    assert code_of(push(bob, *facts, captured_on="2026-03-01")) == (409, "period_closed")
    taken = push(bob, *facts, captured_on="2026-03-01", mode="partial")
    assert (taken.status_code, taken.json()["counts"]["refused"]) == (207, 1)
    (refused,) = taken.json()["refused"]
    assert (refused["index"], refused["code"]) == (0, "period_closed")
    assert report["id"] in refused["detail"]
    (made,) = taken.json()["imports"]
    assert (made["state"], made["counts"]["new"], made["counts"]["changed"]) == ("committed", 1, 1)
    assert refused["import"] == made["id"]
    assert (views(JANUARY), views(FEBRUARY)) == ("300", "103")
