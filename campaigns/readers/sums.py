"""What several lines come to: at least their sum where some leave blank what others state, and never past belief."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from campaigns.readers.rows import LARGEST, AccountDayRow, AdDayRow, BadCell, Notice, Refusal

Day = AccountDayRow | AdDayRow


def at_least(parts: Sequence[Day], *, but: Collection[str] = ()) -> tuple[frozenset[str], tuple[Notice, ...]]:
    """Name and tell the metrics of which a sum is only a lower bound: some lines state what others leave blank.

    Those that are not summed are left out (`but`), and what was derived: where nothing is there to multiply a rate
    with, its numerator is zero and blank.
    """
    stated = [part.values.keys() - part.derived for part in parts]
    partly = frozenset().union(*stated) - frozenset(stated[0]).intersection(*stated)
    partly -= frozenset(but).union(*(part.derived for part in parts))
    if not partly:
        return frozenset(), ()
    detail = f"Some of the lines leave {', '.join(sorted(partly))} blank: the sum is at least what the others state."
    return partly, (Notice("part_missing", detail, None),)


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
