"""`/kpis`: what can be judged, by which formula, and what it is good for."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.response import Response

from apikit.definitions import page_of_definitions
from apikit.problems import missing
from apikit.serializers import StrictSerializer
from apikit.views import ActionView
from kpis.api.kpi_shapes import KpiFacetsSerializer, facets_shown
from kpis.api.kpi_wanted import NARROWING, wanted
from kpis.catalogue import Direction, Kpi, KpiClass, catalogue

CLASSES = tuple(kind.value for kind in KpiClass)


class KpiGoalsSerializer(StrictSerializer):
    """The goals that a KPI serves, by role."""

    primary = serializers.ListField(child=serializers.CharField())
    supporting = serializers.ListField(child=serializers.CharField())
    guard_rail = serializers.ListField(child=serializers.CharField())


class KpiSerializer(KpiFacetsSerializer):
    """One version of one KPI."""

    key = serializers.CharField()
    version = serializers.IntegerField()
    names = serializers.DictField(child=serializers.CharField(), help_text="By language.")
    networks = serializers.ListField(child=serializers.CharField())
    formula = serializers.CharField(allow_null=True, help_text="Null where networks have different ones.")
    formulas = serializers.DictField(
        child=serializers.CharField(), help_text="By network, and by place such as `wechat.channels` where one differs."
    )
    unit = serializers.CharField()
    direction = serializers.ChoiceField(choices=[direction.value for direction in Direction])
    goals = KpiGoalsSerializer()
    pair_with = serializers.ListField(child=serializers.CharField(), help_text="What a vanity KPI is shown with.")
    description = serializers.CharField()
    why = serializers.CharField()
    grains = serializers.ListField(child=serializers.CharField())
    basis = serializers.CharField(help_text="The basis that suits it where none is asked for.")
    smallest_denominator = serializers.IntegerField(allow_null=True)
    reviewed = serializers.DateField(allow_null=True)

    def get_fields(self) -> dict[str, Any]:
        """Add `class`, no name that Python can declare, and `source`, one that serializers keep for themselves."""
        named = {"class": serializers.ChoiceField(choices=CLASSES), "source": serializers.CharField()}
        return {**super().get_fields(), **named}


def kpi_shown(kpi: Kpi) -> dict[str, Any]:
    """Write a KPI."""
    return {
        "key": kpi.key,
        "version": kpi.version,
        "names": dict(kpi.names),
        "networks": list(kpi.networks),
        "formula": kpi.formula_text,
        "formulas": dict(kpi.formula_texts),
        "unit": kpi.unit,
        "direction": kpi.direction,
        "class": kpi.kpi_class,
        "goals": {
            "primary": list(kpi.goals.primary),
            "supporting": list(kpi.goals.supporting),
            "guard_rail": list(kpi.goals.guard_rail),
        },
        "pair_with": list(kpi.pair_with),
        "source": kpi.source,
        "description": kpi.description,
        "why": kpi.why,
        "grains": [grain.value for grain in kpi.grains],
        "basis": kpi.basis_hint,
        "smallest_denominator": kpi.smallest_denominator,
        "reviewed": kpi.reviewed,
        **facets_shown(kpi),
    }


class KpisView(ActionView):
    """The KPIs."""

    resource = "kpis"
    operations: ClassVar = {"get": "kpis_list"}
    capabilities: ClassVar = {"get": "catalogue:read"}
    parameters: ClassVar = {"get": NARROWING}
    paged_actions = frozenset({"get"})
    serializer_class = KpiSerializer

    def get(self, request: Any) -> Response:
        """List the KPIs, by what they serve, where they exist, whom they matter to, or words of their names."""
        return page_of_definitions(request, wanted(request, catalogue().values()), kpi_shown)


class KpiView(ActionView):
    """One KPI."""

    resource = "kpis"
    operations: ClassVar = {"get": "kpis_read"}
    capabilities: ClassVar = {"get": "catalogue:read"}
    path_parameters: ClassVar = {"key": {"type": "string"}}
    serializer_class = KpiSerializer

    def get(self, request: Any, key: str) -> Response:
        """Read one KPI by its key."""
        del request
        kpi = catalogue().get(key)
        if kpi is None:
            raise missing()
        return Response(kpi_shown(kpi))
