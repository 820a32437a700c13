"""What the tables have no room for is refused row by row."""

from datetime import date
from decimal import Decimal

from campaigns.imports.fitting import fitting
from campaigns.readers import Grain, PeriodRow, Reading

DAY = date.fromisoformat("2026-01-31")


def figure(line: int, unit: str) -> PeriodRow:
    return PeriodRow(line, "reach", DAY, DAY, Decimal(5), None, (), source="tiktok_ads", external_id=unit, level="ad")


def test_a_figure_of_an_ad_unit_whose_id_is_too_long_is_refused() -> None:
    rows = (figure(2, "9" * 120), figure(3, "9" * 121), figure(4, ""))
    told = fitting(Reading("tiktok.ads", "tiktok", Grain.PERIOD, rows, (), {}, (), DAY, DAY, "utf-8"))
    assert [row.line for row in told.rows] == [2, 4]
    assert [(refusal.line, refusal.code, refusal.column) for refusal in told.refusals] == [
        (3, "too_long", "external_id")
    ]
