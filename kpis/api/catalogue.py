"""`/goals` and `/metrics`: what campaigns are for, and what can be measured."""

from collections.abc import Collection
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.response import Response

from apikit.closed import Parameter
from apikit.definitions import page_of_definitions
from apikit.problems import bad_parameter
from apikit.serializers import StrictSerializer
from apikit.views import ActionView
from campaigns.metrics import METRICS, NETWORKS, Metric
from kpis.catalogue import GOALS, Goal

NETWORK = Parameter({"type": "string", "enum": list(NETWORKS)}, "Only what this network has.")


class GoalSerializer(StrictSerializer):
    """A business goal."""

    key = serializers.CharField()
    names = serializers.DictField(child=serializers.CharField(), help_text="By language.")
    description = serializers.CharField()


class MetricSerializer(StrictSerializer):
    """A base measure as networks report it."""

    key = serializers.CharField()
    names = serializers.DictField(child=serializers.CharField(), help_text="By language.")
    description = serializers.CharField()
    unit = serializers.CharField()
    kinds = serializers.DictField(child=serializers.CharField(), help_text="How it adds up, by grain.")
    networks = serializers.ListField(child=serializers.CharField())


def goal_shown(goal: Goal) -> dict[str, Any]:
    """Write a goal."""
    return {"key": goal.key, "names": dict(goal.names), "description": goal.description}


def metric_shown(metric: Metric) -> dict[str, Any]:
    """Write a metric."""
    return {
        "key": metric.key,
        "names": dict(metric.names),
        "description": metric.description,
        "unit": metric.unit,
        "kinds": {grain.value: kind.value for grain, kind in metric.kinds.items()},
        "networks": [network for network in NETWORKS if metric.reported_by(network)],
    }


class GoalsView(ActionView):
    """The business goals."""

    resource = "goals"
    operations: ClassVar = {"get": "goals_list"}
    capabilities: ClassVar = {"get": "catalogue:read"}
    paged_actions = frozenset({"get"})
    serializer_class = GoalSerializer

    def get(self, request: Any) -> Response:
        """List the business goals that campaigns and KPIs serve."""
        return page_of_definitions(request, list(GOALS.values()), goal_shown)


class MetricsView(ActionView):
    """The base metrics."""

    resource = "metrics"
    operations: ClassVar = {"get": "metrics_list"}
    capabilities: ClassVar = {"get": "catalogue:read"}
    parameters: ClassVar = {"get": {"network": NETWORK}}
    paged_actions = frozenset({"get"})
    serializer_class = MetricSerializer

    def get(self, request: Any) -> Response:
        """List the base metrics that networks report."""
        network = one_of(request, "network", NETWORKS)
        found = [metric for metric in METRICS.values() if network is None or metric.reported_by(network)]
        return page_of_definitions(request, found, metric_shown)


def one_of(request: Any, name: str, known: Collection[str]) -> str | None:
    """Read a query parameter with a closed set of values; None where it is not sent."""
    given = request.query_params.getlist(name)
    if not given:
        return None
    if len(given) > 1 or given[0] not in known:
        raise bad_parameter(name, f"Send one of {', '.join(sorted(known))}.")
    return str(given[0])
