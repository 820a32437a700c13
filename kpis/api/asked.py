"""Reads the query of an address about a window of days."""

from datetime import date, timedelta
from typing import ClassVar

from django.utils import timezone

from apikit import asked
from kpis.compute.question import FIRST_DAY, LAST_DAY, Window

DEFAULT_DAYS = 28


class Asked(asked.Asked):
    """The parameters of one request about a window, and what is wrong with them."""

    first_day: ClassVar[date] = FIRST_DAY
    last_day: ClassVar[date] = LAST_DAY

    def window(self) -> Window | None:
        """Read `start` and `end`: yesterday, and 28 days back from the end, where nothing is said."""
        last = self.day("end", timezone.now().date() - timedelta(days=1))
        first = self.day("start", last - timedelta(days=DEFAULT_DAYS - 1) if last else None)
        return self.ordered("start", first, last)

    def ordered(self, name: str, first: date | None, last: date | None) -> Window | None:
        """Make a window of two days that were read; the fault of one that ends before it starts is noted at `name`."""
        if first is None or last is None:
            return None
        if first > last:
            self.fault(name, "empty_window", "The first day lies after the last.")
            return None
        return Window(first, last)
