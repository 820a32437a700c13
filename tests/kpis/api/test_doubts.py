"""Results that rest on numbers which are hard to believe say so, by which rules, until somebody accepts them."""

from tests.campaigns.pushes.pushing import day_of, pushed

WINDOW = "start=2026-03-01&end=2026-03-31"


def content_of(account, key, day="2026-03-20", **values):
    named = {"external_id": key, "published_at": "2026-03-05T10:00:00", "captured_on": day}
    return {"grain": "content", "account": str(account), **named, "values": values}


def doubts(client, query):
    answer = client.get(f"/results?{WINDOW}&{query}")
    assert answer.status_code == 200, answer.content
    return [
        (item["kpi"], item["grade"]["qualified"], [doubt["rule"] for doubt in item["doubts"]])
        for item in answer.json()["items"]
    ]


def load(client, *facts):
    return pushed(client, *facts, captured_on="2026-04-20")


def test_a_result_names_the_rules_that_its_days_break(bob, world):
    load(bob, day_of(world.aurora_account, "2026-03-10", values={"views": 0, "likes": 40, "profile_visits": 3}))
    told = doubts(bob, f"kpi=likes&kpi=profile_visit_rate&kpi=views&brand={world.aurora}")
    assert told == [
        ("likes", True, ["likes_without_views"]),
        ("profile_visit_rate", False, []),
        ("views", True, ["likes_without_views"]),
    ]


def test_other_days_and_other_accounts_are_not_in_doubt(api, world):
    alice = api("alice")
    load(alice, day_of(world.aurora_account, "2026-03-10", values={"views": 0, "likes": 40}))
    load(alice, day_of(world.aurora_account, "2026-04-10", values={"views": 10, "likes": 4}))
    load(alice, day_of(world.borealis_account, "2026-03-10", values={"views": 10, "likes": 4}))
    by_day = alice.get(f"/results?start=2026-03-10&end=2026-04-10&group_by=month&kpi=likes&brand={world.aurora}")
    assert [item["grade"]["qualified"] for item in by_day.json()["items"]] == [True, False]
    assert doubts(alice, f"kpi=likes&brand={world.borealis}") == [("likes", False, [])]


def test_of_contents_only_those_that_hold_the_doubted_one_say_so(bob, world):
    account = world.aurora_account
    load(bob, content_of(account, "1", views=1000, likes=600), content_of(account, "2", views=1000, likes=40))
    whole = doubts(bob, f"kpi=likes&brand={world.aurora}&basis=published")
    assert whole == [("likes", True, ["engagement_out_of_ratio"])]
    each = doubts(bob, f"kpi=likes&brand={world.aurora}&basis=published&group_by=content")
    assert sorted(qualified for _, qualified, _ in each) == [False, True]


def test_what_is_accepted_qualifies_nothing_and_what_is_wrong_does(bob, world):
    load(bob, day_of(world.aurora_account, "2026-03-10", values={"views": 0, "likes": 40}))
    query = f"kpi=likes&brand={world.aurora}"
    version = bob.get(f"/results?{WINDOW}&{query}").json()["data_version"]
    (finding,) = bob.get("/plausibility-findings").json()["items"]
    for state, qualified in (("accepted", False), ("confirmed_wrong", True), ("open", True)):
        bob.post(f"/plausibility-findings/{finding['id']}:decide", {"state": state})
        assert doubts(bob, query)[0][1] is qualified
    assert bob.get(f"/results?{WINDOW}&{query}").json()["data_version"] != version
