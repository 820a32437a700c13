"""The JSON of files that are due."""

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from apikit.serializers import StrictSerializer
from campaigns.collection.assignees import Assignee
from campaigns.collection.calendar import Entry
from campaigns.collection.judging import CollectionState
from campaigns.collection.periods import LONGEST
from campaigns.collection.spans import Span, days_in
from campaigns.collection.wording import detail_of


class SpanSerializer(StrictSerializer):
    """Days, both ends included."""

    start = serializers.DateField()
    end = serializers.DateField()


class AssigneeSerializer(StrictSerializer):
    """Who brings a file."""

    member = serializers.UUIDField(allow_null=True, help_text="Null for a contact outside of the agency.")
    name = serializers.CharField()
    email = serializers.CharField()


class CollectionEntrySerializer(StrictSerializer):
    """One file that is due."""

    id = serializers.UUIDField(help_text="The same for the same account, kind of file and period.")
    brand = serializers.UUIDField()
    account = serializers.UUIDField()
    network = serializers.CharField()
    handle = serializers.CharField()
    profile = serializers.CharField()
    title = serializers.CharField()
    found_in = serializers.DictField(
        child=serializers.CharField(), help_text="The way to the export in the vendor's product, by language."
    )
    cadence = serializers.ChoiceField(choices=[each.value for each in LONGEST])
    period = SpanSerializer(help_text="The days that the file is for.")
    due_on = serializers.DateField()
    state = serializers.ChoiceField(
        choices=[each.value for each in CollectionState],
        help_text="`closing`: in at most five days the first missing day can be exported no more; `lost`: none can.",
    )
    detail = serializers.CharField(help_text="How it stands, in a sentence.")
    missing = SpanSerializer(many=True, help_text="Days before today that no file covers and that can be exported.")
    missing_days = serializers.IntegerField()
    lost = SpanSerializer(many=True, help_text="Days that no file covers and that the network exports no more.")
    lost_days = serializers.IntegerField()
    covers_days = serializers.IntegerField(
        allow_null=True, help_text="How many days back one file reaches at most; null: no limit is known."
    )
    closes_on = serializers.DateField(
        allow_null=True, help_text="The last day on which an export still reaches all that is missing."
    )
    closes_in_days = serializers.IntegerField(allow_null=True)
    assignee = AssigneeSerializer(allow_null=True)
    muted_until = serializers.DateField(allow_null=True)
    plan = serializers.UUIDField(allow_null=True, help_text="The collection plan behind it; null: it is as usual.")


def entry_shown(entry: Entry) -> dict[str, Any]:
    """Write an entry of the calendar."""
    wanted, judged = entry.wanted, entry.judgement
    return {
        "id": str(entry.id),
        "brand": str(wanted.account.brand_id),
        "account": str(wanted.account.id),
        "network": wanted.account.network,
        "handle": wanted.account.handle,
        "profile": wanted.profile.key,
        "title": wanted.profile.title,
        "found_in": dict(wanted.profile.collection.found_in),
        "cadence": wanted.cadence.value,
        "period": _span(entry.period),
        "due_on": entry.due_on.isoformat(),
        "state": judged.state.value,
        "detail": detail_of(entry),
        "missing": spans_shown(judged.missing),
        "missing_days": days_in(judged.missing),
        "lost": spans_shown(judged.lost),
        "lost_days": days_in(judged.lost),
        "covers_days": wanted.profile.collection.covers_days,
        "closes_on": None if judged.closes_on is None else judged.closes_on.isoformat(),
        "closes_in_days": entry.closes_in_days,
        "assignee": None if wanted.assignee is None else assignee_shown(wanted.assignee),
        "muted_until": None if wanted.muted_until is None else wanted.muted_until.isoformat(),
        "plan": None if wanted.plan is None else str(wanted.plan),
    }


def assignee_shown(assignee: Assignee) -> dict[str, Any]:
    """Write who brings a file."""
    member = None if assignee.member is None else str(assignee.member)
    return {"member": member, "name": assignee.name, "email": assignee.email}


def _span(span: Span) -> dict[str, str]:
    return {"start": span.start.isoformat(), "end": span.end.isoformat()}


def spans_shown(spans: Iterable[Span]) -> list[dict[str, str]]:
    """Write runs of days."""
    return [_span(span) for span in spans]
