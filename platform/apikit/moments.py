"""Moments that are kept: those of which every zone can tell the day, in UTC."""

from datetime import UTC, date, datetime

FIRST_YEAR, LAST_YEAR = 2000, 2199  # no network is older
_FIRST, _LAST = date(FIRST_YEAR - 1, 12, 31), date(LAST_YEAR + 1, 1, 1)  # as UTC and the zones farthest from it have it
OUTSIDE = f"The years {FIRST_YEAR} to {LAST_YEAR} are kept."


def in_utc(moment: datetime) -> datetime:
    """Give a moment with an offset in UTC, whatever the offset; raises ValueError where UTC has no such moment."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        message = "There is no such moment in UTC."
        raise ValueError(message) from None


def is_kept(moment: datetime) -> bool:
    """Say whether a moment lies in the years that are kept, in whichever zone."""
    return _FIRST <= moment.date() <= _LAST
