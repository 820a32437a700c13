"""The industry lens: a result against published numbers of the same identity."""

from decimal import Decimal

from kpis.benchmarks import Benchmark, Match, Statistic
from kpis.catalogue import Direction
from kpis.formulas import Quantity
from kpis.grading.certainty import verdict_on
from kpis.grading.lenses import GradeReason, Lens, LensGrade, LensKind
from kpis.grading.scales import percentile_of, read

_KINDS = {
    Statistic.THRESHOLD: LensKind.THRESHOLD,
    Statistic.PERCENTILES: LensKind.PERCENTILE,
    Statistic.MEDIAN: LensKind.MEDIAN,
    Statistic.MEAN: LensKind.MEAN,
    Statistic.AGGREGATE: LensKind.AGGREGATE,
    Statistic.RANGE: LensKind.RANGE,
}


def industry_lenses(
    found: Match,
    *,
    quantity: Quantity,
    direction: Direction,
    sample: Decimal | int | None,
    smallest_denominator: int | None,
) -> tuple[LensGrade, ...]:
    """Return a lens for each benchmark that fits, the most telling first, or one that says why none does.

    `sample` is the result's denominator (None for a total).
    """
    if found.reason is not None:
        return (LensGrade(Lens.INDUSTRY, reason=GradeReason(found.reason.value)),)
    return tuple(
        grade_against(
            benchmark,
            quantity=quantity,
            direction=direction,
            sample=sample,
            smallest_denominator=smallest_denominator,
        )
        for benchmark in found.candidates
    )


def grade_against(
    benchmark: Benchmark,
    *,
    quantity: Quantity,
    direction: Direction,
    sample: Decimal | int | None = None,
    smallest_denominator: int | None = None,
    lens: Lens = Lens.INDUSTRY,
) -> LensGrade:
    """Return what one benchmark says about a result.

    A result that is only a bound is graded when every number it may be gets the same verdict. No value,
    a sample below the smallest denominator, or an open verdict give `insufficient_data`.
    """
    verdict = verdict_on(
        quantity,
        lambda number: read(benchmark.scale, number, direction),
        sample=sample,
        smallest_denominator=smallest_denominator,
    )
    exact = quantity.value if verdict.position and quantity.low == quantity.high else None
    return LensGrade(
        lens=lens,
        kind=_KINDS[benchmark.statistic],
        band=verdict.band,
        position=verdict.position,
        favourable=verdict.favourable(direction),
        percentile=None if exact is None else percentile_of(benchmark.scale, exact),
        benchmark=benchmark.key,
        n=benchmark.n,
        as_of=benchmark.as_of,
        reliability=benchmark.reliability.value,
        source=benchmark.source,
        reason=verdict.reason,
    )
