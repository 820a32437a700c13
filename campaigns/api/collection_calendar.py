"""`/collection-calendar`: which file is due when, from whom, what is missing, and which window closes."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from apikit.asked import DAY, ID, TEXT, Asked
from apikit.closed import Parameter
from apikit.definitions import page_of_definitions
from apikit.views import ActionView
from campaigns.api.collection_shapes import CollectionEntrySerializer, entry_shown
from campaigns.collection.calendar import Entry, entries
from campaigns.collection.judging import CollectionState
from campaigns.collection.spans import Span
from clients.models import NetworkAccount
from clients.networks import Network
from clients.scoping import visible_accounts
from people.principal import asking

DAYS_BACK, DAYS_AHEAD, MOST_DAYS = 60, 14, 400
LONGEST_REACH = timedelta(days=365)  # of any export: TikTok's year
NETWORKS = tuple(each.value for each in Network)
STATES = tuple(each.value for each in CollectionState)
WHICH = {
    "brand": Parameter(ID, "Only this brand's accounts."),
    "account": Parameter(ID, "Only this account."),
    "network": Parameter({**TEXT, "enum": NETWORKS}, "Only accounts of this network."),
    "profile": Parameter(TEXT, "Only this kind of file, by the key of its import profile."),
    "assignee": Parameter(TEXT, "Only what a member is asked for: an id, `me`, or `none` for what nobody is."),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request narrows the calendar to; None does not narrow."""

    accounts: QuerySet[NetworkAccount]
    profile: str | None
    assignee: UUID | None
    unassigned: bool

    def includes(self, entry: Entry) -> bool:
        """Say whether an entry was asked for."""
        expected = entry.wanted
        if self.profile not in {None, expected.profile.key}:
            return False
        if self.unassigned:
            return expected.assignee is None
        return self.assignee is None or (expected.assignee is not None and expected.assignee.member == self.assignee)


class CollectionCalendarView(ActionView):
    """The files that are due, the first due first."""

    resource = "collection-calendar"
    operations: ClassVar = {"get": "collection_calendar_list"}
    capabilities: ClassVar = {"get": "collection:read"}
    serializer_class = CollectionEntrySerializer
    paged_actions = frozenset({"get"})
    parameters: ClassVar = {
        "get": {
            **WHICH,
            "state": Parameter({"type": "array", "items": {**TEXT, "enum": STATES}}, "Only these; repeat or comma."),
            "from": Parameter(
                DAY, f"Due on this day or later; else {DAYS_BACK} days ago, and all whose window closes."
            ),
            "until": Parameter(DAY, f"Due up to this day; in {DAYS_AHEAD} days where nothing is said."),
        }
    }

    def get(self, request: Request) -> Response:
        """List the files that are due in a span of days, with what is missing of each.

        What is covered is told by the days of committed imports. A file in the agency's own format, or pushed facts,
        count for a kind of file where they state what it must state. Days that the network no longer exports are lost.
        """
        asked = Asked(request.query_params)
        states, due = asked.some_of("state", STATES), _due(asked)
        wanted = wanted_of(asked, request, self.capability)
        asked.refuse_faults()
        found = [
            entry
            for entry in entries(wanted.accounts, _looked_through(asked, due), now=timezone.now())
            if wanted.includes(entry)
            and (due.start <= entry.due_on or entry.judgement.state is CollectionState.CLOSING)
            and (not states or entry.judgement.state in states)
        ]
        return page_of_definitions(request, found, entry_shown)


def wanted_of(asked: Asked, request: Any, capability: str) -> Wanted:
    """Read which accounts, kinds of file and assignees are asked for."""
    principal = asking(request)
    narrowing = {"brand": asked.id("brand"), "id": asked.id("account"), "network": asked.choice("network", NETWORKS)}
    accounts = visible_accounts(principal, capability).filter(archived_at=None, brand__archived_at=None)
    assignee = asked.text("assignee")
    member = principal.membership_id if assignee == "me" else None
    if assignee is not None and assignee not in {"me", "none"}:
        member = asked.id("assignee")
    return Wanted(
        accounts=accounts.filter(**{name: value for name, value in narrowing.items() if value is not None}),
        profile=asked.text("profile"),
        assignee=member,
        unassigned=assignee == "none",
    )


def _looked_through(asked: Asked, due: Span) -> Span:
    """Give the span in which something may be due that is shown: where no first day is stated, as far as exports reach.

    What can soon be exported no more is shown however long ago it was due.
    """
    if asked.text("from") is not None:
        return due
    return Span(min(due.start, timezone.now().date() - LONGEST_REACH), due.end)


def _due(asked: Asked) -> Span:
    """Read the span of days; one that is faulty is told and read as usual."""
    today = timezone.now().date()
    usual = Span(today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD))
    start, end = asked.day("from", usual.start), asked.day("until", usual.end)
    if start is None or end is None:
        return usual
    if start > end:
        asked.fault("from", "empty_window", "The first day lies after the last.")
        return usual
    if (end - start).days >= MOST_DAYS:
        asked.fault("from", "window_too_long", f"At most {MOST_DAYS} days at once.")
        return usual
    return Span(start, end)
