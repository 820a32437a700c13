"""Every KPI that inputs can feed has a value somewhere in the demo, asked as users ask."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from campaigns.metrics import METRICS, Grain, Kind

pytestmark = pytest.mark.commits

# KPIs that the demo cannot feed, each with the reason.
UNFED: dict[str, str] = {}

# These rest on distinct people of one content each, which never add up: they are asked of single contents.
OF_SINGLE_CONTENTS = {"readers_per_delivered"}

# What only contents state has a value of what was published: of those a day old when the window begins, nobody read a
# total before it.
BASES = ("occurred", "published")


@pytest.fixture
def demo(showcase, django_db_blocker):
    with django_db_blocker.unblock():
        yield showcase


@pytest.fixture
def last_month():
    end = datetime.now(UTC).date().replace(day=1) - timedelta(days=1)
    return {"start": end.replace(day=1).isoformat(), "end": end.isoformat()}


@pytest.fixture
def keys(demo):
    return [kpi["key"] for kpi in demo.pages("/kpis?limit=200")]


def fed(items):
    return {item["kpi"] for item in items if item["value"] is not None}


def test_every_kpi_has_a_value_in_a_brand_and_network_of_the_last_whole_month_or_four_weeks(demo, keys, last_month):
    whole = [key for key in keys if key not in OF_SINGLE_CONTENTS]
    found = {
        key for basis in BASES for days in ({}, last_month) for key in fed(demo.results(whole, **days, basis=basis))
    }
    single = demo.results(sorted(OF_SINGLE_CONTENTS), **last_month, basis="published", group_by="content")
    assert sorted({*keys} - found - fed(single)) == sorted(UNFED)


def test_the_agencys_own_kpis_are_among_them_and_shares_of_the_scope_make_one(demo, keys, last_month):
    assert {"advocacy_index", "share_of_responses"} <= set(keys)
    items = demo.results(["share_of_responses"], **last_month)
    assert abs(sum(Decimal(item["value"]) for item in items if item["value"] is not None) - 1) < Decimal("0.0001")


def test_distinct_people_have_a_value_over_the_whole_last_month(demo, last_month):
    people = [
        key for key, metric in METRICS.items() if Kind.UNIQUE in metric.kinds.values() and not metric.derived_input
    ]
    assert sorted(set(people) - fed(demo.results(people, **last_month))) == []


def test_distinct_people_of_ads_come_from_the_campaigns_own_monthly_figures(demo, last_month):
    ads = ["frequency", "uv_value", "avg_live_watch_s", "cpti", "revenue_per_buyer", "buyers", "live_viewers"]
    assert all(METRICS[key].kinds[Grain.AD_DAY] is Kind.UNIQUE for key in ("buyers", "live_viewers"))
    assert fed(demo.results(ads, **last_month)) == set(ads)


def test_money_of_every_brand_is_told_in_one_currency(demo, last_month):
    items = demo.results(["spend", "gmv"], **last_month, group_by="brand", currency="EUR")
    assert {(item["currency"], item["reason"]) for item in items} == {("EUR", None)}


def test_numbers_are_cut_by_every_dimension_on_tiktok_and_douyin(demo):
    listed = {item["dimension"]: item["metrics"][0]["metric"] for item in demo.pages("/breakdown-dimensions")}
    assert set(listed) == {"territory", "hour", "source", "product", "retention_second", "segment"}
    for dimension, metric in listed.items():
        items = demo.pages(f"/breakdowns?dimension={dimension}&metric={metric}&group_by=account")
        assert {item["network"] for item in items if item["value"] is not None} == {"tiktok", "douyin"}


def test_contents_wait_to_be_tagged_and_some_have_a_proposal(demo):
    waiting = demo.pages("/untagged-contents?limit=200")
    assert waiting
    assert any(item["proposals"] for item in waiting)


def test_conversions_landed_in_many_ways_and_some_nowhere(demo):
    places = [item["landed_on"] for item in demo.api.get("/conversions?limit=200").json()["items"]]
    assert {"utm_content", "link", "code", "campaign", "account"} <= {place["by"] for place in places if place}
    assert None in places


def test_rules_have_tagged_and_say_so(demo):
    taggings = demo.pages("/taggings?limit=200")
    assert {"rule", "import", "hand"} <= {tagging["source"] for tagging in taggings}
