"""The part of SQL that every grain shares: a column a metric and bundle, read back by position."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kpis.compute.cells import Bundle, BundleTotals, Total


@dataclass(frozen=True, slots=True)
class MetricSql:
    """How one metric is added up: aggregates to be filtered to complete rows, or None where it has none."""

    value: str
    largest: str
    unbased: str
    derived: str
    capped: str
    known: str  # condition under which a row states the metric


def select_list(bundles: Sequence[Bundle], sql: Callable[[str], MetricSql]) -> str:
    """Write the aggregates of all bundles; the order is the one that `read_bundles` reads."""
    columns: list[str] = []
    for bundle in bundles:
        names = sorted(bundle)
        complete = " AND ".join(sql(name).known for name in names)
        columns.append(f"count(*) FILTER (WHERE {complete})")
        for name in names:
            metric = sql(name)
            for aggregate in (metric.value, metric.largest, metric.unbased, metric.derived, metric.capped):
                columns.append(aggregate.replace("{complete}", complete))  # noqa: PERF401 - reads as the order it is
    return ", ".join(columns)


def read_bundles(bundles: Sequence[Bundle], values: Iterable[Any]) -> dict[Bundle, BundleTotals]:
    """Read one row's aggregates back, in the order of `select_list`."""
    stream = iter(values)
    read: dict[Bundle, BundleTotals] = {}
    for bundle in bundles:
        rows = int(next(stream) or 0)
        totals = {name: _total(stream) for name in sorted(bundle)}
        read[bundle] = BundleTotals(rows=rows, totals=totals)
    return read


def _total(stream: Any) -> Total:
    value, largest, unbased, derived, capped = (next(stream) for _ in range(5))
    return Total(
        value=_decimal(value),
        largest=_decimal(largest),
        unbased=_decimal(unbased) or Decimal(0),
        derived=bool(derived),
        capped=bool(capped),
    )


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)
