"""Breakdowns over HTTP: a metric cut by a dimension, and which dimensions there are."""

from uuid import uuid4

import pytest

from tests.holders import code_of

HEADER = "day,dimension,bucket,metric,value"


@pytest.fixture
def cut(load):
    """Load rows of a breakdown: `cut(account, "2026-01-01,territory,CN,views,30")`."""
    return lambda account, *rows: load(account, HEADER, *rows)


@pytest.fixture
def ask(bob):
    def run(dimension, metric, **query):
        asked = {"start": "2026-01-01", "end": "2026-01-31", **query}
        more = "".join(f"&{name}={value}" for name, value in asked.items())
        answer = bob.get(f"/breakdowns?dimension={dimension}&metric={metric}{more}")
        assert answer.status_code == 200, answer.content
        return answer.json()["items"]

    return run


def told(items, *names):
    return [tuple(item[name] for name in names) for item in items]


def test_flows_add_up_over_days_the_greatest_bucket_first(cut, ask, account):
    cut(
        account,
        "2026-01-01,territory,CN,views,30",
        "2026-01-02,territory,CN,views,30",
        "2026-01-01,territory,US,views,40",
        "2026-02-01,territory,US,views,99",
    )
    china, states = ask("territory", "views", account=account)
    assert told([china, states], "bucket", "value", "share") == [("CN", "60", "0.600000"), ("US", "40", "0.400000")]
    assert china["coverage"] == {"days": 2, "of": 31, "accounts": 1, "of_accounts": 1}
    assert (china["network"], china["account"], china["day"], china["state"]) == ("tiktok", account, None, "final")
    assert china["sources"] == [
        {"profile": "canonical.breakdown", "source": "manual", "imports": 1, "captured_on": "2026-02-28"}
    ]
    assert (china["unit"], china["kind"], china["captured_on"]) == ("count", "flow", "2026-02-28")


def test_levels_are_those_of_the_last_stated_day_and_say_which(cut, ask, account):
    cut(
        account,
        "2026-01-01,segment,18-24,followers,10",
        "2026-01-01,segment,gone,followers,10",
        "2026-01-20,segment,18-24,followers,30",
        "2026-01-20,segment,25-34,followers,90",
    )
    items = ask("segment", "followers", account=account)
    assert told(items, "bucket", "value", "share", "day") == [
        ("25-34", "90", "0.750000", "2026-01-20"),
        ("18-24", "30", "0.250000", "2026-01-20"),
    ]


def test_people_are_never_added_over_days(cut, ask, account):
    cut(account, "2026-01-01,source,search,viewers,7", "2026-01-02,source,search,viewers,9")
    (item,) = ask("source", "viewers", account=account)
    assert (item["value"], item["reason"], item["range"]) == (None, "not_additive", {"low": "9", "high": "16"})
    (day,) = ask("source", "viewers", account=account, end="2026-01-01")
    assert (day["value"], day["bound"], day["share"]) == ("7", "exact", None)


def test_accounts_are_added_or_told_apart(cut, ask, connect, world):
    tiktok, douyin = connect("tiktok", "first"), connect("douyin", "second")
    cut(tiktok, "2026-01-01,hour,9,views,10", "2026-01-03,segment,m,followers,5")
    cut(douyin, "2026-01-01,hour,9,views,30", "2026-01-05,segment,m,followers,7")
    (both,) = ask("hour", "views", brand=world.aurora)
    assert (both["value"], both["network"], both["account"]) == ("40", None, None)
    assert both["coverage"]["accounts"] == 2
    apart = ask("hour", "views", brand=world.aurora, group_by="network")
    assert [(item["group"], item["value"], item["share"]) for item in apart] == [
        ({"network": "douyin"}, "30", "1.000000"),
        ({"network": "tiktok"}, "10", "1.000000"),
    ]
    (level,) = ask("segment", "followers", brand=world.aurora)
    assert told([level], "value", "overlapping", "day", "oldest_day") == [("12", True, "2026-01-05", "2026-01-03")]
    assert told(ask("hour", "views", network="douyin"), "value") == [("30",)]


