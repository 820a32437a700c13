"""The part of SQL that every grain shares: a column a metric and bundle, read back by position.

Every name that is written into SQL comes from the metric definitions or from this package; whatever a caller sends
travels as a parameter.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kpis.compute.cells import Bundle, BundleTotals, Total
from kpis.compute.question import GroupKey, Question, Window

_ZERO = Decimal(0)
_UNSTATED = BundleTotals(0, 0, {})
_EACH = 7  # aggregates of one metric


@dataclass(frozen=True, slots=True)
class MetricSql:
    """How one metric is added up. `{complete}` in an aggregate stands for the condition that a row is complete."""

    known: str  # condition under which a row states the metric
    value: str = "NULL"
    largest: str = "NULL"
    unbased_gain: str = "0"
    unbased_loss: str = "0"
    derived: str = "false"
    capped: str = "false"
    overstated: str = "false"

    def aggregates(self) -> tuple[str, ...]:
        """Give the aggregates in the order in which they are read back."""
        bases = (self.unbased_gain, self.unbased_loss)
        return (self.value, self.largest, *bases, self.derived, self.capped, self.overstated)


def select_list(bundles: Sequence[Bundle], sql: Callable[[str], MetricSql], *, days: str) -> str:
    """Write the aggregates of all bundles; the order is the one that `read_bundles` reads.

    `days` is the aggregate that counts the days of the complete rows.
    """
    columns: list[str] = []
    for bundle in bundles:
        metrics = [sql(name) for name in sorted(bundle)]
        complete = " AND ".join(metric.known for metric in metrics)
        written = ["count(*) FILTER (WHERE {complete})", days]
        written += [aggregate for metric in metrics for aggregate in metric.aggregates()]
        columns += [aggregate.replace("{complete}", complete) for aggregate in written]
    return ", ".join(columns)


def read_bundles(bundles: Sequence[Bundle], values: Sequence[Any]) -> dict[Bundle, BundleTotals]:
    """Read one row's aggregates back, in the order of `select_list`. Bundles that no row states cost nothing."""
    read: dict[Bundle, BundleTotals] = {}
    at = 0
    for bundle in bundles:
        rows, at = int(values[at]), at + 2
        if rows:
            names = sorted(bundle)
            totals = {
                name: _total(values[at + _EACH * place : at + _EACH * (place + 1)], rows)
                for place, name in enumerate(names)
            }
            read[bundle] = BundleTotals(rows=rows, days=int(values[at - 1]), totals=totals)
        else:
            read[bundle] = _UNSTATED
        at += _EACH * len(bundle)
    return read


def _total(values: Sequence[Any], rows: int) -> Total:
    value, largest, gain, loss, derived, capped, overstated = values
    return Total(
        value=_decimal(value),
        largest=_decimal(largest),
        unbased_gain=_decimal(gain) or _ZERO,
        unbased_loss=_decimal(loss) or _ZERO,
        derived=bool(derived),
        capped=bool(capped),
        overstated=bool(overstated),
        singles=rows,
    )


def _decimal(value: Any) -> Decimal | None:
    return value if value is None or isinstance(value, Decimal) else Decimal(value)


def bucket_start(key: GroupKey | None, day: str) -> str:
    """Write the first day of the bucket that a day of the window lies in; buckets are cut at the window's start."""
    match key:
        case GroupKey.DAY:
            return day
        case GroupKey.WEEK | GroupKey.MONTH:
            return f"greatest(date_trunc('{key.value}', {day}::timestamp)::date, %(start)s::date)"
        case _:
            return "%(start)s::date"


def numbers_by_start(buckets: Sequence[Window]) -> dict[Any, int]:
    """Give the buckets' numbers by their first days."""
    return {bucket.start: number for number, bucket in enumerate(buckets)}


def parameters_of(question: Question) -> dict[str, Any]:
    """Give the parameters that the statements share: window, accounts and what narrows the contents."""
    scope, window = question.scope, question.window
    return {
        "start": window.start,
        "end": window.end,
        "accounts": list(scope.accounts),
        "campaign": scope.campaign,
        "content": scope.content,
        "creator": scope.creator,
        "category": scope.content_category,
        "format": scope.format,
    }
