"""The day on which an agency's weeks begin."""

from enum import StrEnum


class WeekStart(StrEnum):
    """The first day of a week: Monday as ISO 8601 has it, or Sunday or Saturday as calendars elsewhere do."""

    MONDAY = "monday"
    SUNDAY = "sunday"
    SATURDAY = "saturday"

    @property
    def weekday(self) -> int:
        """Give the day's number as `date.weekday()` counts: 0 is Monday, 6 is Sunday."""
        return {WeekStart.MONDAY: 0, WeekStart.SUNDAY: 6, WeekStart.SATURDAY: 5}[self]
