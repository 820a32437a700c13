"""Reminders: the files of the calendar that are late or whose window closes, and what was answered to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from campaigns.collection.calendar import Entry, entries
from campaigns.collection.judging import CollectionState
from campaigns.collection.spans import DAY, Span
from campaigns.models import CollectionPlan, ReminderAnswer
from clients.models import NetworkAccount

REMINDED_OF: Final = (CollectionState.OVERDUE, CollectionState.CLOSING)
DAYS_BACK: Final = timedelta(days=365)
"""What was due longer ago is in the calendar alone: answers are usually kept for as long."""

TO_BE_WRITTEN_TO = Q(assignee__isnull=False) | ~Q(contact_email="")


class Standing(StrEnum):
    """Whether a reminder stands: nobody has answered it, or it is put off, dealt with, or muted by a plan."""

    OPEN = "open"
    SNOOZED = "snoozed"
    DONE = "done"
    MUTED = "muted"


@dataclass(frozen=True, slots=True)
class Reminder:
    """A file that is late or can soon be exported no more, and what was answered."""

    entry: Entry
    answer: ReminderAnswer | None

    @property
    def key(self) -> str:
        """Give the reminder's place in a list: by the day that the file is due on."""
        return self.entry.key

    @property
    def standing(self) -> Standing:
        """Say whether it stands today."""
        if self.answer is not None and self.answer.done_at is not None:
            return Standing.DONE
        until = None if self.answer is None else self.answer.snoozed_until
        if until is not None and self.entry.today < until:
            return Standing.SNOOZED
        return Standing.MUTED if self.entry.muted else Standing.OPEN

    def __str__(self) -> str:
        wanted, period = self.entry.wanted, self.entry.period
        return f"{wanted.profile.title} of {wanted.account.handle}, {period.start} to {period.end}"


def reminders(accounts: QuerySet[NetworkAccount], plans: Q, *, now: datetime) -> list[Reminder]:
    """Give the reminders of the accounts that have such a plan, of whomever they are asked, the first due first.

    An answer stays with its file, whatever becomes of the file's days.
    """
    planned = accounts.filter(id__in=CollectionPlan.objects.filter(plans).values("account"))
    due = Span(now.date() - DAYS_BACK, now.date() + DAY)  # a day on, for accounts whose day has begun
    urgent = [each for each in entries(planned, due, now=now) if each.judgement.state in REMINDED_OF]
    answers = {answer.id: answer for answer in ReminderAnswer.objects.filter(account__in=planned)}
    return [Reminder(each, answers.get(each.id)) for each in urgent]


def asked_of(found: Iterable[Reminder], member: UUID) -> list[Reminder]:
    """Give the reminders of the files that a member is asked for."""
    return [
        each for each in found if (assignee := each.entry.wanted.assignee) is not None and assignee.member == member
    ]


def answerable(accounts: QuerySet[NetworkAccount], reminder: UUID, member: UUID, *, now: datetime) -> Reminder | None:
    """Find a reminder that a member may answer: an own one, or one of a contact outside, who has no log-in.

    None where it is somebody else's, or there is no such reminder.
    """
    answered = Q(assignee=member) | ~Q(contact_name="", contact_email="")
    for each in reminders(accounts, answered, now=now):
        assignee = each.entry.wanted.assignee
        if each.entry.id == reminder and assignee is not None:
            return each if assignee.member in {None, member} else None
    return None
