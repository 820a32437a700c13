"""The days of a target's period, and how much of it has passed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Flight:
    """A period with its own dates, both included. Raises ValueError when it ends before it begins."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a flight from {self.start} to {self.end}")

    @property
    def days(self) -> int:
        """The number of days."""
        return (self.end - self.start).days + 1

    def days_passed(self, last_day: date) -> int:
        """Return how many days lie behind, `last_day` being the last one whose numbers are in."""
        return min(max((last_day - self.start).days + 1, 0), self.days)

    def share_passed(self, last_day: date) -> Decimal:
        """Return the part of the period that lies behind, 0 to 1, every day counting the same."""
        return Decimal(self.days_passed(last_day)) / Decimal(self.days)
