"""The collection calendar: for each account and kind of file its periods, when each is due, and how it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from campaigns.collection.arrivals import Arrivals, arrivals_since
from campaigns.collection.assignees import members_named
from campaigns.collection.expectations import Expectation, expectations
from campaigns.collection.judging import Judgement, judge
from campaigns.collection.periods import LONGEST, MOST_DELAY, periods
from campaigns.collection.spans import Span
from campaigns.models import CollectionPlan
from clients.models import AgencyProfile, NetworkAccount
from clients.weeks import WeekStart

NAMES = UUID("4d1f6a86-3c0e-5c55-9f0a-6f0f8a3a8b6e")
_LONGEST_PERIOD = timedelta(days=max(LONGEST.values()) + MOST_DELAY)


@dataclass(frozen=True, slots=True)
class Entry:
    """One file that is due: the days that it is for, the day it is due on, and how it stands on `today`."""

    wanted: Expectation
    period: Span
    due_on: date
    judgement: Judgement
    today: date

    @property
    def id(self) -> UUID:
        """Name the entry: the same account, kind of file and period have the same id, whenever they are asked for."""
        return uuid5(NAMES, f"{self.wanted.account.id}:{self.wanted.profile.key}:{self.period.end}")

    @property
    def key(self) -> str:
        """Give the entry's place in a list: by the day it is due on."""
        return f"{self.due_on}:{self.id}"

    @property
    def closes_in_days(self) -> int | None:
        """Count the days until the first missing day can be exported no more."""
        closes_on = self.judgement.closes_on
        return None if closes_on is None else (closes_on - self.today).days

    @property
    def muted(self) -> bool:
        """Say whether nobody is to be reminded of it yet."""
        return self.wanted.muted_until is not None and self.wanted.muted_until >= self.today


def entries(accounts: QuerySet[NetworkAccount], due: Span, *, now: datetime) -> list[Entry]:
    """Give the files of accounts that are due in a span of days, the first due first."""
    arrived = arrivals_since(due.start - _LONGEST_PERIOD, accounts)
    plans = {(plan.account_id, plan.profile): plan for plan in CollectionPlan.objects.filter(account__in=accounts)}
    people = members_named(plan.assignee for plan in plans.values() if plan.assignee is not None)
    week_start = WeekStart(AgencyProfile.objects.values_list("week_start", flat=True).get())
    wanted = expectations(accounts, plans, arrived.first_days, people)
    found = (entry for each in wanted for entry in _entries_of(each, arrived, due, week_start, now))
    return sorted(found, key=lambda entry: entry.key)


def _entries_of(
    wanted: Expectation, arrived: Arrivals, due: Span, week_start: WeekStart, now: datetime
) -> Iterator[Entry]:
    account, profile = wanted.account, wanted.profile
    zone = ZoneInfo(account.time_zone)
    today = now.astimezone(zone).date()
    connected = account.created_at.astimezone(zone).date()
    begun = min(connected, arrived.first_days.get((account.id, profile.key), connected))
    after = timedelta(days=wanted.delay)
    earliest = max(begun, due.start - after - timedelta(days=LONGEST[wanted.cadence]))
    if earliest > due.end:
        return
    covered = arrived.covered(account.id, profile)
    for period in periods(wanted.cadence, Span(earliest, due.end), week_start=week_start):
        due_on = period.end + after
        if due.start <= due_on <= due.end:
            owed = Span(max(period.start, begun), period.end)
            judgement = judge(owed, covered, due_on=due_on, covers_days=profile.collection.covers_days, today=today)
            yield Entry(wanted, owed, due_on, judgement, today)
