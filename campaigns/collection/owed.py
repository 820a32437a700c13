"""What somebody still has to bring: the kinds of file of each account with the days that are missing, together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from campaigns.collection.calendar import Entry, entries
from campaigns.collection.links import accounts_of
from campaigns.collection.periods import MOST_DELAY
from campaigns.collection.reminders import DAYS_BACK
from campaigns.collection.spans import Span, days_in, merged
from campaigns.models import ReminderAnswer, UploadLink
from campaigns.readers import Profile
from clients.models import NetworkAccount


@dataclass(frozen=True, slots=True)
class Owed:
    """One kind of file of one account: the days that it is wanted for, and when the first of them is due.

    `closes_on` is the last day on which an export still reaches all of them, None where there is no such limit.
    """

    account: NetworkAccount
    profile: Profile
    missing: tuple[Span, ...]
    due_on: date
    closes_on: date | None

    @property
    def days(self) -> int:
        """Count the days that are missing."""
        return days_in(self.missing)

    @property
    def urgency(self) -> tuple[date, date, str, str]:
        """Give its place among others: what can be exported no more soonest, then what is due first."""
        return (self.closes_on or date.max, self.due_on, self.profile.key, str(self.account.id))


def owed(found: Iterable[Entry]) -> list[Owed]:
    """Put the periods of the same kind of file of an account together, those that miss no day left out."""
    missing = sorted((entry for entry in found if entry.judgement.missing), key=_kind)
    return sorted((_together([*group]) for _, group in groupby(missing, key=_kind)), key=lambda each: each.urgency)


def owed_by_link(link: UploadLink, *, now: datetime) -> list[Owed]:
    """Give what files of a link could bring: of its accounts and kinds, periods that are over.

    Left out is what somebody said to be dealt with, and what a plan mutes.
    """
    accounts = accounts_of(link)
    answers = ReminderAnswer.objects.filter(account__in=accounts).exclude(done_at=None)
    dealt_with = frozenset(answers.values_list("id", flat=True))
    due = Span(now.date() - DAYS_BACK, now.date() + timedelta(days=MOST_DELAY + 1))
    return owed(
        entry
        for entry in entries(accounts, due, now=now)
        if entry.period.end < entry.today
        and not entry.muted
        and entry.id not in dealt_with
        and (not link.profiles or entry.wanted.profile.key in link.profiles)
    )


def _kind(entry: Entry) -> tuple[str, str]:
    return str(entry.wanted.account.id), entry.wanted.profile.key


def _together(group: Sequence[Entry]) -> Owed:
    wanted = group[0].wanted
    closing = (entry.judgement.closes_on for entry in group)
    return Owed(
        account=wanted.account,
        profile=wanted.profile,
        missing=merged(span for entry in group for span in entry.judgement.missing),
        due_on=min(entry.due_on for entry in group),
        closes_on=min((day for day in closing if day is not None), default=None),
    )
