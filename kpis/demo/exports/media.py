"""Paid media and what it sold as Yardstick's own CSVs: a line a unit and day, and a campaign's people of a month."""

from datetime import date, timedelta

from campaigns.metrics import METRICS, Grain, Kind
from kpis.demo.exports.months import HEADER, whole_months
from kpis.demo.exports.tables import Cell, ExportFile, csv_bytes
from kpis.demo.media import Unit
from kpis.demo.plans import AdPlan

KNOWN_BY = ("day", "source", "external_id", "level", "name", "parent_external_id", "ad_account", "currency")
AD_ACCOUNT = "7000000000000001"
PARENT = "1790000000000000"
SHARES = {"buyers": 0.91, "shop_visitors": 0.68, "live_viewers": 0.57, "seeded": 0.8, "seeded_deep": 0.8}
"""Of the people of a month's days added up: who came on two days is counted once."""


def media_days(plan: AdPlan, units: list[Unit], currency: str) -> ExportFile:
    """Give a line for each unit and day."""
    metrics = sorted({metric for unit in units for values in unit.days.values() for metric in values})
    rows: list[list[Cell]] = [
        [
            *(day.isoformat(), plan.source, external_id(unit), unit.level, unit.name, PARENT, AD_ACCOUNT, currency),
            *(values.get(metric, "") for metric in metrics),
        ]
        for unit in units
        for day, values in unit.days.items()
    ]
    return ExportFile(f"{plan.source}.csv", csv_bytes([*KNOWN_BY, *metrics], rows), _morning(units))


def media_months(plan: AdPlan, units: list[Unit]) -> ExportFile:
    """Give the people whom the campaign above all units had in each whole month: nobody can tell them from days."""
    first_day, last_day = _first(units), _morning(units) - timedelta(days=1)
    rows: list[list[Cell]] = [
        [
            metric,
            start.isoformat(),
            end.isoformat(),
            _people(plan, units, metric, start, end),
            plan.source,
            PARENT,
            "campaign",
        ]
        for metric in sorted({metric for unit in units for values in unit.days.values() for metric in values})
        if METRICS[metric].kinds[Grain.AD_DAY] is Kind.UNIQUE
        for start, end in whole_months(first_day, last_day)
    ]
    header = [*HEADER, "source", "external_id", "level"]
    return ExportFile(f"{plan.source}-months.csv", csv_bytes(header, rows), _morning(units))


def external_id(unit: Unit) -> str:
    """Give a unit's id at its vendor."""
    return str(int(PARENT) + 1 + unit.number)


def _people(plan: AdPlan, units: list[Unit], metric: str, start: date, end: date) -> int:
    if metric == "reach":
        return int(_sum(units, "impressions", start, end) / plan.frequency)
    return int(_sum(units, metric, start, end) * SHARES[metric])


def _sum(units: list[Unit], metric: str, start: date, end: date) -> float:
    return sum(values.get(metric, 0) for unit in units for day, values in unit.days.items() if start <= day <= end)


def _first(units: list[Unit]) -> date:
    return min(day for unit in units for day in unit.days)


def _morning(units: list[Unit]) -> date:
    return max(day for unit in units for day in unit.days) + timedelta(days=1)
