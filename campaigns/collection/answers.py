"""Answers to reminders: a file is dealt with, is to be asked for again on a day, or stands open again."""

from datetime import date, timedelta
from typing import Any, Final

from django.utils import timezone

from audit import events
from campaigns.collection.refusals import SnoozedWrongly
from campaigns.collection.reminders import Reminder, Standing
from campaigns.models import ReminderAnswer
from clients.services.audited import audited
from people.principal import Principal

SNOOZED_AT_MOST: Final = timedelta(days=366)


def mark_done(principal: Principal, reminder: Reminder) -> Reminder:
    """Say that a file is dealt with: nobody is reminded of it again."""
    if reminder.standing is Standing.DONE:
        return reminder
    return _answered(principal, reminder, done_at=timezone.now(), snoozed_until=None)


def snooze(principal: Principal, reminder: Reminder, *, until: date) -> Reminder:
    """Put a reminder off: it comes back on the day `until`. Raises SnoozedWrongly."""
    today = reminder.entry.today
    if not today < until <= today + SNOOZED_AT_MOST:
        raise SnoozedWrongly
    return _answered(principal, reminder, done_at=None, snoozed_until=until)


def reopen(principal: Principal, reminder: Reminder) -> Reminder:
    """Take back what was answered."""
    if reminder.answer is None:
        return reminder
    ReminderAnswer.objects.filter(id=reminder.entry.id).delete()
    _tell(principal, reminder, {"done_at": None, "snoozed_until": None})
    return Reminder(reminder.entry, None)


def _answered(principal: Principal, reminder: Reminder, **stated: Any) -> Reminder:
    entry = reminder.entry
    values = {**stated, "account": entry.wanted.account, "answered_by": principal.name}
    answer, _ = ReminderAnswer.objects.update_or_create(id=entry.id, defaults=values)
    _tell(principal, reminder, stated)
    return Reminder(entry, answer)


def _tell(principal: Principal, reminder: Reminder, changes: dict[str, Any]) -> None:
    events.changed(principal.actor(), "reminder", id=reminder.entry.id, name=str(reminder), changes=audited(changes))
