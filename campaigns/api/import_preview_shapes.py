"""The JSON of what a preview shows: rows as understood, changed values, closing reports, headers that drifted."""

from rest_framework import serializers

from apikit.serializers import StrictSerializer
from campaigns.models.provenance import OUTCOMES, SOURCES


class RowSubjectSerializer(StrictSerializer):
    """What a row is about."""

    day = serializers.DateField(help_text="Of a period's figure the first day; of a content the day it was read.")
    end = serializers.DateField(allow_null=True, help_text="The last day of a period's figure.")
    source = serializers.CharField(  # type: ignore[assignment]  # a member, not the base class's attribute
        allow_null=True, help_text="Of an ad unit."
    )
    external_id = serializers.CharField(allow_null=True, help_text="Of a content or ad unit; else a content's link.")
    title = serializers.CharField(allow_null=True, help_text="Of a content, or an ad unit's name.")
    dimension = serializers.CharField(allow_null=True)
    bucket = serializers.CharField(allow_null=True)


class UnderstoodRowSerializer(StrictSerializer):
    """A row as it was understood."""

    subject = RowSubjectSerializer()
    values = serializers.DictField(child=serializers.CharField(), help_text="By metric; a decimal as text.")
    derived = serializers.ListField(child=serializers.CharField(), help_text="Metrics computed from a rate.")
    capped = serializers.ListField(child=serializers.CharField(), help_text="Metrics that are lower bounds.")


class FirstRowSerializer(UnderstoodRowSerializer):
    """One of the first rows of a preview."""

    line = serializers.IntegerField()
    outcome = serializers.ChoiceField(choices=OUTCOMES)


class ClosureSerializer(StrictSerializer):
    """A published report that refuses a commit."""

    report = serializers.UUIDField()
    title = serializers.CharField()
    start = serializers.DateField()
    end = serializers.DateField()
    rows = serializers.IntegerField(help_text="How many rows would change what it states.")
    first_day = serializers.DateField()
    last_day = serializers.DateField()


class ForeseenDoubtSerializer(StrictSerializer):
    """A rule of plausibility that rows break, or that they broke before."""

    rule = serializers.CharField()
    rows = serializers.IntegerField(help_text="How many rows a commit would warn of.")


class ImportPreviewSerializer(StrictSerializer):
    """What a preview shows at once; `/imports/{id}/rows` has every row."""

    first_rows = FirstRowSerializer(many=True)
    closed_by = ClosureSerializer(many=True, help_text="Published reports that would refuse a commit now.")
    doubts = ForeseenDoubtSerializer(
        many=True, help_text="What a commit would find hard to believe; its warnings stand on the rows."
    )


class ValueChangeSerializer(StrictSerializer):
    """A value that a commit would change, beside the stored one."""

    metric = serializers.CharField()
    stored = serializers.CharField(allow_null=True, help_text="Null where the stored row does not state it.")
    new = serializers.CharField()
    stored_marks = serializers.ListField(child=serializers.ChoiceField(choices=["derived", "capped"]))
    new_marks = serializers.ListField(child=serializers.ChoiceField(choices=["derived", "capped"]))
    captured_on = serializers.DateField(allow_null=True, help_text="When the stored value was captured.")
    source = serializers.ChoiceField(  # type: ignore[assignment]  # a member, not the base class's attribute
        choices=SOURCES, allow_null=True, help_text="What kind of source stated the stored value."
    )


class HeaderMatchSerializer(StrictSerializer):
    """An unknown column that may be one of the kind of file."""

    header = serializers.CharField()
    stands_for = serializers.CharField()
    similarity = serializers.CharField(help_text="From 0 to 1.")


class HeaderDriftSerializer(StrictSerializer):
    """How a file's header differs from the one that its kind of file should have."""

    profile = serializers.CharField()
    missing = serializers.ListField(child=serializers.CharField())
    needed = serializers.ListField(
        child=serializers.CharField(), help_text="Those of the missing ones without which the file cannot be read."
    )
    unknown = serializers.ListField(child=serializers.CharField())
    renamed = serializers.DictField(
        child=serializers.CharField(), help_text="Send this as `renamed` to accept every match."
    )
    matches = HeaderMatchSerializer(many=True)
