"""What is said of a file that is due, in a sentence."""

from typing import assert_never

from campaigns.collection.calendar import Entry
from campaigns.collection.judging import CollectionState
from campaigns.collection.spans import days_in


def detail_of(entry: Entry) -> str:
    """Say how it stands with a file."""
    match entry.judgement.state:
        case CollectionState.DONE:
            return "Every day is there."
        case CollectionState.DUE:
            return f"Due {_in_days((entry.due_on - entry.today).days)}."
        case CollectionState.OVERDUE:
            return f"{_missing(entry)}, due {_in_days((entry.due_on - entry.today).days)}."
        case CollectionState.CLOSING:
            return f"{_missing(entry)}; this window closes {_in_days(entry.closes_in_days or 0)}."
        case CollectionState.LOST:
            return f"{_days(days_in(entry.judgement.lost))} cannot be exported any more."
    assert_never(entry.judgement.state)


def _missing(entry: Entry) -> str:
    return f"{_days(days_in(entry.judgement.missing))} missing"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _in_days(count: int) -> str:
    if count == 0:
        return "today"
    return f"in {_days(count)}" if count > 0 else f"{_days(-count)} ago"
