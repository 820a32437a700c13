"""The shapes of targets: scope, tiers, period, standing and warnings."""

from collections import defaultdict
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apikit.fields import CurrencyField, DecimalString, TextBlock, TextLine
from apikit.serializers import StrictModelSerializer, StrictSerializer
from campaigns.api.relations import campaign_field
from campaigns.models.work import GOAL_CHOICES
from clients.api.relations import account_field, brand_field
from clients.models import NetworkAccount
from kpis.api.days import WITHIN_REASON
from kpis.models import BASES, DIRECTIONS, Target, TargetRevision
from kpis.targets.judging import judged
from kpis.targets.standing import standings
from kpis.targets.warnings import warnings_of

_NULLABLE = {"type": ["string", "null"]}
PACE = {
    "type": ["object", "null"],
    "properties": {
        "status": {"type": "string"},
        "as_of": {"type": ["string", "null"], "format": "date"},
        "value": _NULLABLE,
        "reason": _NULLABLE,
        "expected": _NULLABLE,
        "attainment": _NULLABLE,
        "overlapping": {"type": "boolean", "description": "As of results: some of the value may count twice."},
    },
    "required": ["status", "as_of", "value", "reason", "expected", "attainment", "overlapping"],
}
WARNINGS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"code": {"type": "string"}, "detail": {"type": "string"}, "partner": _NULLABLE},
        "required": ["code", "detail", "partner"],
    },
}


def _tier(**options: Any) -> DecimalString:
    return DecimalString(30, 10, normalize_output=True, **options)


class TargetScopeSerializer(StrictSerializer):
    """What a target is set for: a brand, one of its accounts or campaigns, or one category of contents."""

    brand = brand_field()
    account = account_field(required=False, allow_null=True)
    campaign = campaign_field()
    content_category = TextLine(max_length=60, required=False, allow_blank=True)


class TargetPeriodSerializer(StrictSerializer):
    """A flight with its own dates, both included."""

    kind = serializers.ChoiceField(choices=["flight"], source="period_kind", default="flight")
    start = serializers.DateField(validators=WITHIN_REASON)
    end = serializers.DateField(validators=WITHIN_REASON)


class BasisField(serializers.ChoiceField):
    """A basis, or null where a target states none."""

    def to_representation(self, value: Any) -> Any:
        """Write null for none."""
        return super().to_representation(value) or None


class TargetSerializer(StrictSerializer):
    """A target with its newest revision, how it stands today, and what to know of it."""

    id = serializers.UUIDField(read_only=True)
    kpi = TextLine(max_length=60)
    scope = TargetScopeSerializer(source="*")
    basis = BasisField(
        choices=BASES,
        required=False,
        allow_null=True,
        help_text="Null: results on either basis are judged, and the pace is that on the KPI's own basis.",
    )
    goal = serializers.ChoiceField(
        choices=GOAL_CHOICES, required=False, help_text="The campaign's goal, else the first that the KPI serves."
    )
    direction = serializers.ChoiceField(choices=DIRECTIONS, required=False, help_text="The KPI's if not stated.")
    floor = _tier(required=False, allow_null=True)
    target = _tier()
    stretch = _tier(required=False, allow_null=True)
    currency = CurrencyField(required=False, allow_blank=True)
    period = TargetPeriodSerializer(source="*")
    reason = TextBlock(max_length=2000, required=False, allow_blank=True)
    revision = serializers.IntegerField(read_only=True)
    judged_revision = serializers.SerializerMethodField(help_text="The revision that the period is judged by.")
    signed_revision = serializers.IntegerField(read_only=True, allow_null=True)
    warnings = serializers.SerializerMethodField()
    pace = serializers.SerializerMethodField()
    archived_at = serializers.DateTimeField(read_only=True, allow_null=True)
    version = serializers.IntegerField(read_only=True)
    created_at = serializers.DateTimeField(read_only=True)
    updated_at = serializers.DateTimeField(read_only=True)

    class Meta:
        model = Target

    def get_judged_revision(self, target: Target) -> int:
        """Give the number of the revision that judges."""
        self._once("beside", _beside)
        return judged(target).revision

    @extend_schema_field(WARNINGS)
    def get_warnings(self, target: Target) -> list[dict[str, str | None]]:
        """List what to know of the target; `partner` names a KPI that would mend it."""
        beside, networks = self._once("beside", _beside), self._once("networks", _networks)
        found = warnings_of(target, beside[target.brand_id], networks[target.brand_id])
        return [warning.to_dict() for warning in found]

    @extend_schema_field(PACE)
    def get_pace(self, target: Target) -> dict[str, Any] | None:
        """Say how the target stands, as of the last day that counts."""
        found = self._once("standings", lambda targets: standings(targets, today=timezone.now().date()))
        return found.get(target.id)

    def _once(self, name: str, make: Any) -> Any:
        """Work something out for the whole page at once."""
        page = self.parent if isinstance(self.parent, serializers.ListSerializer) else self
        found: Any = page.instance
        once: Any = self.context
        if name not in once:
            once[name] = make(list(found) if page is self.parent else [found])
        return once[name]


class TargetChangeSerializer(StrictSerializer):
    """A revision of a target: tiers, period, and why."""

    floor = _tier(required=False, allow_null=True)
    target = _tier(required=False)
    stretch = _tier(required=False, allow_null=True)
    period = TargetPeriodSerializer(source="*", required=False)
    reason = TextBlock(max_length=2000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Ask for the reason, even in a partial body."""
        if not attrs.get("reason"):
            raise serializers.ValidationError({"reason": ["Say why the target changes."]}, code="required")
        return attrs


class SignOffSerializer(StrictSerializer):
    """A yes to one revision."""

    revision = serializers.IntegerField(min_value=1)
    comment = TextBlock(max_length=2000, required=False, allow_blank=True, default="")


class RevisionSerializer(StrictModelSerializer):
    """One state of a target; `signed_by` where it was signed off."""

    floor = _tier(read_only=True, allow_null=True)
    target = _tier(read_only=True)
    stretch = _tier(read_only=True, allow_null=True)
    signed_by = serializers.SerializerMethodField()

    class Meta:
        model = TargetRevision
        fields = (
            "id",
            "number",
            "floor",
            "target",
            "stretch",
            "start",
            "end",
            "reason",
            "set_by",
            "signed_by",
            "created_at",
        )
        read_only_fields = fields

    def get_signed_by(self, revision: TargetRevision) -> str | None:
        """Name who signed the revision off, null where nobody did."""
        signed = getattr(revision, "sign_off", None)
        return signed.signed_by if signed else None


def _beside(targets: list[Target]) -> dict[Any, list[Target]]:
    """Collect the targets of the same brands, and read the revisions of the given ones."""
    prefetch_related_objects(targets, "revisions")
    found: dict[Any, list[Target]] = defaultdict(list)
    for target in Target.objects.filter(archived_at=None, brand__in={target.brand_id for target in targets}):
        found[target.brand_id].append(target)
    return found


def _networks(targets: list[Target]) -> dict[Any, set[str]]:
    """Collect the networks of the brands' accounts, so that warnings name what a brand can measure."""
    found: dict[Any, set[str]] = defaultdict(set)
    accounts = NetworkAccount.objects.filter(archived_at=None, brand__in={target.brand_id for target in targets})
    for brand, network in accounts.values_list("brand", "network").distinct():
        found[brand].add(network)
    return found
