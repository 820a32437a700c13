"""Bounds what several lines come to: each may be believable where their sum is not."""

from collections.abc import Iterator, Mapping, Sequence

from campaigns.readers.rows import LARGEST, AccountDayRow, AdDayRow, BadCell, Refusal

Day = AccountDayRow | AdDayRow


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
