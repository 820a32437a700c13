"""Results in a currency that was asked for, and the rates behind them."""

import pytest

ADS = "day,source,external_id,level,currency,spend,clicks"


@pytest.fixture
def spent(load, account):
    load(account, ADS, "2026-01-01,ads,1,ad,USD,100,10", "2026-01-20,ads,1,ad,USD,100,10")
    load(account, ADS, "2026-01-01,ads,2,ad,CNY,50,10")
    return account


@pytest.fixture
def rates(api):
    """State rates of the dollar in yuan by day: `rates({"2026-01-01": "7"})`."""

    def run(by_day, source="ECB"):
        sent = [
            {"base": "USD", "quote": "CNY", "day": day, "rate": rate, "source": source} for day, rate in by_day.items()
        ]
        assert api("alice").post("/exchange-rates:batch", {"rates": sent}).status_code == 200

    return run


def test_two_currencies_are_not_added_without_being_asked(spent, rates, one):
    rates({"2026-01-01": "7"})
    item = one("spend", account=spent)
    assert (item["value"], item["reason"], item["conversion"]) == (None, "mixed_currency", None)


def test_money_is_converted_at_the_rate_of_its_day_and_the_rates_are_named(spent, rates, one):
    rates({"2025-12-01": "7", "2026-01-10": "8"})
    item = one("spend", account=spent, currency="CNY")
    assert (item["value"], item["currency"], item["reason"]) == ("1550", "CNY", None)
    named = {"from": "USD", "to": "CNY", "source": "ECB", "derived": False}
    assert item["conversion"] == [
        {**named, "rate": "7", "day": "2025-12-01"},
        {**named, "rate": "8", "day": "2026-01-10"},
    ]


def test_the_other_way_round_the_rate_is_derived_and_says_so(spent, rates, one):
    rates({"2026-01-01": "8"})
    item = one("spend", account=spent, currency="USD")
    assert (item["value"], item["currency"]) == ("206.25", "USD")
    (rate,) = item["conversion"]
    assert (rate["from"], rate["to"], rate["rate"], rate["derived"]) == ("CNY", "USD", "0.125", True)


def test_what_has_no_stated_rate_has_no_value(spent, rates, one):
    rates({"2026-01-10": "7"})
    item = one("spend", account=spent, currency="CNY")
    assert (item["value"], item["reason"]) == (None, "no_rate")


def test_what_is_in_the_wanted_currency_already_needs_no_rate(load, one, account):
    load(account, ADS, "2026-01-01,ads,1,ad,EUR,100,10")
    item = one("cpc", account=account, currency="EUR")
    assert (item["value"], item["currency"], item["conversion"]) == ("10", "EUR", None)


def test_a_new_rate_makes_an_old_page_stale(spent, rates, bob):
    query = f"/results?kpi=spend&account={spent}&start=2026-01-01&end=2026-01-31&group_by=day&currency=CNY&limit=5"
    cursor = bob.get(query).json()["next_cursor"]
    assert bob.get(f"{query}&cursor={cursor}").status_code == 200
    rates({"2026-01-01": "7"})
    assert bob.get(f"{query}&cursor={cursor}").json()["code"] == "data_changed"


def test_rates_are_named_of_the_amounts_that_count_whatever_is_asked_beside(bob, world, rates):
    rates({"2026-01-01": "7"})
    day = {"start": "2026-01-05", "end": "2026-01-05"}
    fee = {"brand": str(world.aurora), "kind": "other", "billed": {"amount": "10", "currency": "CNY"}, **day}
    assert bob.post("/costs", fee).status_code == 201
    order = {"event": "purchase", "brand": str(world.aurora), "order_id": "A-1", "occurred_at": "2026-01-05T10:00:00Z"}
    sent = {"conversions": [{**order, "value": {"amount": "2", "currency": "USD"}}]}
    assert bob.post("/conversions:batch", sent).status_code == 200
    path = f"/results?brand={world.aurora}&currency=CNY&start=2026-01-01&end=2026-01-31&kpi="
    for kpi, worth, named in (("cost_billed", "10", []), ("tracked_revenue", "14", ["USD"])):
        for beside in ("", ",cost_billed,tracked_revenue,tracked_cac"):
            item = bob.get(f"{path}{kpi}{beside}").json()["items"][0]
            assert (item["value"], [rate["from"] for rate in item["conversion"] or []]) == (worth, named)
