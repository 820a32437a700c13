"""How suggestions travel in JSON."""

from typing import Any

from rest_framework import serializers

from apikit.serializers import StrictSerializer
from campaigns.metrics import NETWORKS, Unit
from campaigns.metrics.origins import Origin
from kpis.api.kpi_shapes import CreditingSerializer, crediting_shown
from kpis.catalogue import Direction, KpiClass
from kpis.catalogue.kpi import GoalRole
from kpis.catalogue.places import parted
from kpis.suggestions import Availability, Suggestion
from kpis.suggestions.sources import sources_of


def _words() -> serializers.DictField:
    return serializers.DictField(child=serializers.CharField(), help_text="By language.")


class MissingSourceSerializer(StrictSerializer):
    """A field of an export or an interface that states a missing metric."""

    metric = serializers.CharField()
    names = _words()
    kind = serializers.CharField(help_text="An export, an interface, our own CSV, or records that somebody keeps.")
    field = serializers.CharField()
    gives = serializers.CharField(allow_null=True, help_text="The rate or mean that it holds, if not the metric.")
    note = serializers.CharField()
    profile = serializers.CharField(allow_null=True, help_text="Which import reads it; null where none does yet.")

    def get_fields(self) -> dict[str, Any]:
        """Add `source`, a name that serializers keep for themselves."""
        return {**super().get_fields(), "source": serializers.CharField()}


class SuggestionSerializer(StrictSerializer):
    """A KPI for a goal at a place, in its role, with why, what it needs and whether that is there."""

    kpi = serializers.CharField()
    version = serializers.IntegerField()
    names = _words()
    network = serializers.ChoiceField(choices=list(NETWORKS))
    account_kind = serializers.CharField(allow_null=True, help_text="Where the network has several kinds.")
    network_names = serializers.DictField(child=serializers.CharField(), help_text="What its people call it there.")
    role = serializers.ChoiceField(choices=[role.value for role in GoalRole])
    reason = serializers.CharField()
    reasons = _words()
    formula = serializers.CharField()
    unit = serializers.ChoiceField(choices=[unit.value for unit in Unit])
    direction = serializers.ChoiceField(choices=[direction.value for direction in Direction])
    needs = serializers.ListField(child=serializers.CharField(), help_text="Base metrics.")
    available = serializers.BooleanField(allow_null=True, help_text="Null where no brand was asked for.")
    missing = serializers.ListField(child=serializers.CharField(), help_text="Needs that the brand never stated.")
    sources = MissingSourceSerializer(many=True, help_text="Where the missing needs can come from.")
    pair_with = serializers.ListField(child=serializers.CharField(), help_text="One of these must stand beside it.")
    audience = serializers.ListField(child=serializers.CharField())
    attribution = CreditingSerializer(many=True)

    def get_fields(self) -> dict[str, Any]:
        """Add `class`, no name that Python can declare."""
        return {**super().get_fields(), "class": serializers.ChoiceField(choices=[kind.value for kind in KpiClass])}


class SuggestionPageSerializer(StrictSerializer):
    """All suggestions: they are few, so there is no second page."""

    items = SuggestionSerializer(many=True)
    next_cursor = serializers.CharField(allow_null=True)


def suggestion_shown(suggestion: Suggestion, found: Availability) -> dict[str, Any]:
    """Write a suggestion."""
    kpi, (network, kind) = suggestion.kpi, parted(suggestion.place)
    formula = kpi.formula_for(network, kind)
    return {
        "kpi": kpi.key,
        "version": kpi.version,
        "names": dict(kpi.names),
        "network": network,
        "account_kind": kind,
        "network_names": dict(kpi.name_on(network, kind)),
        "role": suggestion.role,
        "reason": suggestion.reason["en"],
        "reasons": dict(suggestion.reason),
        "formula": formula.text if formula else "",
        "unit": kpi.unit,
        "direction": kpi.direction,
        "class": kpi.kpi_class,
        "needs": list(suggestion.needs),
        "available": found.available,
        "missing": list(found.missing),
        "sources": [
            _source(metric, origin) for metric in found.missing for origin in sources_of(metric, suggestion.place)
        ],
        "pair_with": list(suggestion.partners),
        "audience": list(kpi.audience),
        "attribution": [crediting_shown(each) for each in kpi.attribution if each.network in {None, network}],
    }


def _source(metric: str, origin: Origin) -> dict[str, Any]:
    return {
        "metric": metric,
        "source": origin.source,
        "names": dict(origin.names),
        "kind": origin.kind,
        "field": origin.field,
        "gives": origin.gives,
        "note": origin.note,
        "profile": origin.profile,
    }
