"""Targets against results: which tiers count, whether the period is over, and how the target is paced."""

from datetime import date, timedelta
from decimal import Decimal

from campaigns.metrics import METRICS, Kind
from kpis.catalogue import Direction, Kpi
from kpis.compute.question import Window
from kpis.formulas import Quantity
from kpis.grading import Tiers
from kpis.models import Target
from kpis.pacing import Flight, Pace, pace

ADDED = frozenset({Kind.FLOW, Kind.CUMULATIVE})


def judged_tiers(target: Target) -> Tiers:
    """Give the tiers that a period is judged by: those of the revision that was signed off, else the newest."""
    if target.signed_revision is not None and target.signed_revision != target.revision:
        signed = target.revisions.get(number=target.signed_revision)
        return Tiers(target=signed.target, floor=signed.floor, stretch=signed.stretch)
    return Tiers(target=target.target, floor=target.floor, stretch=target.stretch)


def period_is_over(target: Target, settled_on: date, today: date) -> bool:
    """Say whether the flight has ended and its numbers have settled."""
    return today > max(target.end, settled_on)


def accumulates(kpi: Kpi) -> bool:
    """Say whether the KPI is a total that grows over a period: no ratio, and no level."""
    formulas = list(kpi.formulas.values())
    if any(formula.fraction() is not None for formula in formulas):
        return False
    kinds = {kind for formula in formulas for name in formula.metrics() for kind in METRICS[name].kinds.values()}
    return kinds <= ADDED


def paced(target: Target, kpi: Kpi, quantity: Quantity, *, last_day: date, final: bool) -> Pace:
    """Say how a target stands, given what its flight has brought until `last_day`."""
    return pace(
        quantity,
        tiers=judged_tiers(target),
        direction=Direction(target.direction),
        flight=Flight(target.start, target.end),
        last_day=last_day,
        accumulates=accumulates(kpi),
        final=final,
    )


def window_so_far(target: Target, today: date) -> Window | None:
    """Give the part of the flight that lies before today; None where it has not begun."""
    end = min(target.end, today - timedelta(days=1))
    return None if end < target.start else Window(target.start, end)


__all__ = ["Decimal", "accumulates", "judged_tiers", "paced", "period_is_over", "window_so_far"]
