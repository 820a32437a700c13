"""Which days of which kind of file have arrived, read from the committed imports."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Min, QuerySet

from campaigns.collection.spans import DAY, Span, merged
from campaigns.models import Import
from campaigns.readers import Grain, Profile
from campaigns.readers.vocabulary import METRICS, RATES
from clients.models import NetworkAccount


@dataclass(frozen=True, slots=True)
class Arrival:
    """One import: what it was read as, the metrics that its columns state, and its first and last day."""

    profile: str
    grain: str
    states: frozenset[str]
    days: Span


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The imports by account, and by account and profile the first day that any file of the kind tells of."""

    by_account: Mapping[UUID, list[Arrival]] = field(default_factory=dict)
    first_days: Mapping[tuple[UUID, str], date] = field(default_factory=dict)

    def covered(self, account: UUID, profile: Profile) -> tuple[Span, ...]:
        """Give the days that files of a kind, or others that state the same, have brought."""
        found = self.by_account.get(account, ())
        return merged(_covered_by(arrival, profile) for arrival in found if answers(arrival, profile))


def arrivals_since(day: date, accounts: QuerySet[NetworkAccount]) -> Arrivals:
    """Read the committed imports into accounts that tell of days from `day` on."""
    committed = Import.objects.filter(account__in=accounts, state="committed", last_day__isnull=False)
    first = committed.order_by().values_list("account_id", "profile").annotate(first=Min("first_day"))
    by_account: dict[UUID, list[Arrival]] = defaultdict(list)
    columns = ("account_id", "profile", "grain", "columns", "first_day", "last_day")
    for account, profile, grain, stated, start, end in committed.filter(last_day__gte=day).values_list(*columns):
        by_account[account].append(Arrival(profile, grain, frozenset(stated.values()), Span(start, end)))
    return Arrivals(by_account, {(account, profile): begun for account, profile, begun in first})


def answers(arrival: Arrival, profile: Profile) -> bool:
    """Say whether an import brought what a kind of file is wanted for: it is one, or states all that one must."""
    if arrival.profile == profile.key:
        return True
    needed = _metrics(profile, profile.required)
    either = _metrics(profile, profile.one_of)
    if arrival.grain != profile.grain or not (needed or either):
        return False
    return needed <= arrival.states and (not either or bool(either & arrival.states))


def _metrics(profile: Profile, headers: Iterable[str]) -> frozenset[str]:
    known = (*METRICS[profile.grain], *RATES)
    return frozenset(name for header in headers if (name := profile.header[header]) in known)


def _covered_by(arrival: Arrival, profile: Profile) -> Span:
    """Give the days of an import; lifetime totals cover the days of publication that the export reaches back to."""
    if profile.grain is not Grain.CONTENT:
        return arrival.days
    captured, reach = arrival.days.end, profile.collection.covers_days
    return Span(date.min if reach is None else captured - timedelta(days=reach), captured - DAY)
