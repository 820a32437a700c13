"""`/plausibility-findings`: what in the numbers is hard to believe, and what people decided about it."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django_filters import CharFilter, ChoiceFilter, DateFilter, UUIDFilter
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from apikit.blank_fields import TextOrNull
from apikit.bodies import read_body
from apikit.closed import Example
from apikit.definitions import page_of_definitions
from apikit.fields import IdField, ScopedRelatedField, TextBlock
from apikit.mixins import Listable, Retrievable
from apikit.named_rows import named_rows
from apikit.serializers import StrictModelSerializer, StrictSerializer
from apikit.views import ActionView
from apikit.viewsets import ResourceViewSet
from campaigns.metrics.kinds import Grain
from campaigns.models import PlausibilityFinding
from campaigns.models.plausibility import DECISIONS, FINDING_GRAINS, FINDING_STATE_CHOICES, FINDING_STATES
from campaigns.plausibility.catalogue import RULES
from campaigns.plausibility.rule import Rule
from campaigns.plausibility.services import check_account, decide
from campaigns.scoping import visible_findings
from clients.api.relations import account_field
from people.principal import asking

MOST_AT_ONCE = 500
DECISION_CHOICES = [(state, state) for state in DECISIONS]
_GRAIN_CHOICES = [(grain, grain) for grain in FINDING_GRAINS]


class FindingSerializer(StrictModelSerializer):
    """Days whose numbers break a rule, with the numbers that show it."""

    account = ScopedRelatedField(read_only=True)
    content = serializers.SerializerMethodField()
    ad_unit = serializers.SerializerMethodField()
    explanation = serializers.SerializerMethodField()
    evidence = serializers.DictField(child=serializers.CharField(), read_only=True, help_text="Decimals by name.")
    state = serializers.ChoiceField(choices=FINDING_STATES, read_only=True)
    note = TextOrNull(read_only=True, allow_null=True)
    decided_by = TextOrNull(read_only=True, allow_null=True)
    locals()["import"] = serializers.UUIDField(
        source="upload_id", read_only=True, allow_null=True, help_text="Whose load brought it up."
    )

    class Meta:
        model = PlausibilityFinding
        fields = (
            "id",
            "account",
            "grain",
            "content",
            "ad_unit",
            "rule",
            "rule_version",
            "explanation",
            "first_day",
            "last_day",
            "metrics",
            "evidence",
            "state",
            "note",
            "decided_by",
            "decided_at",
            "import",
            "version",
            "created_at",
            "updated_at",
        )
        read_only_fields = fields

    def get_content(self, finding: PlausibilityFinding) -> str | None:
        """Name the content whose totals they are."""
        return str(finding.owner_id) if finding.grain == Grain.CONTENT else None

    def get_ad_unit(self, finding: PlausibilityFinding) -> str | None:
        """Name the ad unit whose days they are."""
        return str(finding.owner_id) if finding.grain == Grain.AD_DAY else None

    def get_explanation(self, finding: PlausibilityFinding) -> dict[str, str]:
        """Say in words what is wrong, by language."""
        rule = RULES.get(finding.rule)
        return dict(rule.explanation) if rule is not None else {}


class DecisionBody(StrictSerializer):
    """What a finding is, and why."""

    state = serializers.ChoiceField(choices=DECISIONS, help_text="Accepted ones do not qualify results any more.")
    note = TextBlock(max_length=2000, required=False, default="", allow_blank=True)


class DecisionsBody(DecisionBody):
    """What several findings are."""

    findings = serializers.ListField(child=IdField(), min_length=1, max_length=MOST_AT_ONCE)


class DecidedSerializer(StrictSerializer):
    """How many findings were decided."""

    decided = serializers.IntegerField()


class CheckBody(StrictSerializer):
    """Whose numbers to look at again."""

    account = account_field()


class CheckedSerializer(StrictSerializer):
    """What looking again has found."""

    new = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    changed = serializers.IntegerField()
    resolved = serializers.IntegerField()


def stating(findings: QuerySet[PlausibilityFinding], _: str, metric: str) -> QuerySet[PlausibilityFinding]:
    """Keep what puts a metric in doubt."""
    return findings.filter(metrics__contains=[metric])


class PlausibilityFindingViewSet(Listable, Retrievable, ResourceViewSet):
    """The findings in the accounts that the caller works on."""

    resource = "plausibility-findings"
    serializer_class = FindingSerializer
    input_serializers: ClassVar = {"decide": DecisionBody, "decide_many": DecisionsBody, "check": CheckBody}
    output_serializers: ClassVar = {
        "decide": FindingSerializer,
        "decide_many": DecidedSerializer,
        "check": CheckedSerializer,
    }
    capabilities: ClassVar = {
        "list": "imports:read",
        "retrieve": "imports:read",
        "decide": "imports:write",
        "decide_many": "imports:write",
        "check": "imports:write",
    }
    filters: ClassVar = {
        "account": UUIDFilter(field_name="account_id"),
        "brand": UUIDFilter(field_name="account__brand_id"),
        "owner": UUIDFilter(field_name="owner_id", help_text="An account, a content or an ad unit."),
        "import": UUIDFilter(field_name="upload_id"),
        "rule": ChoiceFilter(choices=[(key, key) for key in RULES]),
        "grain": ChoiceFilter(choices=_GRAIN_CHOICES),
        "metric": CharFilter(method=stating),
        "state": ChoiceFilter(choices=FINDING_STATE_CHOICES),
        "from": DateFilter(field_name="last_day", lookup_expr="gte", help_text="The first day."),
        "to": DateFilter(field_name="first_day", lookup_expr="lte", help_text="The last day, included."),
    }
    sort_fields: ClassVar = {"created_at": "created_at", "first_day": "first_day"}
    examples: ClassVar = {
        "decide": Example({"state": "accepted", "note": "A giveaway: everybody had to like"}),
        "decide_many": Example(
            {"findings": ["01990000-0000-7000-8000-000000000070"], "state": "confirmed_wrong", "note": "Asked again"}
        ),
        "check": Example({"account": "01990000-0000-7000-8000-000000000020"}),
    }

    def scope(self) -> QuerySet[PlausibilityFinding]:
        """Give the findings in the accounts on which the caller has the action's capability."""
        return visible_findings(asking(self.request), self.capability)

    @action(detail=True, methods=["post"], url_path=":decide")
    def decide(self, request: Any, **_: str) -> Response:
        """Accept what is odd and true, confirm what is wrong, or open it again."""
        body = read_body(request, DecisionBody)
        (finding,) = decide([self.get_object()], **body, actor=asking(request).actor())
        return self.answer(finding)

    @action(detail=False, methods=["post"], url_path=":decide")
    def decide_many(self, request: Any, **_: str) -> Response:
        """Decide several findings at once, all or none."""
        body = dict(read_body(request, DecisionsBody))
        named = named_rows(self.scope(), body.pop("findings"), member="findings")
        decided = decide(named, **body, actor=asking(request).actor())
        return Response({"decided": len(decided)})

    @action(detail=False, methods=["post"], url_path=":check")
    def check(self, request: Any, **_: str) -> Response:
        """Look at all numbers of an account again; loads do so by themselves for what they change."""
        kept = check_account(read_body(request, CheckBody)["account"])
        return Response({name: getattr(kept, name) for name in ("new", "unchanged", "changed", "resolved")})


