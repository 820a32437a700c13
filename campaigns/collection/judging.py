"""What a file's period has come to: done, due, overdue, its window closing, or days that can be exported no more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from campaigns.collection.spans import DAY, Span, left_out, split_before

CLOSING_WITHIN: Final = 5
"""With so many days left a window is said to close."""


class CollectionState(StrEnum):
    """How it stands with the file of one period."""

    DONE = "done"
    DUE = "due"
    OVERDUE = "overdue"
    CLOSING = "closing"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Judgement:
    """The state of a period on one day.

    `missing` are its days, before that day, that no file covers and that can still be exported; `lost` those that can
    not. `closes_on` is the last day on which an export still reaches the earliest of `missing`, None where there is no
    such limit.
    """

    state: CollectionState
    missing: tuple[Span, ...]
    lost: tuple[Span, ...]
    closes_on: date | None


def judge(period: Span, covered: Iterable[Span], *, due_on: date, covers_days: int | None, today: date) -> Judgement:
    """Judge a period by the days that files cover, which are as `merged` gives them.

    An export made on a day reaches `covers_days` days back from it, None without limit.
    """
    gaps = left_out(period, covered)
    past, _ = split_before(gaps, today)
    reach = date.min if covers_days is None else today - timedelta(days=covers_days)
    lost, missing = split_before(past, reach)
    closes_on = missing[0].start + timedelta(days=covers_days) if missing and covers_days is not None else None
    return Judgement(_state(gaps, missing, due_on, closes_on, today), missing, lost, closes_on)


def _state(
    gaps: tuple[Span, ...], missing: tuple[Span, ...], due_on: date, closes_on: date | None, today: date
) -> CollectionState:
    if not gaps:
        return CollectionState.DONE
    if not missing and gaps[-1].end < today:
        return CollectionState.LOST
    if today < due_on or not missing:
        return CollectionState.DUE
    if closes_on is not None and closes_on - today <= CLOSING_WITHIN * DAY:
        return CollectionState.CLOSING
    return CollectionState.OVERDUE if today > due_on else CollectionState.DUE