def test_a_retention_curve_comes_by_second_and_is_not_added_over_accounts(cut, ask, connect, world):
    first, second = connect("tiktok", "first"), connect("tiktok", "second")
    cut(first, *(f"2026-01-01,retention_second,{number},views,{100 - number}" for number in (10, 2, 1)))
    cut(second, "2026-01-01,retention_second,1,views,5")
    alone = ask("retention_second", "views", account=first, sort="bucket")
    assert told(alone, "bucket", "value", "share") == [("1", "99", None), ("2", "98", None), ("10", "90", None)]
    assert ask("retention_second", "views", brand=world.aurora, sort="bucket")[0]["reason"] == "not_additive"


def test_dimensions_in_use_are_listed_with_their_metrics(cut, bob, account):
    cut(account, "2026-01-01,territory,CN,views,30", "2026-01-04,territory,US,views,3", "2026-01-02,hour,9,likes,3")
    listed = bob.get(f"/breakdown-dimensions?account={account}&start=2026-01-01&end=2026-01-31").json()
    assert [item["dimension"] for item in listed["items"]] == ["hour", "territory"]
    assert listed["items"][1]["metrics"] == [
        {
            "metric": "views",
            "unit": "count",
            "kind": "flow",
            "buckets": 2,
            "accounts": 1,
            "first_day": "2026-01-01",
            "last_day": "2026-01-04",
        }
    ]
    assert bob.get("/breakdown-dimensions?start=2020-01-01&end=2020-01-31").json()["items"] == []


def test_a_dimension_that_nobody_states_is_empty(ask, account):
    assert ask("moon_phase", "views", account=account) == []


def test_buckets_are_walked_page_by_page_until_the_numbers_change(cut, bob, account):
    cut(account, *(f"2026-01-01,product,p{number},views,{number}" for number in range(1, 6)))
    query = f"/breakdowns?dimension=product&metric=views&account={account}&start=2026-01-01&end=2026-01-31&limit=2"
    page = bob.get(query).json()
    assert told(page["items"], "bucket") == [("p5",), ("p4",)]
    following = bob.get(f"{query}&cursor={page['next_cursor']}").json()
    assert told(following["items"], "bucket") == [("p3",), ("p2",)]
    cut(account, "2026-01-02,product,p1,views,100")
    assert code_of(bob.get(f"{query}&cursor={page['next_cursor']}")) == (409, "data_changed")


@pytest.mark.parametrize(
    ("query", "faults"),
    [
        ("", [("?metric", "required"), ("?dimension", "required")]),
        ("dimension=hour&metric=joy", [("?metric", "unknown_metric")]),
        (
            "dimension=hour&metric=views&group_by=day&sort=best",
            [("?group_by", "unknown_group"), ("?sort", "invalid_choice")],
        ),
        (
            "dimension=hour&metric=views&limit=0&start=q",
            [("?limit", "bad_limit"), ("?start", "bad_date")],
        ),
        ("dimension=hour&dimension=source&metric=views", [("?dimension", "repeated")]),
        ("dimension=hour&metric=views&account=1&start=x", [("?account", "bad_parameter"), ("?start", "bad_date")]),
    ],
)
def test_every_parameter_at_fault_is_named(bob, query, faults):
    answer = bob.get(f"/breakdowns?{query}")
    assert code_of(answer) == (400, "bad_parameter")
    assert [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]] == faults


def test_only_what_may_be_seen_is_counted(api, cut, world, account):
    cut(account, "2026-01-01,territory,CN,views,30")
    query = "/breakdowns?dimension=territory&metric=views&start=2026-01-01&end=2026-01-31"
    foreign = [api("bob").get(f"{query}&account={each}") for each in (world.borealis_account, uuid4())]
    assert [code_of(answer) for answer in foreign] == [(404, "not_found")] * 2
    assert [len(api(name).get(query).json()["items"]) for name in ("bob", "alice", "erin")] == [1, 1, 0]
    assert api("dora").get(query).status_code == 403
