"""The parts of a result as they travel in JSON, whichever result they are of."""

from datetime import date
from typing import Any

from campaigns.metrics import Grain, Unit
from kpis.compute.engine import Result
from kpis.compute.outcome import Coverage, Footing, Outcome, Part
from kpis.compute.question import Window
from kpis.compute.sides import COST_METRICS
from kpis.formulas import Quantity
from kpis.results.numbers import number_text, plain_text

UNITS = tuple(unit.value for unit in Unit)
STATES = ("provisional", "final")
GRAINS = ("account", "content", "ad", "conversion", "cost")
GRAIN_NAMES = {Grain.ACCOUNT_DAY: "account", Grain.CONTENT: "content", Grain.AD_DAY: "ad"}


def grain_name(rests_on: Footing) -> str | None:
    """Name what a result rests on as readers know it; None where nothing speaks."""
    if rests_on.grain is not None:
        return GRAIN_NAMES[rests_on.grain]
    if not rests_on.sides:
        return None
    return "cost" if rests_on.sides <= COST_METRICS else "conversion"


def window_stated(window: Window) -> dict[str, str]:
    """Give the first and the last day."""
    return {"start": window.start.isoformat(), "end": window.end.isoformat()}


def state_of(result: Result, today: date) -> str:
    """Tell whether the networks may still change the numbers."""
    return "final" if today > result.settled_on else "provisional"


def reason_name(quantity: Quantity) -> str | None:
    """Name why there is no value, or why it is only a bound."""
    return quantity.reason.value if quantity.reason else None


def range_stated(quantity: Quantity, unit: Unit) -> dict[str, str | None] | None:
    """Give the ends between which the true value lies, where it is not known exactly."""
    if quantity.low == quantity.high:
        return None
    return {"low": number_text(quantity.low, unit), "high": number_text(quantity.high, unit)}


def coverage_stated(coverage: Coverage) -> dict[str, int | None]:
    """Give how much of the days, accounts and contents the numbers take in."""
    return {
        "days": coverage.days,
        "of": coverage.of,
        "accounts": coverage.accounts,
        "of_accounts": coverage.of_accounts,
        "contents": coverage.contents,
        "of_contents": coverage.of_contents,
    }


def sample_stated(outcome: Outcome) -> dict[str, Any]:
    """Give what was divided by what, and over how many contents."""
    return {
        "numerator": plain_text(outcome.numerator),
        "denominator": plain_text(outcome.denominator),
        "contents": outcome.contents,
    }


def part_stated(part: Part, unit: Unit) -> dict[str, Any]:
    """Give what one network says by itself."""
    return {
        "network": part.network,
        "value": number_text(part.quantity.value, unit),
        "reason": reason_name(part.quantity),
    }
