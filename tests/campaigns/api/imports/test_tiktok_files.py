"""TikTok's files over HTTP: each kind's sample twice, ads on their units, one day at one level."""

import pytest

from campaigns.imports.rollup import differences
from campaigns.models import AdDay, AdUnit, BreakdownFact
from campaigns.readers import profiles
from tests.campaigns.api.imports.uploading import counted, new_account, rows_of, sent
from tests.exports.tables import csv_bytes

CAPTURED = "2026-07-11"
SAMPLES = [profile for profile in profiles() if profile.network == "tiktok"]
BY_CAMPAIGN = ("By Day", "Campaign ID", "Campaign name", "Currency", "Cost", "Impressions")
BY_AD = ("By Day", "Campaign ID", "Ad ID", "Ad name", "Currency", "Cost", "Impressions")


@pytest.fixture
def account(bob, world):
    return new_account(bob, world.aurora, "tiktok", "aurora.coffee")


def campaigns_csv(*days):
    return csv_bytes(BY_CAMPAIGN, [(day, "178", "Roast", "USD", "9.50", "100") for day in days])


def ads_csv(*days):
    return csv_bytes(BY_AD, [(day, "178", "181", "How we roast", "USD", "9.50", "100") for day in days])


@pytest.mark.parametrize("profile", SAMPLES, ids=lambda profile: profile.key)
def test_a_sample_loads_and_changes_nothing_the_second_time(bob, account, north, profile):
    data = profile.sample.read_bytes()
    first = sent(bob, account, data, name="export.csv", captured_on=CAPTURED)
    again = sent(bob, account, data, name="export.csv", captured_on=CAPTURED)
    assert (first["profile"], *counted(first, "refused")) == (profile.key, 0)
    assert counted(again, "new", "changed", "refused") == (0, 0, 0)
    assert counted(first, "new") == counted(again, "unchanged")
    with north():
        assert differences() == []


def test_ads_land_on_units_with_their_names_parents_and_currency(bob, account, north):
    sent(bob, account, ads_csv("2026-06-28", "2026-06-29"), captured_on=CAPTURED)
    with north():
        unit = AdUnit.objects.get(account_id=account)
        assert (unit.source, unit.external_id, unit.level) == ("tiktok_ads", "181", "ad")
        assert (unit.name, unit.parent_external_id, unit.currency) == ("How we roast", "178", "USD")
        assert AdDay.objects.filter(ad_unit=unit).count() == 2


def test_a_day_told_by_ad_is_not_told_by_campaign_as_well(bob, account, north):
    ads = sent(bob, account, ads_csv("2026-06-28"), captured_on=CAPTURED)
    both = sent(bob, account, campaigns_csv("2026-06-28", "2026-06-29"), captured_on=CAPTURED)
    assert counted(both, "new", "refused") == (1, 1)
    (refused,) = rows_of(bob, both, "?outcome=refused")
    assert (refused["line"], refused["code"]) == (2, "counted_at_other_level")
    bob.post(f"/imports/{ads['id']}:revert", {})
    again = sent(bob, account, campaigns_csv("2026-06-28", "2026-06-29"), captured_on=CAPTURED)
    assert counted(again, "new", "unchanged", "refused") == (1, 1, 0)
    with north():
        assert differences() == []


def test_an_id_that_has_numbers_as_an_ad_is_no_campaign(bob, account, north):
    ads = sent(bob, account, ads_csv("2026-06-28"), captured_on=CAPTURED)
    data = csv_bytes(BY_CAMPAIGN, [("2026-06-20", "181", "Roast", "USD", "1", "1")])
    made = sent(bob, account, data, captured_on=CAPTURED)
    assert (made["state"], rows_of(bob, made)[0]["code"]) == ("failed", "other_level")
    bob.post(f"/imports/{ads['id']}:revert", {})
    assert counted(sent(bob, account, data, captured_on=CAPTURED), "new", "refused") == (1, 0)
    with north():
        assert AdUnit.objects.get(account_id=account).level == "campaign"


