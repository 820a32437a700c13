"""What is hard to believe is found when it is loaded, warned of line by line, judged by people and kept."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from audit.models import AuditEntry
from campaigns.models import AccountDay, Content, PlausibilityFinding
from tests.campaigns.pushes.pushing import day_of, pushed

MARCH = date(2026, 3, 1)
CAPTURED = "2026-04-20"


def content_of(account, day="2026-03-10", key="7500000000000000001", **values):
    return {"grain": "content", "account": str(account), "external_id": key, "captured_on": day, "values": values}


def ad_of(account, day="2026-03-10", **values):
    named = {"source": "tiktok_ads", "external_id": "1", "level": "ad", "currency": "EUR"}
    return {"grain": "ad_day", "account": str(account), "day": day, **named, "values": values}


def days_of(account, numbers, first=MARCH):
    return [
        day_of(account, (first + timedelta(days=at)).isoformat(), values=values) for at, values in enumerate(numbers)
    ]


def findings(client, query=""):
    answer = client.get(f"/plausibility-findings{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()["items"]


def rules(client, query="?state=open"):
    return [each["rule"] for each in findings(client, query)]


def load(client, *facts):
    return pushed(client, *facts, captured_on=CAPTURED)


def warnings(client, told):
    rows = client.get(f"/imports/{told['imports'][0]['id']}/rows").json()["items"]
    return [[warning["code"] for warning in row["warnings"]] for row in rows]


def test_a_row_that_cannot_be_true_is_stored_warned_of_and_kept_with_its_numbers(bob, aurora):
    right = content_of(aurora, key="2", views=90, completions=9)
    told = load(bob, content_of(aurora, views=100, completions=140), right)
    assert (told["counts"]["new"], told["counts"]["warnings"]) == (2, 1)
    assert warnings(bob, told) == [["completions_over_views"], []]
    (finding,) = findings(bob)
    assert (finding["state"], finding["rule"], finding["grain"]) == ("open", "completions_over_views", "content")
    assert finding["evidence"] == {"completions": "140", "views": "100"}
    assert (finding["first_day"], finding["metrics"]) == ("2026-03-10", ["completions", "views"])
    assert finding["import"] == told["imports"][0]["id"]
    assert set(finding["explanation"]) == {"en", "zh-Hans"}


@pytest.mark.parametrize(
    ("make", "wrong", "right", "rule"),
    [
        (content_of, {"views": 0, "likes": 25}, {"views": 60, "likes": 25}, "likes_without_views"),
        (content_of, {"views": 50, "likes": 40, "comments": 20}, {"views": 500, "likes": 40}, "engagement_over_views"),
        (content_of, {"views": 1000, "likes": 600}, {"views": 1000, "likes": 400}, "engagement_out_of_ratio"),
        (content_of, {"views": 100, "plays_3s": 300}, {"views": 100, "plays_3s": 30}, "long_plays_over_views"),
        (content_of, {"views": 100, "likes": -1}, {"views": 100, "likes": 1}, "totals_below_zero"),
        (ad_of, {"impressions": 100, "clicks": 300}, {"impressions": 300, "clicks": 100}, "clicks_over_impressions"),
        (ad_of, {"impressions": 100, "reach": 300}, {"impressions": 300, "reach": 100}, "reach_over_impressions"),
        (ad_of, {"orders": 10, "buyers": 12}, {"orders": 12, "buyers": 10}, "buyers_over_orders"),
        (ad_of, {"impressions": 0, "spend": 5}, {"impressions": 10, "spend": 5}, "spend_without_impressions"),
        (ad_of, {"orders": 0, "gmv": 5}, {"orders": 1, "gmv": 5}, "sales_without_orders"),
    ],
)
def test_a_rule_is_broken_by_wrong_numbers_and_kept_by_right_ones(bob, aurora, make, wrong, right, rule):  # noqa: PLR0917
    load(bob, make(aurora, **wrong))
    assert rules(bob) == [rule]
    load(bob, make(aurora, **{**dict.fromkeys(wrong), **right}))
    assert rules(bob) == []
    assert rules(bob, "?state=resolved") == [rule]


def test_days_that_are_copied_are_found_as_one_run(bob, aurora):
    same = {"views": 812, "likes": 33, "shares": 4}
    load(bob, *days_of(aurora, [{"views": 700, "likes": 30}, same, same, same, {"views": 650, "likes": 31}]))
    (finding,) = findings(bob)
    assert (finding["rule"], finding["first_day"], finding["last_day"]) == ("copied_days", "2026-03-02", "2026-03-04")
    assert finding["evidence"] == {"days": "3", "views": "812", "likes": "33", "shares": "4"}


def test_two_equal_days_and_quiet_ones_are_nothing_odd(bob, aurora):
    quiet = {"views": 3, "likes": 0}
    load(bob, *days_of(aurora, [{"views": 700, "likes": 30}, {"views": 700, "likes": 30}, quiet, quiet, quiet, quiet]))
    assert rules(bob) == []


def spiked(account):
    usual = [{"views": 1000 + at} for at in range(20)]
    return days_of(account, [*usual, {"views": 40000}])


def publish(client, account, day):
    made = client.post("/contents", {"account": str(account), "title": "Pour", "published_on": day})
    assert made.status_code == 201, made.content


def test_a_spike_without_anything_published_is_found(bob, aurora):
    publish(bob, aurora, "2026-02-20")
    load(bob, *spiked(aurora))
    (finding,) = findings(bob)
    assert (finding["rule"], finding["first_day"]) == ("spike_of_views", "2026-03-21")
    assert finding["evidence"] == {"views": "40000", "views_usual": "1009.5"}


def test_a_spike_is_believed_where_something_was_published_or_paid_for(bob, aurora, api, world):
    publish(bob, aurora, "2026-03-20")
    load(bob, *spiked(aurora))
    assert rules(bob) == []
    alice, paid = api("alice"), world.borealis_account
    publish(alice, paid, "2026-02-20")
    load(alice, *spiked(paid), ad_of(paid, "2026-03-21", spend=100, impressions=9000))
    assert rules(alice, f"?state=open&account={paid}") == []


def test_a_spike_is_found_once_what_explained_it_is_taken_back(bob, aurora):
    publish(bob, aurora, "2026-02-20")
    paid = load(bob, ad_of(aurora, "2026-03-21", spend=100, impressions=9000))
    load(bob, *spiked(aurora))
    assert rules(bob) == []
    assert bob.post(f"/imports/{paid['imports'][0]['id']}:revert").status_code == 200
    assert rules(bob) == ["spike_of_views"]


def ads_of(account, *days, unit="1", **more):
    named = {"impressions": 5000, "clicks": 120, "spend": "20"}
    made = [ad_of(account, f"2026-03-{day:02}", **{**named, **more}) for day in days]
    return [{**fact, "external_id": unit} for fact in made]


def test_copied_days_of_an_ad_are_found_whole_whichever_load_brings_them(bob, aurora):
    load(bob, *ads_of(aurora, 10, 11), *ads_of(aurora, 10, 11, 12, unit="2", impressions=4000))
    assert rules(bob) == ["copied_days_of_ads"]
    told = load(bob, *ads_of(aurora, 12))
    assert warnings(bob, told) == [["copied_days_of_ads"]]
    load(bob, *ads_of(aurora, 9))
    spans = {(each["first_day"], each["last_day"], each["evidence"]["days"]) for each in findings(bob, "?state=open")}
    assert spans == {("2026-03-09", "2026-03-12", "4"), ("2026-03-10", "2026-03-12", "3")}


def test_an_ad_whose_days_differ_or_only_cost_the_same_copies_none(bob, aurora):
    load(bob, *ads_of(aurora, 10, 11), *ads_of(aurora, 12, clicks=121), *ads_of(aurora, 13, 14))
    load(bob, *(ad_of(aurora, f"2026-03-{day}", spend="20", impressions=0, clicks=0) for day in (20, 21, 22)))
    assert "copied_days_of_ads" not in rules(bob)


def test_a_run_of_ads_that_is_broken_is_resolved_and_what_is_left_of_it_is_found(bob, aurora):
    load(bob, *ads_of(aurora, *range(10, 18)))
    load(bob, *ads_of(aurora, 12, clicks=119))
    assert [(each["first_day"], each["last_day"]) for each in findings(bob, "?state=open")] == [
        ("2026-03-13", "2026-03-17")
    ]
    told = load(bob, *ads_of(aurora, 15, clicks=118))
    assert (rules(bob), warnings(bob, told)) == ([], [[]])
    assert bob.post(f"/imports/{told['imports'][0]['id']}:revert").status_code == 200
    assert [(each["first_day"], each["last_day"]) for each in findings(bob, "?state=open")] == [
        ("2026-03-13", "2026-03-17")
    ]


def test_a_total_that_falls_is_found_and_small_corrections_are_not(bob, aurora):
    load(bob, content_of(aurora, "2026-03-10", views=1000, likes=50))
    load(bob, content_of(aurora, "2026-03-11", views=960, likes=49))
    assert rules(bob) == []
    load(bob, content_of(aurora, "2026-03-12", views=400, likes=49))
    (finding,) = findings(bob)
    assert (finding["rule"], finding["evidence"]["views"], finding["evidence"]["views_before"]) == (
        "totals_fall",
        "400",
        "960",
    )


def test_a_fall_is_found_and_resolved_by_what_was_read_before_it_whenever_that_is_loaded(bob, aurora):
    load(bob, content_of(aurora, "2026-03-12", views=400, likes=49))
    earlier = load(bob, content_of(aurora, "2026-03-10", views=1000, likes=50))
    (finding,) = findings(bob, "?state=open")
    assert (finding["rule"], finding["first_day"]) == ("totals_fall", "2026-03-12")
    assert bob.post(f"/imports/{earlier['imports'][0]['id']}:revert").status_code == 200
    assert rules(bob) == []


def test_followers_that_vanish_are_found(bob, aurora):
    load(bob, *days_of(aurora, [{"followers": 5000}, {"followers": 5010}, {"followers": 2000}]))
    assert rules(bob) == ["followers_fall"]


def test_a_lower_bound_may_be_less_than_its_parts(bob, aurora):
    load(bob, {**content_of(aurora, views=100, completions=140), "capped": ["views"]})
    assert rules(bob) == []


def test_the_same_numbers_again_find_nothing_new_and_still_warn(bob, aurora):
    fact = content_of(aurora, views=100, completions=140)
    load(bob, fact)
    told = load(bob, fact)
    assert (told["counts"]["unchanged"], warnings(bob, told)) == (1, [["completions_over_views"]])
    assert len(findings(bob)) == 1


def test_what_is_reverted_is_resolved(bob, aurora):
    told = load(bob, content_of(aurora, views=100, completions=140))
    assert bob.post(f"/imports/{told['imports'][0]['id']}:revert").status_code == 200
    assert rules(bob, "?state=resolved") == ["completions_over_views"]


def decide(client, finding, state, note="A giveaway"):
    return client.post(f"/plausibility-findings/{finding['id']}:decide", {"state": state, "note": note})


def test_what_was_accepted_stays_so_until_its_numbers_are_others(bob, aurora):
    load(bob, *days_of(aurora, [{"views": 0, "likes": 40}]))
    answer = decide(bob, findings(bob)[0], "accepted")
    assert (answer.json()["state"], answer.json()["decided_by"]) == ("accepted", "bob")
    told = load(bob, *days_of(aurora, [{"views": 0, "likes": 40}, {"views": 10, "likes": 1}]))
    assert (rules(bob, "?state=accepted"), warnings(bob, told)) == (["likes_without_views"], [[], []])
    load(bob, *days_of(aurora, [{"views": 0, "likes": 44}]))
    assert rules(bob) == ["likes_without_views"]


def test_a_content_that_was_accepted_is_accepted_when_it_is_read_again(bob, aurora):
    load(bob, content_of(aurora, "2026-03-10", views=1000, likes=600))
    decide(bob, findings(bob)[0], "accepted")
    load(bob, content_of(aurora, "2026-03-17", views=1100, likes=700))
    assert rules(bob) == []
    assert rules(bob, "?state=accepted") == ["engagement_out_of_ratio"] * 2


def test_what_is_resolved_is_not_decided(bob, aurora):
    told = load(bob, content_of(aurora, views=100, completions=140))
    (finding,) = findings(bob)
    assert decide(bob, finding, "confirmed_wrong").status_code == 200
    bob.post(f"/imports/{told['imports'][0]['id']}:revert")
    answer = decide(bob, finding, "accepted")
    assert (answer.status_code, answer.json()["code"]) == (409, "already_resolved")


def test_many_are_decided_at_once(bob, aurora, north):
    load(bob, *(content_of(aurora, key=str(at), views=100, completions=140) for at in range(3)))
    ids = [each["id"] for each in findings(bob)]
    answer = bob.post("/plausibility-findings:decide", {"findings": ids, "state": "accepted"})
    assert answer.json() == {"decided": 3}
    assert rules(bob) == []
    with north():
        told = AuditEntry.objects.filter(action="plausibility_finding.changed", object_id__in=ids)
        assert [entry.changes["state"] for entry in told] == ["accepted"] * 3


def test_of_many_findings_each_that_is_not_there_is_named(bob, aurora):
    load(bob, content_of(aurora, views=100, completions=140))
    (known,), unknown = findings(bob), str(uuid4())
    answer = bob.post("/plausibility-findings:decide", {"findings": [known["id"], unknown], "state": "accepted"})
    assert answer.status_code == 422
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [("#/findings/1", "not_found")]
    assert rules(bob) == ["completions_over_views"]


def test_deciding_many_takes_no_more_statements_than_deciding_one(bob, aurora, django_assert_max_num_queries):
    load(bob, *(content_of(aurora, key=str(at), views=100, completions=140) for at in range(40)))
    ids = [each["id"] for each in findings(bob)]
    with django_assert_max_num_queries(15):
        answer = bob.post("/plausibility-findings:decide", {"findings": ids, "state": "accepted"})
    assert answer.json() == {"decided": len(ids)}


def test_findings_are_found_by_day_metric_rule_and_import(bob, aurora):
    told = load(bob, content_of(aurora, views=100, completions=140))
    found = (
        "metric=views",
        "rule=completions_over_views",
        "from=2026-03-10",
        "to=2026-03-10",
        f"account={aurora}",
        f"import={told['imports'][0]['id']}",
    )
    missed = ("metric=likes", "rule=copied_days", "from=2026-03-11", "to=2026-03-09", "state=accepted")
    assert [len(findings(bob, f"?{query}")) for query in found] == [1] * len(found)
    assert [findings(bob, f"?{query}") for query in missed] == [[]] * len(missed)


def test_looking_again_finds_what_came_in_before_the_rules(bob, aurora, north):
    with north():
        AccountDay.objects.create(account_id=aurora, day=MARCH, views=0, likes=50, captured_on=MARCH)
        assert not PlausibilityFinding.objects.exists()
        assert not Content.objects.exists()
    answer = bob.post("/plausibility-findings:check", {"account": str(aurora)})
    assert answer.json() == {"new": 1, "unchanged": 0, "changed": 0, "resolved": 0}
    again = bob.post("/plausibility-findings:check", {"account": str(aurora)})
    assert again.json() == {"new": 0, "unchanged": 1, "changed": 0, "resolved": 0}


def test_rules_say_what_they_are_about_and_why(bob):
    listed = bob.get("/plausibility-rules?limit=200").json()["items"]
    keys = {each["key"] for each in listed}
    assert {"completions_over_views", "copied_days", "spike_of_views", "totals_fall"} <= keys
    assert all(each["source"] and set(each["explanation"]) == {"en", "zh-Hans"} for each in listed)