class RuleSerializer(StrictSerializer):
    """A rule by which numbers are hard to believe."""

    key = serializers.CharField()
    version = serializers.IntegerField()
    kind = serializers.CharField()
    grains = serializers.ListField(child=serializers.ChoiceField(choices=FINDING_GRAINS))
    networks = serializers.ListField(child=serializers.CharField())
    metrics = serializers.ListField(child=serializers.CharField())
    thresholds = serializers.DictField(child=serializers.CharField(), help_text="Decimals by name.")
    explanation = serializers.DictField(child=serializers.CharField(), help_text="By language.")
    locals()["source"] = serializers.CharField(help_text="Why it holds.")


class PlausibilityRulesView(ActionView):
    """The rules that numbers are looked at by."""

    resource = "plausibility-rules"
    operations: ClassVar = {"get": "plausibility_rules_list"}
    capabilities: ClassVar = {"get": "catalogue:read"}
    output_serializers: ClassVar = {"get": RuleSerializer}
    paged_actions = frozenset({"get"})

    def get(self, request: Any) -> Response:
        """List the rules, each with what it is about and why it holds."""
        return page_of_definitions(request, list(RULES.values()), rule_shown)


def rule_shown(rule: Rule) -> dict[str, Any]:
    """Write a rule."""
    thresholds = ("at_most", "up_to", "least", "by", "times", "days", "stated")
    stated = {name: getattr(rule, name, None) for name in thresholds}
    return {
        "key": rule.key,
        "version": rule.version,
        "kind": rule.kind,
        "grains": [grain.value for grain in rule.grains],
        "networks": list(rule.networks),
        "metrics": list(rule.metrics),
        "thresholds": {name: str(value) for name, value in stated.items() if value is not None},
        "explanation": dict(rule.explanation),
        "source": rule.source,
    }