def test_other_sources_of_the_same_day_are_not_in_the_way(bob, account):
    sent(bob, account, ads_csv("2026-06-28"), captured_on=CAPTURED)
    header = ("By Day", "Campaign ID", "Campaign name", "Cost", "SKU orders", "Gross revenue", "ROI", "Currency")
    data = csv_bytes(header, [("2026-06-28", "183", "GMV Max", "5", "2", "40", "8", "USD")])
    made = sent(bob, account, data, captured_on=CAPTURED)
    assert (made["profile"], *counted(made, "new", "refused")) == ("tiktok.shop.gmv_max", 1, 0)


def test_money_without_a_currency_is_the_brands_with_a_warning(bob, account, north):
    header = ("By Day", "Campaign ID", "Cost", "Impressions")
    made = sent(bob, account, csv_bytes(header, [("2026-06-28", "178", "9.50", "100")]), captured_on=CAPTURED)
    (row,) = rows_of(bob, made)
    assert [warning["code"] for warning in row["warnings"]] == ["currency_assumed"]
    with north():
        assert AdUnit.objects.get(account_id=account).currency == "EUR"


def test_the_audience_of_a_day_is_kept_by_bucket(bob, account, north):
    data = csv_bytes(("Top territories", "Distribution"), [("DE", "0.625"), ("Others", "0.375")])
    sent(bob, account, data, captured_on=CAPTURED)
    with north():
        stored = BreakdownFact.objects.filter(account_id=account, dimension="territory_share")
        assert {row.bucket: str(row.value.normalize()) for row in stored} == {"DE": "0.625", "Others": "0.375"}


BY_LEVEL = ("day", "source", "level", "external_id", "ad_account", "currency", "spend")


def told(*rows):
    """Write ad days of our own table: level, id, ad account."""
    return csv_bytes(BY_LEVEL, [("2026-06-28", "tiktok_ads", *row, "EUR", "5") for row in rows])


def test_ad_accounts_that_tell_a_day_at_other_levels_are_judged_apart(bob, account, north):
    rows = [("ad", "1", "7001"), ("campaign", "2", "7002"), ("campaign", "3", "7001"), ("ad", "4", "7001")]
    made = sent(bob, account, told(*rows), captured_on=CAPTURED)
    assert counted(made, "new", "refused") == (3, 1)
    (refused,) = rows_of(bob, made, "?outcome=refused")
    assert (refused["line"], refused["code"]) == (4, "counted_at_other_level")
    later = sent(bob, account, told(("campaign", "5", "7003"), ("campaign", "6", "7001")), captured_on=CAPTURED)
    assert counted(later, "new", "refused") == (1, 1)
    with north():
        assert differences() == []


@pytest.mark.parametrize(("one", "other"), [("7001", ""), ("7001", "Aurora Ads"), ("Aurora Ads", "Aurora Ads Ltd")])
def test_an_ad_account_that_is_not_named_or_named_otherwise_may_be_the_same(bob, account, one, other):
    sent(bob, account, told(("ad", "1", one)), captured_on=CAPTURED)
    refused = sent(bob, account, told(("campaign", "2", other)), captured_on=CAPTURED)
    assert (refused["state"], rows_of(bob, refused)[0]["code"]) == ("failed", "counted_at_other_level")
    both = new_account(bob, bob.get(f"/accounts/{account}").json()["brand"], "tiktok", "aurora.tea")
    beside = sent(bob, both, told(("ad", "1", one), ("campaign", "2", other)), captured_on=CAPTURED)
    assert counted(beside, "new", "refused") == (1, 1)


def test_what_is_stored_of_one_ad_account_vouches_for_no_row_that_names_none(bob, account):
    sent(bob, account, told(("campaign", "1", "7001")), captured_on=CAPTURED)
    made = sent(bob, account, told(("campaign", "2", ""), ("ad", "3", "7002")), captured_on=CAPTURED)
    assert counted(made, "new", "refused") == (1, 1)
    (refused,) = rows_of(bob, made, "?outcome=refused")
    assert (refused["line"], refused["code"]) == (2, "counted_at_other_level")
