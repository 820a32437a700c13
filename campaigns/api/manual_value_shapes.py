"""The JSON of values that people type in."""

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from apikit.blank_fields import TextOrNull
from apikit.fields import ScopedRelatedField, TextBlock, TextLine
from apikit.guard import GuardedQuerySet
from apikit.serializers import StrictModelSerializer, StrictSerializer
from campaigns.api.fact_shapes import NumbersField
from campaigns.api.relations import content_field
from campaigns.models import EvidenceFile, ManualValue
from campaigns.models.pushed import MANUAL_GRAINS
from campaigns.scoping import visible_evidence
from clients.api.relations import account_field, capability_of
from people.principal import asking

LONGEST_NOTE = 2000
MOST_FILES = 10


class StatedNumbersField(NumbersField):
    """Numbers by metric as they were sent: whoever knows metrics reads them."""

    child = serializers.JSONField()

    def to_internal_value(self, data: Any) -> Any:
        """Take an object."""
        if not isinstance(data, dict):
            self.fail("not_a_dict", input_type=type(data).__name__)
        return data


class DayTextField(serializers.DateField):
    """A day that stays a text, as facts have it."""

    def to_internal_value(self, value: Any) -> Any:
        """Check the day and keep its text."""
        return super().to_internal_value(value).isoformat()


def evidence_of(request: Any) -> GuardedQuerySet[EvidenceFile]:
    """Give the evidence that the action may name, without its bytes."""
    return visible_evidence(asking(request), capability_of(request)).defer("data")


class NamedOnceField(serializers.ListField):
    """Things by their ids, each once."""

    def to_internal_value(self, data: Any) -> Any:
        """Refuse each that was named before, at its place."""
        named = super().to_internal_value(data)
        twice = {
            str(place): [ErrorDetail("This one is named already.", "stated_twice")]
            for place, thing in enumerate(named)
            if thing in named[:place]
        }
        if twice:
            raise serializers.ValidationError(twice)
        return named


def evidence_field() -> serializers.ListField:
    """Make the field that names evidence."""
    return NamedOnceField(
        child=ScopedRelatedField(scope=evidence_of),
        required=False,
        max_length=MOST_FILES,
        help_text="Ids of evidence files of the same account.",
    )


class ManualValueBody(StrictSerializer):
    """One or a few values of one account day, content or period, with where they come from."""

    account = account_field(help_text="Whose values these are.")
    grain = serializers.ChoiceField(choices=MANUAL_GRAINS)
    day = DayTextField(required=False, allow_null=True, help_text="Of account days.")
    start = DayTextField(required=False, allow_null=True, help_text="Of periods: the first day.")
    end = DayTextField(required=False, allow_null=True, help_text="Of periods: the last day.")
    content = content_field()
    values = StatedNumbersField(help_text="By metric.")
    currency = TextLine(required=False, allow_null=True, help_text="Needed with money.")
    captured_on = serializers.DateField(
        required=False,
        allow_null=True,
        help_text="The day on which they were read, else today; for a content the day of its totals.",
    )
    note = TextBlock(max_length=LONGEST_NOTE, help_text="Where they were read, and why they are typed in.")
    evidence = evidence_field()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Ask for the content where values are of one, and for none where they are not."""
        of_content = attrs["grain"] == "content"
        if of_content and attrs.get("content") is None:
            raise serializers.ValidationError({"content": "Name the content."}, code="required")
        if not of_content and attrs.get("content") is not None:
            raise serializers.ValidationError({"content": "Only values of a content name one."}, code="not_of_content")
        return attrs


class ManualCorrection(StrictSerializer):
    """What is true in place of typed values; of the same day, content or period."""

    values = StatedNumbersField(help_text="By metric; what is not named is not stated any more.")
    currency = TextLine(required=False, allow_null=True)
    captured_on = serializers.DateField(
        required=False,
        allow_null=True,
        help_text="Of account days and periods: the day on which the true ones were read, else that of the old ones.",
    )
    note = TextBlock(max_length=LONGEST_NOTE, help_text="Why it is corrected.")
    evidence = evidence_field()


class WithdrawalBody(StrictSerializer):
    """Why typed values are taken back."""

    reason = TextBlock(max_length=LONGEST_NOTE)


class ManualValueSerializer(StrictModelSerializer):
    """Values that somebody typed in, who and when, and whether they count."""

    account = ScopedRelatedField(read_only=True)
    content = ScopedRelatedField(read_only=True, allow_null=True)
    values = serializers.DictField(child=serializers.CharField(), read_only=True, help_text="Decimals by metric.")
    currency = TextOrNull(read_only=True, allow_null=True)
    captured_on = serializers.DateField(source="upload.captured_on", read_only=True)
    stands = serializers.BooleanField(read_only=True, help_text="Whether they count: false once taken back.")
    evidence = serializers.SerializerMethodField()
    replaces = ScopedRelatedField(read_only=True, allow_null=True)
    replaced_by = serializers.SerializerMethodField()
    withdrawn_by = TextOrNull(read_only=True, allow_null=True)
    withdrawal_reason = TextOrNull(read_only=True, allow_null=True)
    locals()["import"] = serializers.UUIDField(source="upload_id", read_only=True)

    class Meta:
        model = ManualValue
        fields = (
            "id",
            "account",
            "grain",
            "content",
            "start",
            "end",
            "values",
            "currency",
            "captured_on",
            "note",
            "evidence",
            "import",
            "stands",
            "replaces",
            "replaced_by",
            "created_by",
            "created_at",
            "withdrawn_by",
            "withdrawn_at",
            "withdrawal_reason",
        )
        read_only_fields = fields

    def get_evidence(self, value: ManualValue) -> list[str]:
        """List the files that show them."""
        return [str(each.evidence_id) for each in value.shown_by.all()]

    def get_replaced_by(self, value: ManualValue) -> str | None:
        """Give the values that stand in their place."""
        found = getattr(value, "replaced_by", None)
        return str(found.id) if found is not None else None
