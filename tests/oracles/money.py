"""What something cost, and money in a currency that somebody wants: day by day, at the rates that were stated."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Context, Decimal, localcontext

from tests.oracles.adding import Said, states
from tests.oracles.results import ad_days
from tests.oracles.windows import days_of
from tests.oracles.world import Row, TwinAd, TwinCost, TwinRate

WIDE = Context(prec=60)


def total_cost(units: Sequence[TwinAd], costs: Iterable[TwinCost], start: date, end: date) -> Said:
    """Add media spend and what is billed, day by day of each cost; several currencies are not added."""
    inside: list[tuple[Decimal, str]] = []
    for cost in costs:
        days = days_of(cost.start, cost.end)
        share = sum(1 for day in days if start <= day <= end)
        inside += [(cost.billed * share / len(days), cost.currency)] if share else []
    spend = ad_days(units, {"spend"}, start, end, {"spend"})["spend"]
    paying = _currencies(units, "spend", start, end) or _currencies(units, "revenue", start, end)
    known = paying if spend.value is not None or len(paying) == 1 else set()
    if spend.reason == "mixed_currency" or len(known | {currency for _, currency in inside}) > 1:
        return Said(None, reason="mixed_currency")
    amounts = [amount for amount, _ in inside] + ([spend.value] if spend.value is not None else [])
    return Said(sum(amounts, Decimal(0))) if amounts else Said(None, reason="no_data")


def rate_on(rates: Iterable[TwinRate], base: str, quote: str, day: date) -> Decimal | None:
    """Give what one unit of `base` is worth in `quote`: by the newest statement on the two, turned round if need be."""
    if base == quote:
        return Decimal(1)
    stated = [rate for rate in rates if {rate.base, rate.quote} == {base, quote} and rate.day <= day]
    if not stated:
        return None
    newest = max(stated, key=lambda rate: rate.day)
    return newest.rate if newest.base == base else WIDE.divide(Decimal(1), newest.rate)


def ad_days_in(
    quote: str, rates: Sequence[TwinRate], units: Iterable[TwinAd], bundle: set[str], money: set[str], *window: date
) -> dict[str, Said]:
    """Say what ad days tell in one currency; a single day without a rate leaves its money without a value."""
    converted = [_in_currency(quote, rates, unit, bundle, money) for unit in units]
    said = ad_days([unit for unit, _ in converted], bundle, *window, money)
    unrated = {day for _, days in converted for day in days}
    if any(window[0] <= day <= window[1] for day in unrated):
        said |= {name: Said(None, reason="no_rate") for name in bundle & money}
    return said


def _in_currency(
    quote: str, rates: Sequence[TwinRate], unit: TwinAd, bundle: set[str], money: set[str]
) -> tuple[TwinAd, list[date]]:
    """Convert each day's money; gives the days too that state what is asked for and have no rate."""
    rows, unrated = [], []
    for row in unit.days:
        rate = rate_on(rates, unit.currency, quote, row.day)
        if rate is None and bundle & money and states(row, bundle):
            unrated.append(row.day)
        rows.append(_times(row, Decimal(1) if rate is None else rate, money))
    return replace(unit, currency=quote, days=rows), unrated


def _times(row: Row, rate: Decimal, money: set[str]) -> Row:
    changed = {
        name: WIDE.multiply(Decimal(value), rate)
        for name, value in row.values.items()
        if name in money and value is not None
    }
    return replace(row, values={**row.values, **changed})


def billed_in(
    quote: str, rates: Sequence[TwinRate], costs: Iterable[TwinCost], start: date, end: date
) -> Decimal | None:
    """Add what is billed for each day of a window at the rate of that day; None where one of them has no rate."""
    with localcontext(WIDE):
        total = Decimal(0)
        for cost in costs:
            days = days_of(cost.start, cost.end)
            for day in days:
                rate = rate_on(rates, cost.currency, quote, day)
                if start <= day <= end and rate is None:
                    return None
                total += cost.billed / len(days) * (rate or 0) if start <= day <= end else 0
    return total


def _currencies(units: Iterable[TwinAd], name: str, start: date, end: date) -> set[str]:
    return {unit.currency for unit in units for row in unit.days if start <= row.day <= end and states(row, [name])}
