"""Moments that are kept: those of which every zone can tell the day, in UTC."""

from datetime import UTC, datetime

FIRST_YEAR, LAST_YEAR = 2000, 2199  # no network is older
OUTSIDE = f"The years {FIRST_YEAR} to {LAST_YEAR} are kept."


def in_utc(moment: datetime) -> datetime:
    """Give a moment with an offset in UTC, whatever the offset; raises ValueError where UTC has no such year."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(OUTSIDE) from None


def is_kept(moment: datetime) -> bool:
    """Say whether a moment lies in the years that are kept."""
    return FIRST_YEAR <= moment.year <= LAST_YEAR
