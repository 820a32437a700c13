"""Sends reminders by e-mail: to each recipient of an agency at most one letter a day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models.functions import Now
from django.utils.crypto import salted_hmac

from agencies.context import in_agency
from agencies.references import AgencyRef
from campaigns.collection.assignees import Assignee, works_on
from campaigns.collection.letters import Letter, letter_to
from campaigns.collection.reminders import TO_BE_WRITTEN_TO, Reminder, Standing, reminders
from campaigns.models import ReminderLetter
from clients.models import AgencyProfile, NetworkAccount
from people.letters import deliver


@dataclass(frozen=True, slots=True)
class Posted:
    """How many letters went out, or would have in a dry run, and how many could not be sent."""

    sent: int
    failed: int = 0


def send_reminders(agency: AgencyRef, *, now: datetime, dry_run: bool = False) -> Posted:
    """Write to everybody whom the agency's plans name and who has not been written to today, the agency's day.

    A letter is noted before it is sent and forgotten if that fails: rather none than two. No transaction is open
    while the mail server is waited for.
    """
    with in_agency(agency):
        profile = AgencyProfile.objects.get()
        day = now.astimezone(ZoneInfo(profile.time_zone)).date()
        letters = _unsent(_letters(profile, now), day)
    if dry_run:
        return Posted(len(letters))
    outcomes = [_send(agency, letter, day) for letter in letters]
    return Posted(outcomes.count(True), outcomes.count(False))


def _letters(agency: AgencyProfile, now: datetime) -> list[Letter]:
    accounts = NetworkAccount.objects.filter(archived_at=None, brand__archived_at=None)
    standing = (each for each in reminders(accounts, TO_BE_WRITTEN_TO, now=now) if each.standing is Standing.OPEN)
    by_address: dict[str, list[Reminder]] = defaultdict(list)
    recipients: dict[str, Assignee] = {}
    for reminder, recipient in _with_recipients(standing):
        address = recipient.email.casefold()
        recipients.setdefault(address, recipient)
        by_address[address].append(reminder)
    return [letter_to(recipients[address], about, agency) for address, about in by_address.items()]


def _with_recipients(found: Iterable[Reminder]) -> Iterable[tuple[Reminder, Assignee]]:
    """Leave out contacts without an address, and members who do not work on the brand any more."""
    works = cache(works_on)
    for reminder in found:
        wanted = reminder.entry.wanted
        recipient = wanted.assignee
        if recipient is None or not recipient.email:
            continue
        if recipient.member is None or works(recipient.member, wanted.account.brand_id):
            yield reminder, recipient


def _unsent(letters: Iterable[Letter], day: date) -> list[Letter]:
    known = set(ReminderLetter.objects.filter(day=day).values_list("recipient", flat=True))
    return [letter for letter in letters if _digest(letter.to) not in known]


def _send(agency: AgencyRef, letter: Letter, day: date) -> bool | None:
    """Send a letter; None where somebody else has sent it meanwhile."""
    noted = _note(agency, letter, day)
    if noted is None:
        return None
    sent = deliver(letter.subject, letter.text, to=letter.to)
    with in_agency(agency):
        note = ReminderLetter.objects.filter(id=noted)
        if sent:
            note.update(sent_at=Now())
        else:
            note.delete()
    return sent


def _note(agency: AgencyRef, letter: Letter, day: date) -> UUID | None:
    with in_agency(agency):
        note, is_new = ReminderLetter.objects.get_or_create(recipient=_digest(letter.to), day=day)
        return note.id if is_new else None


def _digest(address: str) -> str:
    return salted_hmac("yardstick.reminders", address.casefold(), algorithm="sha256").hexdigest()
