"""Targets against results: which revision counts, whether its period is over, and how the target is paced."""

from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.metrics import METRICS, Kind
from kpis.catalogue import Basis, Direction, Kpi
from kpis.compute.question import Window
from kpis.formulas import Quantity
from kpis.grading import Tiers
from kpis.models import Target, TargetRevision
from kpis.own.catalogue import agency_catalogue
from kpis.pacing import Flight, Pace, pace

ADDED = frozenset({Kind.FLOW, Kind.CUMULATIVE})


@dataclass(frozen=True, slots=True)
class Judged:
    """The revision that a period is judged by: its number, tiers and flight."""

    revision: int
    tiers: Tiers
    flight: Flight

    @property
    def window(self) -> Window:
        """Give the flight as a window."""
        return Window(self.flight.start, self.flight.end)


def judged(target: Target) -> Judged:
    """Give the revision that judges: the signed one, else the newest one made before its period began, else the first.

    So a goalpost that is moved during the game does not count. Reads `target.revisions`; prefetch it for many.
    """
    kept = sorted(target.revisions.all(), key=lambda revision: revision.number)
    signed = next((each for each in kept if each.number == target.signed_revision), None)
    in_time = [each for each in kept if each.created_at.date() <= each.start]
    return _judged(signed or (in_time or kept[:1])[-1])


def _judged(revision: TargetRevision) -> Judged:
    if revision.target is None:
        raise ValueError("a revision without a target")
    tiers = Tiers(target=revision.target, floor=revision.floor, stretch=revision.stretch)
    return Judged(revision.number, tiers, Flight(revision.start, revision.end))


def basis_of(target: Target) -> Basis:
    """Give the basis on which a target stands by itself: its own, else its KPI's."""
    kpi = agency_catalogue().even_archived.get(target.kpi)
    return Basis(target.basis or (kpi.basis_hint if kpi else Basis.OCCURRED))


def speaks_of_basis(target: Target, basis: Basis) -> bool:
    """Say whether a target was set for results on a basis; one that states none speaks of both."""
    return target.basis in {"", basis.value}


def accumulates(kpi: Kpi) -> bool:
    """Say whether the KPI is a total that grows over a period: no ratio, and no level."""
    formulas = list(kpi.formulas.values())
    if not all(formula.is_total() for formula in formulas):
        return False
    kinds = {kind for formula in formulas for name in formula.metrics() for kind in METRICS[name].kinds.values()}
    return kinds <= ADDED


def paced(target: Target, kpi: Kpi, quantity: Quantity, *, last_day: date, final: bool) -> Pace:
    """Say how a target stands, given what its flight has brought until `last_day`."""
    by = judged(target)
    return pace(
        quantity,
        tiers=by.tiers,
        direction=Direction(target.direction),
        flight=by.flight,
        last_day=last_day,
        accumulates=accumulates(kpi),
        final=final,
    )


def window_so_far(target: Target, today: date) -> Window | None:
    """Give the part of the flight that lies before today; None where it has not begun."""
    flight = judged(target).flight
    end = min(flight.end, today - timedelta(days=1))
    return None if end < flight.start else Window(flight.start, end)
