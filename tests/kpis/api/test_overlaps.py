"""What ads brought is within what the shop or the live room tells: results that add the two say so."""

import pytest

from tests.campaigns.api.imports.uploading import new_account
from tests.campaigns.pushes.pushing import pushed

MARCH = "start=2026-03-01&end=2026-03-31"


@pytest.fixture
def alice(api):
    return api("alice")


@pytest.fixture
def douyin(alice, world):
    return new_account(alice, world.aurora, "douyin", "live")


def ad_of(account, source, level, unit, day="2026-03-10", **values):
    named = {"source": source, "level": level, "external_id": unit, "currency": "CNY"}
    return {"grain": "ad_day", "account": str(account), "day": day, **named, "values": values}


def told(client, query):
    answer = client.get(f"/results?{query}")
    assert answer.status_code == 200, answer.content
    return [(item["kpi"], item["overlapping"], item["grade"]["qualified"]) for item in answer.json()["items"]]


@pytest.fixture
def loaded(alice, world):
    """Load what Qianchuan told of one plan, and the live room that it advertised."""
    plan = ad_of(world.aurora_account, "qianchuan", "ad_group", "7", spend=500, orders=20, revenue=1500)
    room = ad_of(world.aurora_account, "douyin_live", "live_room", "99", orders=50, gmv=4000)
    pushed(alice, plan, room, captured_on="2026-04-20")
    return alice.get(f"/ad-units?account={world.aurora_account}&source=qianchuan").json()["items"][0]


def test_orders_of_ads_and_of_the_live_room_overlap_and_what_one_of_them_tells_does_not(alice, world, loaded):
    asked = f"{MARCH}&brand={world.aurora}&kpi=orders&kpi=spend&kpi=gmv&kpi=aov"
    assert told(alice, asked) == [
        ("orders", True, True),
        ("spend", False, False),
        ("gmv", False, False),
        ("aov", False, False),
    ]


def test_a_campaign_of_ads_alone_and_another_month_do_not_overlap(alice, world, loaded):
    named = {
        "brand": str(world.aurora),
        "name": "Live",
        "goal": "conversion",
        "start": "2026-03-01",
        "end": "2026-03-31",
    }
    campaign = alice.post("/campaigns", named).json()["id"]
    assert alice.patch(f"/ad-units/{loaded['id']}", {"campaign": campaign}).status_code == 200
    assert told(alice, f"{MARCH}&kpi=orders&campaign={campaign}") == [("orders", False, False)]
    by_campaign = told(alice, f"{MARCH}&kpi=orders&brand={world.aurora}&group_by=campaign")
    assert [overlapping for _, overlapping, _ in by_campaign] == [False, False]
    pushed(alice, ad_of(world.aurora_account, "qianchuan", "ad_group", "7", "2026-04-02", orders=3))
    by_month = f"start=2026-03-01&end=2026-04-30&group_by=month&kpi=orders&brand={world.aurora}"
    assert [overlapping for _, overlapping, _ in told(alice, by_month)] == [True, False]


def test_only_what_the_sums_of_a_window_hold_overlaps(alice, world):
    plan = ad_of(world.aurora_account, "qianchuan", "ad_group", "7", "2026-03-05", orders=20, gmv=200, buyers=18)
    room = ad_of(
        world.aurora_account, "douyin_live", "live_room", "9", "2026-03-06", orders=10, gmv=100, live_viewers=500
    )
    pushed(alice, plan, room, captured_on="2026-04-20")
    asked = f"kpi=orders&kpi=uv_value&brand={world.aurora}"
    alone, never = ("orders", False, False), ("uv_value", False, False)
    assert told(alice, f"{asked}&start=2026-03-06&end=2026-03-06") == [alone, never]
    assert told(alice, f"{asked}&{MARCH}") == [("orders", True, True), never]
    assert told(alice, f"{asked}&start=2026-03-02&end=2026-03-29") == [("orders", True, True), never]
    by_day = f"{asked}&start=2026-03-05&end=2026-03-06&group_by=day"
    assert [each for each in told(alice, by_day) if each[0] == "orders"] == [alone, alone]


def test_what_networks_count_in_ways_of_their_own_overlaps_where_rows_state_it(alice, world, douyin):
    counts = {"gmv": 100, "views": 10, "likes": 5, "comments": 4, "shares": 2}
    plan = ad_of(douyin, "qianchuan", "ad_group", "7", **counts)
    room = ad_of(douyin, "douyin_live", "live_room", "9", **counts)
    pushed(alice, plan, room, captured_on="2026-04-20")
    asked = told(alice, f"kpi=gpm&kpi=interactions&account={douyin}&{MARCH}")
    assert asked == [("gpm", True, True), ("interactions", True, True)]


def test_ads_of_several_sources_are_told_apart_by_nothing_and_add_up(alice, world):
    plan = ad_of(world.aurora_account, "qianchuan", "ad_group", "7", orders=20)
    other = ad_of(world.aurora_account, "ocean_engine", "ad", "8", orders=2)
    pushed(alice, plan, other, captured_on="2026-04-20")
    assert told(alice, f"{MARCH}&brand={world.aurora}&kpi=orders") == [("orders", False, False)]


def test_targets_say_that_what_they_are_paced_by_overlaps(alice, world, loaded):
    said = {"scope": {"brand": str(world.aurora)}, "goal": "conversion", "target": "60", "basis": "occurred"}
    march = {"kind": "flight", "start": "2026-03-01", "end": "2026-03-31"}
    april = {"kind": "flight", "start": "2026-04-01", "end": "2026-04-30"}
    paces = []
    for kpi, period in (("orders", march), ("orders", april), ("gmv", march)):
        money = {"currency": "CNY"} if kpi == "gmv" else {}
        made = alice.post("/targets", {"kpi": kpi, "period": period, **said, **money})
        assert made.status_code == 201, made.content
        paces.append((made.json()["pace"]["value"], made.json()["pace"]["overlapping"]))
    assert paces == [("70", True), (None, False), ("4000", False)]
