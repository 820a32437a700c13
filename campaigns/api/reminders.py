"""`/reminders`: the files that the caller has to bring and that are late or soon lost, and answers to that."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apikit.asked import TEXT, Asked
from apikit.bodies import read_body
from apikit.closed import Example, Parameter
from apikit.definitions import page_of_definitions
from apikit.problems import missing
from apikit.serializers import StrictSerializer
from apikit.views import ActionView
from campaigns.api.collection_calendar import WHICH, wanted_of
from campaigns.api.collection_shapes import CollectionEntrySerializer, entry_shown
from campaigns.collection.answers import mark_done, reopen, snooze
from campaigns.collection.reminders import REMINDED_OF, Reminder, Standing, answerable, asked_of, reminders
from clients.scoping import visible_accounts
from people.principal import asking

STATES = tuple(each.value for each in REMINDED_OF)
STANDINGS = tuple(each.value for each in Standing)


class ReminderSerializer(CollectionEntrySerializer):
    """A file of the calendar that somebody is reminded of, and what was answered."""

    state = serializers.ChoiceField(choices=STATES, help_text="`closing`: days are lost in at most five days.")
    standing = serializers.ChoiceField(
        choices=STANDINGS, help_text="`muted`: by the plan; letters tell of `open` ones alone."
    )
    done_at = serializers.DateTimeField(allow_null=True)
    snoozed_until = serializers.DateField(allow_null=True, help_text="The day on which it comes back.")
    answered_by = serializers.CharField(allow_null=True)


class ReminderAnswering(StrictSerializer):
    """A body without members."""


class Snoozing(StrictSerializer):
    """When to be asked again."""

    until = serializers.DateField(help_text="The day on which the reminder comes back, after today.")


class RemindersView(ActionView):
    """The caller's reminders."""

    resource = "reminders"
    operations: ClassVar = {"get": "reminders_list"}
    capabilities: ClassVar = {"get": "collection:read"}
    serializer_class = ReminderSerializer
    paged_actions = frozenset({"get"})
    parameters: ClassVar = {
        "get": {
            **{name: which for name, which in WHICH.items() if name != "assignee"},
            "state": Parameter({"type": "array", "items": {**TEXT, "enum": STATES}}, "Only these; repeat or comma."),
            "standing": Parameter(
                {"type": "array", "items": {**TEXT, "enum": STANDINGS}},
                "Only these; repeat or comma. What is open where nothing is said.",
            ),
        }
    }

    def get(self, request: Request) -> Response:
        """List the files that plans ask the caller for and that are overdue or closing, the first due first.

        Those of the last year; whatever the calendar says of others is in `/collection-calendar`.
        """
        asked = Asked(request.query_params)
        states = asked.some_of("state", STATES)
        standings = asked.some_of("standing", STANDINGS) or {Standing.OPEN}
        wanted = wanted_of(asked, request, self.capability)
        asked.refuse_faults()
        me = asking(request).membership_id
        found = [
            each
            for each in asked_of(reminders(wanted.accounts, Q(assignee=me), now=timezone.now()), me)
            if wanted.includes(each.entry)
            and each.standing in standings
            and (not states or each.entry.judgement.state in states)
        ]
        return page_of_definitions(request, found, reminder_shown)


class ReminderDoneView(ActionView):
    """The end of a reminder."""

    resource = "reminders"
    operations: ClassVar = {"post": "reminders_done"}
    capabilities: ClassVar = {"post": "collection:write"}
    input_serializers: ClassVar = {"post": ReminderAnswering}
    output_serializers: ClassVar = {"post": ReminderSerializer}
    examples: ClassVar = {"post": Example({})}

    def post(self, request: Any, id: UUID) -> Response:
        """Say that a file is dealt with, though days are missing: nobody is reminded of it again.

        One's own reminders, and those of contacts outside of the agency, can be answered.
        """
        read_body(request, ReminderAnswering)
        reminder = _answerable(request, id, self.capability)
        return Response(reminder_shown(mark_done(asking(request), reminder)))


class ReminderSnoozeView(ActionView):
    """A reminder put off."""

    resource = "reminders"
    operations: ClassVar = {"post": "reminders_snooze"}
    capabilities: ClassVar = {"post": "collection:write"}
    input_serializers: ClassVar = {"post": Snoozing}
    output_serializers: ClassVar = {"post": ReminderSerializer}
    examples: ClassVar = {"post": Example({"until": "2026-03-06"})}

    def post(self, request: Any, id: UUID) -> Response:
        """Put a reminder off: it comes back on the day `until`, at most a year from now."""
        body = read_body(request, Snoozing)
        reminder = _answerable(request, id, self.capability)
        return Response(reminder_shown(snooze(asking(request), reminder, until=body["until"])))


class ReminderReopenView(ActionView):
    """The way back."""

    resource = "reminders"
    operations: ClassVar = {"post": "reminders_reopen"}
    capabilities: ClassVar = {"post": "collection:write"}
    input_serializers: ClassVar = {"post": ReminderAnswering}
    output_serializers: ClassVar = {"post": ReminderSerializer}
    examples: ClassVar = {"post": Example({})}

    def post(self, request: Any, id: UUID) -> Response:
        """Take back what was answered to a reminder: it stands as before."""
        read_body(request, ReminderAnswering)
        reminder = _answerable(request, id, self.capability)
        return Response(reminder_shown(reopen(asking(request), reminder)))


def reminder_shown(reminder: Reminder) -> dict[str, Any]:
    """Write a reminder."""
    answer = reminder.answer
    return {
        **entry_shown(reminder.entry),
        "standing": reminder.standing.value,
        "done_at": None if answer is None else answer.done_at,
        "snoozed_until": None if answer is None else answer.snoozed_until,
        "answered_by": None if answer is None else answer.answered_by,
    }


def _answerable(request: Any, reminder: UUID, capability: str) -> Reminder:
    principal = asking(request)
    accounts = visible_accounts(principal, capability).filter(archived_at=None, brand__archived_at=None)
    found = answerable(accounts, reminder, principal.membership_id, now=timezone.now())
    if found is None:
        raise missing()
    return found
