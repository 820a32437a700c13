"""Moments that are kept: those of which every zone can tell the day, in UTC."""

from datetime import UTC, datetime, timedelta, timezone

FIRST_YEAR, LAST_YEAR = 2000, 2199  # no network is older
_BEGIN = datetime(FIRST_YEAR, 1, 1, tzinfo=timezone(timedelta(hours=14)))  # where the day begins first
_END = datetime(LAST_YEAR + 1, 1, 1, tzinfo=timezone(timedelta(hours=-12)))  # and where it ends last
OUTSIDE = f"The years {FIRST_YEAR} to {LAST_YEAR} are kept."


def in_utc(moment: datetime) -> datetime:
    """Give a moment with an offset in UTC, whatever the offset; raises ValueError where UTC has no such moment."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        message = "There is no such moment in UTC."
        raise ValueError(message) from None


def is_kept(moment: datetime) -> bool:
    """Say whether a moment lies in the years that are kept: in some zone, or where it has no offset in its own."""
    if moment.tzinfo is None:
        return FIRST_YEAR <= moment.year <= LAST_YEAR
    return _BEGIN <= moment < _END
