"""The target lens: a result against the tiers that were agreed for it, once its period is over."""

from decimal import Decimal

from kpis.benchmarks import Band
from kpis.catalogue import Direction
from kpis.formulas import Quantity
from kpis.grading.certainty import Reading, verdict_on
from kpis.grading.lenses import GradeReason, Lens, LensGrade, LensKind, Position
from kpis.grading.tiers import Tiers


def grade_target(
    quantity: Quantity,
    *,
    tiers: Tiers,
    direction: Direction,
    period_over: bool,
    target: str | None = None,
    sample: Decimal | int | None = None,
    smallest_denominator: int | None = None,
) -> LensGrade:
    """Return the grade of a result against its target; `target` names it in the answer.

    `period_over` says that the period has ended and its numbers are final; before, the lens answers
    `too_early`. The tiers are the edges, each included: stretch great, target good, floor fair, below it
    poor; a tier left open is left out, and without a floor what misses the target is poor. In a band, from
    floor to stretch is good and outside is poor.
    """
    if not period_over:
        return LensGrade(Lens.TARGET, LensKind.THRESHOLD, benchmark=target, reason=GradeReason.TOO_EARLY)
    verdict = verdict_on(
        quantity,
        lambda number: _reading(number, tiers, direction),
        sample=sample,
        smallest_denominator=smallest_denominator,
    )
    return LensGrade(
        lens=Lens.TARGET,
        kind=LensKind.THRESHOLD,
        band=verdict.band,
        position=verdict.position,
        favourable=verdict.favourable(direction),
        benchmark=target,
        reason=verdict.reason,
    )


def _reading(value: Decimal, tiers: Tiers, direction: Direction) -> Reading:
    if direction is Direction.BAND:
        position = band_position(value, tiers)
        return Reading(Band.GOOD if position is Position.WITHIN else Band.POOR, position)
    sign = -1 if direction is Direction.LOWER else 1
    edges = ((tiers.stretch, Band.GREAT), (tiers.target, Band.GOOD), (tiers.floor, Band.FAIR))
    band = next((band for edge, band in edges if edge is not None and sign * value >= sign * edge), Band.POOR)
    if value == tiers.target:
        return Reading(band, Position.WITHIN)
    return Reading(band, Position.ABOVE if value > tiers.target else Position.BELOW)


def band_position(value: Decimal, tiers: Tiers) -> Position:
    """Return where a number lies against the band from floor to stretch; an open end does not bound it."""
    if tiers.stretch is not None and value > tiers.stretch:
        return Position.ABOVE
    if tiers.floor is not None and value < tiers.floor:
        return Position.BELOW
    return Position.WITHIN
