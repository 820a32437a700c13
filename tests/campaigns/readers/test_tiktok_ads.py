"""Reports of TikTok's ad systems land on ad units and days, whatever level, split and column names they have."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.readers import UnreadableFile
from tests.campaigns.readers.conftest import Read, codes
from tests.exports.tables import csv_bytes

MANAGER = ("By Day", "Campaign name", "Ad group name", "Ad name", "Cost", "Impressions", "Clicks (destination)")
HOURLY = ("CAMPAIGN_ID", "STAT_TIME_HOUR", "IMPRESSIONS", "SPEND", "REACH", "CLICKS", "CURRENCY")
DAILY = ("campaign_id", "stat_time_day", "country_code", "impressions", "spend")


def noticed(row) -> list[str]:
    return [notice.code for notice in row.notices]


def test_columns_of_second_choice_are_written_like_the_others(read: Read) -> None:
    header = ("By Day", "Campaign ID", "Cost", "Total purchase value", "Clicks (all)", "Currency")
    lines = [
        ("2026-06-28", "1", "2,75", "1.234", "7", "EUR"),
        ("2026-06-29", "1", "1.003,10", "2.500,50", "1.234", "EUR"),
    ]
    first, second = read(csv_bytes(header, lines)).rows
    assert first.values == {"spend": Decimal("2.75"), "revenue": 1234, "clicks": 7}
    assert second.values == {"spend": Decimal("1003.10"), "revenue": Decimal("2500.50"), "clicks": 1234}


def test_hours_are_summed_to_the_day_that_they_are_printed_in_and_people_left_out(read: Read) -> None:
    rows = [
        ("1780000000000001", "2026-06-29 23:00:00", "100", "1.50", "80", "3", "USD"),
        ("1780000000000001", "2026-06-30 0:00:00", "10", "0.25", "9", "0", "USD"),
        ("1780000000000001", "2026-06-30 14:00:00", "20", "0.50", "15", "-", "USD"),
    ]
    reading = read(csv_bytes(HOURLY, rows))
    assert reading.profile == "tiktok.ads.report_hourly"
    first, second = reading.rows
    assert (first.day, first.level, first.external_id) == (date(2026, 6, 29), "campaign", "1780000000000001")
    assert first.values == {"impressions": 100, "spend": Decimal("1.50"), "clicks": 3}
    assert second.values == {"impressions": 30, "spend": Decimal("0.75"), "clicks": 0}
    assert (first.source, first.currency) == ("tiktok_ads", "USD")
    assert (first.capped, second.capped) == (frozenset(), {"clicks"})
    assert noticed(second) == ["summed_parts", "part_missing", "day_may_be_cut"]
    assert "reach" in second.notices[0].detail


def test_half_an_hour_belongs_to_no_day_and_takes_its_whole_day_with_it(read: Read) -> None:
    rows = [
        ("1", "2026-06-29 10:00:00", "100", "1", "", "", "USD"),
        ("1", "2026-06-29 10:30:00", "100", "1", "", "", "USD"),
        ("2", "2026-06-29 10:00:00", "100", "1", "", "", "USD"),
    ]
    reading = read(csv_bytes(HOURLY, rows))
    assert sorted((refusal.line, refusal.code) for refusal in reading.refusals) == [
        (2, "incomplete_day"),
        (3, "bad_hour"),
    ]
    assert [row.external_id for row in reading.rows] == ["2"]


def test_a_bad_number_in_one_hour_refuses_the_day_of_that_unit_alone(read: Read) -> None:
    rows = [
        ("1", "2026-06-29 10:00:00", "100", "1", "", "", "USD"),
        ("1", "2026-06-29 11:00:00", "many", "1", "", "", "USD"),
        ("1", "2026-06-30 10:00:00", "100", "1", "", "", "USD"),
    ]
    reading = read(csv_bytes(HOURLY, rows))
    assert sorted(codes(reading)) == ["bad_number", "incomplete_day"]
    assert [row.day.day for row in reading.rows] == [30]


def test_countries_of_a_day_are_summed(read: Read) -> None:
    rows = [
        ("7", "2026-06-29 00:00:00", "DE", "1000", "10.10"),
        ("7", "2026-06-29 00:00:00", "AT", "200", "2.05"),
        ("7", "2026-06-30 00:00:00", "DE", "900", "9.00"),
    ]
    reading = read(csv_bytes(DAILY, rows), currency="EUR")
    assert reading.profile == "tiktok.ads.report_daily"
    assert [(row.day.day, row.values["impressions"], row.values["spend"]) for row in reading.rows] == [
        (29, 1200, Decimal("12.15")),
        (30, 900, Decimal("9.00")),
    ]
    assert [row.currency for row in reading.rows] == ["EUR", "EUR"]
    assert noticed(reading.rows[0]) == ["currency_assumed", "summed_parts"]


def test_money_without_a_currency_that_anybody_knows_is_refused(read: Read) -> None:
    data = csv_bytes(DAILY, [("7", "2026-06-29 00:00:00", "DE", "1000", "10.10")])
    assert codes(read(data)) == ["bad_currency"]
    assert codes(read(data, currency="EUR")) == []


def test_a_unit_is_of_the_lowest_level_and_known_by_its_id_where_there_is_one(read: Read) -> None:
    header = (
        "By Day",
        "Campaign ID",
        "Campaign name",
        "Ad group ID",
        "Ad ID",
        "Ad name",
        "Account ID",
        "Currency",
        "Cost",
    )
    row = ("2026-06-29", "178", "Roast", "179", "181", "How we roast", "700", "EUR", "5")
    (unit,) = read(csv_bytes(header, [row])).rows
    assert (unit.level, unit.external_id, unit.parent_external_id) == ("ad", "181", "179")
    assert (unit.name, unit.ad_account, unit.currency) == ("How we roast", "700", "EUR")
    assert unit.notices == ()


def test_without_ids_a_unit_is_known_by_its_names_and_says_so(read: Read) -> None:
    rows = [
        ("2026-06-28", "Roast", "Women", "Clip 1", "5", "100", "2"),
        ("2026-06-28", "Roast", "Men", "Clip 1", "6", "100", "2"),
    ]
    first, second = read(csv_bytes(MANAGER, rows), currency="EUR").rows
    assert first.external_id == "name:Roast / Women / Clip 1"
    assert first.parent_external_id == "name:Roast / Women"
    assert second.external_id != first.external_id
    assert "known_by_name" in noticed(first)


def test_long_names_still_give_a_key_that_fits_and_differs(read: Read) -> None:
    rows = [("2026-06-28", "R" * 200, "Women", f"{'x' * 200}{number}", "5", "1", "") for number in range(2)]
    keys = {row.external_id for row in read(csv_bytes(MANAGER, rows), currency="EUR").rows}
    assert len(keys) == 2
    assert max(map(len, keys)) <= 120


def test_the_sum_at_the_end_is_no_row_and_a_campaign_called_total_is_one(read: Read) -> None:
    rows = [
        ("2026-06-28", "Total refresh", "Women", "Clip", "5", "100", "2"),
        ("-", "Total of 1 results", "-", "-", "5", "100", "2"),
    ]
    reading = read(csv_bytes(MANAGER, rows), currency="EUR")
    assert [row.values["spend"] for row in reading.rows] == [Decimal(5)]
    assert [(refusal.line, refusal.code) for refusal in reading.refusals] == [(3, "total_row")]


@pytest.mark.parametrize(
    ("header", "day", "conversions"),
    [
        ("Conversion rate (CVR)", "2023-10-31", 10),
        ("Conversion rate (CVR)", "2023-11-01", 50),
        ("Conversion rate (CVR, clicks)", "2026-06-28", 10),
        ("Conversion rate (CVR, impressions)", "2023-01-01", 50),
    ],
)
def test_a_rate_without_its_conversions_is_taken_over_its_own_base(
    read: Read, header: str, day: str, conversions: int
) -> None:
    columns = ("By Day", "Campaign ID", "Cost", "Impressions", "Clicks (destination)", header)
    (row,) = read(csv_bytes(columns, [(day, "1", "5", "1000", "200", "5.00%")]), currency="EUR").rows
    assert row.values["conversions"] == conversions
    assert row.derived == {"conversions"}


def test_stated_conversions_go_before_a_rate(read: Read) -> None:
    columns = ("By Day", "Campaign ID", "Cost", "Impressions", "Conversions", "Conversion rate (CVR)")
    (row,) = read(csv_bytes(columns, [("2026-06-28", "1", "5", "1000", "7", "5.00")]), currency="EUR").rows
    assert row.values["conversions"] == 7
    assert row.derived == frozenset()


def test_all_clicks_are_taken_with_a_word_where_those_to_the_destination_are_missing(read: Read) -> None:
    columns = ("By Day", "Campaign ID", "Cost", "Impressions", "Clicks (all)")
    (row,) = read(csv_bytes(columns, [("2026-06-28", "1", "5", "1000", "70")]), currency="EUR").rows
    assert row.values["clicks"] == 70
    assert "all_clicks" in noticed(row)


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (("AD_ID", "UPDATED_AT", "ADGROUP_ID", "AD_NAME", "CALL_TO_ACTION"), "no_results"),
        (("CAMPAIGN_ID", "UPDATED_AT", "CAMPAIGN_NAME", "BUDGET_MODE"), "no_results"),
        (("ADGROUP_ID", "UPDATED_AT", "ADGROUP_NAME", "PLACEMENT_TYPE"), "no_results"),
        (("ID", "NAME", "COMPANY", "CONTACTER", "EMAIL", "CELLPHONE_NUMBER"), "personal_data"),
        (("Campaign name", "Cost", "Impressions"), "not_by_day"),
        (("Campaign name", "Cost", "SKU orders", "Gross revenue", "ROI"), "not_by_day"),
        (("Video name", "Video link", "Creator username", "GMV", "Affiliate orders"), "other_accounts"),
    ],
)
def test_files_that_hold_no_results_of_days_are_refused_with_the_reason(read: Read, header, code: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(csv_bytes(header, [["x"] * len(header)]))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("printed", "days"),
    [
        (("06/28/2026", "06/29/2026"), (28, 29)),
        (("28/06/2026", "29/06/2026"), (28, 29)),
        (("01/06/2026", "02/06/2026", "03/06/2026"), (1, 2, 3)),
        (("28.6.2026", "29.6.2026"), (28, 29)),
        (("June 28", "June 29"), (28, 29)),
    ],
)
def test_days_of_a_shop_are_understood_in_any_order_of_day_and_month(read: Read, printed, days) -> None:
    reading = read(csv_bytes(("Date", "GMV", "Orders"), [(day, "10", "1") for day in printed]), currency="VND")
    assert reading.profile == "tiktok.shop.performance"
    assert [(row.day.month, row.day.day) for row in reading.rows] == [(6, day) for day in days]
    assert {(row.external_id, row.level, row.currency) for row in reading.rows} == {("shop", "shop", "VND")}


def test_a_day_that_may_be_of_two_months_is_refused_and_never_guessed_at(read: Read) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(csv_bytes(("Date", "GMV", "Orders"), [("03/04/2026", "10", "1")]), currency="VND")
    assert caught.value.code == "ambiguous_dates"
    assert len(read(csv_bytes(("Date", "GMV", "Orders"), [("04/04/2026", "10", "1")]), currency="VND").rows) == 1
