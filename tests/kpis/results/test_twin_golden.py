"""The field's golden numbers, from files to answers; and on which day a sale is booked."""

from decimal import Decimal

import pytest

from tests.campaigns.api.imports.uploading import new_account, sent
from tests.exports.tables import csv_bytes

CONTENT = "external_id,published_at,captured_on"
ADS = "day,source,external_id,level,name,ad_account,currency"


@pytest.fixture
def answer(api, world):
    """Load rows into a new account of a network and ask for a KPI: `answer("tiktok", header, rows, kpi, start=...)`."""
    bob = api("bob")

    def run(network, header, rows, kpi, **query):
        account = new_account(bob, world.aurora, network, "golden")
        data = csv_bytes(header.split(","), [row.split(",") for row in rows])
        assert sent(bob, account, data, name="golden.csv", captured_on="2026-09-30")["counts"]["refused"] == 0
        asked = {"account": account, "start": "2026-08-01", "end": "2026-08-31", **query}
        found = bob.get(f"/results?kpi={kpi}" + "".join(f"&{name}={value}" for name, value in asked.items()))
        assert found.status_code == 200, found.content
        return found.json()["items"]

    return run


def content(columns, *rows):
    """Give the header and the rows of contents that were published and read in August."""
    stamped = [f"{number},2026-08-05,2026-08-20,{row}" for number, row in enumerate(rows)]
    return f"{CONTENT},{columns}", stamped


def ad(columns, row):
    """Give the header and the row of an ad's day in August."""
    return f"{ADS},{columns}", [f"2026-08-05,ads,7,ad,One,acc,EUR,{row}"]


INTERACTIONS = "views,likes,comments,shares,followers_at_publish"
SEED = content(INTERACTIONS, "3000,200,60,40,15000")
SALES = ad("spend,conversions,revenue", "5000,200,15000")
FIRST_ARTICLE = content("push_reads,delivered,first_shares,share_reads,shares", "79,2112,5,69,10")
SECOND_ARTICLE = content("push_reads,delivered,first_shares,share_reads,shares", "59,2109,4,135,11")
PLAYS = content("views,completion_rate", "1000,0.5", "9000,0.1")


@pytest.mark.parametrize(
    ("network", "file", "kpi", "expected"),
    [
        ("tiktok", SEED, "er_follower", "0.02"),
        ("tiktok", SEED, "er_view", "0.1"),
        ("tiktok", SEED, "view_to_follower", "0.2"),
        ("tiktok", SALES, "cpa", "25"),
        ("tiktok", SALES, "roas", "3"),
        ("tiktok", SALES, "roi", "2"),
        ("wechat", FIRST_ARTICLE, "open_rate", "0.0374"),
        ("wechat", FIRST_ARTICLE, "first_share_rate", "0.0633"),
        ("wechat", FIRST_ARTICLE, "amplification", "6.9"),
        ("wechat", SECOND_ARTICLE, "open_rate", "0.0280"),
        ("wechat", SECOND_ARTICLE, "first_share_rate", "0.0678"),
        ("wechat", SECOND_ARTICLE, "amplification", "12.2727"),
        ("douyin", content("views,likes,comments,shares", "34606,1155,69,129"), "er_view", "0.0391"),
        ("xiaohongshu", content("likes,saves,comments,shares,follows_from_post", "10,5,2,1,1"), "ces", "35"),
        ("douyin", PLAYS, "completion_rate", "0.14"),
    ],
)
def test_golden_numbers_come_out_of_files(answer, network, file, kpi, expected):
    basis = "occurred" if file is SALES else "published"
    (item,) = answer(network, *file, kpi, basis=basis)
    assert Decimal(item["value"]).quantize(Decimal("0.0001")) == Decimal(expected).quantize(Decimal("0.0001"))
    assert (item["reason"], item["bound"]) == (None, "exact")


def test_views_without_impressions_have_no_rate_and_not_an_endless_one(answer):
    (item,) = answer("xiaohongshu", *content("impressions,views", "0,126"), "read_rate", basis="published")
    assert (item["value"], item["reason"]) == (None, "zero_denominator")


@pytest.mark.parametrize("posts", [1, 20])
def test_twenty_posts_do_not_make_a_rate_per_follower_twenty_times_larger(answer, posts):
    file = content(INTERACTIONS, *["3000,200,60,40,15000"] * posts)
    rate, reach = answer("tiktok", *file, "er_follower,view_to_follower", basis="published")
    assert (rate["value"], reach["value"]) == ("0.020000", "0.200000")


def test_a_sale_is_booked_on_the_day_of_the_ad_by_the_network_and_on_its_own_day_by_us(api, world, answer):
    by_day = {"start": "2026-08-20", "end": "2026-08-23", "group_by": "day"}
    header = f"{ADS},spend,conversions,revenue"
    booked = answer("douyin", header, ["2026-08-20,ads,7,ad,One,acc,CNY,100,1,300"], "conversions", **by_day)
    purchase = {"event": "purchase", "occurred_at": "2026-08-23T06:00:00Z", "order_id": "A-1"}
    item = {**purchase, "brand": str(world.aurora), "value": {"amount": "300", "currency": "CNY"}}
    bob = api("bob")
    assert bob.post("/conversions:batch", {"conversions": [item]}).status_code == 200
    asked = f"/results?kpi=tracked_purchases&brand={world.aurora}&group_by=day&start=2026-08-20&end=2026-08-23"
    ours = bob.get(asked).json()["items"]
    assert {each["group"]["day"]: each["value"] for each in booked} == {
        "2026-08-20": "1",
        "2026-08-21": None,
        "2026-08-22": None,
        "2026-08-23": None,
    }
    assert [each["group"]["day"] for each in ours if each["value"] == "1"] == ["2026-08-23"]
