"""Bounds what several lines come to: each may be believable where their sum is not."""

from collections.abc import Iterator, Sequence

from campaigns.readers.rows import LARGEST, AccountDayRow, AdDayRow, BadCell, Refusal

Day = AccountDayRow | AdDayRow


def bounded(total: Day, parts: Sequence[Day]) -> Iterator[Day | Refusal]:
    """Yield the sum of these lines, or a refusal of each where a number of it is too large to be true."""
    large = next((metric for metric, value in total.values.items() if not -LARGEST <= value <= LARGEST), None)
    if large is None:
        yield total
    else:
        yield from (BadCell.too_large(large, large, total.values[large]).refusal(part.line) for part in parts)
