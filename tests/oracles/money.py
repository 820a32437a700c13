"""What something cost: media spend and what is billed beside it, never in two currencies at once."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from tests.oracles.adding import Said, states
from tests.oracles.results import ad_days
from tests.oracles.world import TwinAd, TwinCost


def total_cost(units: Sequence[TwinAd], costs: Iterable[TwinCost], start: date, end: date) -> Said:
    """Add media spend and what is billed, day by day of each cost; several currencies are not added."""
    inside: list[tuple[Decimal, str]] = []
    for cost in costs:
        days = [cost.start + timedelta(days=number) for number in range((cost.end - cost.start).days + 1)]
        share = sum(1 for day in days if start <= day <= end)
        inside += [(cost.billed * share / len(days), cost.currency)] if share else []
    spend = ad_days(units, {"spend"}, start, end, {"spend"})["spend"]
    paying = _currencies(units, "spend", start, end) or _currencies(units, "revenue", start, end)
    known = paying if spend.value is not None or len(paying) == 1 else set()
    if spend.reason == "mixed_currency" or len(known | {currency for _, currency in inside}) > 1:
        return Said(None, reason="mixed_currency")
    amounts = [amount for amount, _ in inside] + ([spend.value] if spend.value is not None else [])
    return Said(sum(amounts, Decimal(0))) if amounts else Said(None, reason="no_data")


def _currencies(units: Iterable[TwinAd], name: str, start: date, end: date) -> set[str]:
    return {unit.currency for unit in units for row in unit.days if start <= row.day <= end and states(row, [name])}
