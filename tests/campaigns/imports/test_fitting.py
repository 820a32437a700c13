"""What the tables have no room for is refused row by row."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.imports.fitting import fitting
from campaigns.readers import AccountDayRow, Grain, PeriodRow, Reading

DAY = date.fromisoformat("2026-01-31")
NONE: frozenset[str] = frozenset()


def figure(line: int, unit: str) -> PeriodRow:
    return PeriodRow(line, "reach", DAY, DAY, Decimal(5), None, (), source="tiktok_ads", external_id=unit, level="ad")


def test_a_figure_of_an_ad_unit_whose_id_is_too_long_is_refused() -> None:
    rows = (figure(2, "9" * 120), figure(3, "9" * 121), figure(4, ""))
    told = fitting(Reading("tiktok.ads", "tiktok", Grain.PERIOD, rows, (), {}, (), DAY, DAY, "utf-8"))
    assert [row.line for row in told.rows] == [2, 4]
    assert [(refusal.line, refusal.code, refusal.column) for refusal in told.refusals] == [
        (3, "too_long", "external_id")
    ]


@pytest.mark.parametrize("number", [10**400, -(10**15) - 1, Decimal("1000000000000000.000001")])
def test_of_days_the_one_with_too_large_a_number_is_refused(number: int | Decimal) -> None:
    days = (
        AccountDayRow(2, DAY, {"views": 10**15}, NONE, NONE, ()),
        AccountDayRow(3, DAY, {"views": number}, NONE, NONE, ()),
    )
    told = fitting(Reading("canonical.account_day", None, Grain.ACCOUNT_DAY, days, (), {}, (), DAY, DAY, "utf-8"))
    assert [row.line for row in told.rows] == [2]
    assert [(refusal.line, refusal.code, refusal.column) for refusal in told.refusals] == [(3, "out_of_range", "views")]


def test_days_that_were_bounded_where_they_were_read_are_given_as_they_are() -> None:
    rows = (AccountDayRow(2, DAY, {"views": 10**14, "watch_time_s": Decimal("-0.5")}, NONE, NONE, ()),)
    reading = Reading(
        "canonical.account_day", None, Grain.ACCOUNT_DAY, rows, (), {}, (), DAY, DAY, "utf-8", bounded=True
    )
    assert fitting(reading) is reading
