"""`/goals`: what campaigns are for; and how the catalogue's views read a parameter with a closed set of values."""

from collections.abc import Collection
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.response import Response

from apikit.definitions import page_of_definitions
from apikit.problems import bad_parameter
from apikit.serializers import StrictSerializer
from apikit.views import ActionView
from kpis.catalogue import GOALS, Goal


class GoalSerializer(StrictSerializer):
    """A business goal."""

    key = serializers.CharField()
    names = serializers.DictField(child=serializers.CharField(), help_text="By language.")
    description = serializers.CharField()


def goal_shown(goal: Goal) -> dict[str, Any]:
    """Write a goal."""
    return {"key": goal.key, "names": dict(goal.names), "description": goal.description}


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


def one_of(request: Any, name: str, known: Collection[str]) -> str | None:
    """Read a query parameter with a closed set of values; None where it is not sent."""
    given = request.query_params.getlist(name)
    if not given:
        return None
    if len(given) > 1 or given[0] not in known:
        raise bad_parameter(name, f"Send one of {', '.join(sorted(known))}.")
    return str(given[0])
