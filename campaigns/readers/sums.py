"""What several lines come to: at least their sum where some leave blank what others state, and never past belief."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from campaigns.readers.rows import LARGEST, AccountDayRow, AdDayRow, BadCell, Notice, Refusal
from campaigns.readers.vocabulary import RATES

Day = AccountDayRow | AdDayRow
_BASES: Final[Mapping[str, tuple[str, ...]]] = {
    **{rate.numerator: rate.denominators for rate in RATES.values()},
    "conversions": ("impressions", "clicks"),  # of the rates that reports state
}
"""What the rate is of that a metric may be derived from."""


def at_least(parts: Sequence[Day], *, but: Collection[str] = ()) -> tuple[frozenset[str], tuple[Notice, ...]]:
    """Name and tell the metrics of which a sum is only a lower bound: some lines state what others leave blank.

    Those that are not summed are left out (`but`).
    """
    stated = frozenset().union(*(part.values for part in parts)).difference(but)
    partly = frozenset(metric for metric in stated if any(_leaves_open(part, metric) for part in parts))
    if not partly:
        return frozenset(), ()
    detail = f"Some of the lines leave {', '.join(sorted(partly))} blank: the sum is at least what the others state."
    return partly, (Notice("part_missing", detail, None),)


def _leaves_open(part: Day, metric: str) -> bool:
    """Say whether a line leaves a metric blank, other than for a rate of nothing, whose numerator is zero."""
    return metric not in part.values and not any(part.values.get(base) == 0 for base in _BASES.get(metric, ()))


def bounded(total: Day, parts: Sequence[Day], headers: Mapping[str, str]) -> Iterator[Day | Refusal]:
    """Yield the sum of these lines, or a refusal of each where a number of it is too large to be true.

    `headers` are the file's own by canonical name.
    """
    large = next((metric for metric, value in total.values.items() if not -LARGEST <= value <= LARGEST), None)
    if large is None:
        yield total
    else:
        header = headers.get(large, large)
        for part in parts:
            yield BadCell.too_large(f"{header}, summed", header, part.values.get(large)).refusal(part.line)
