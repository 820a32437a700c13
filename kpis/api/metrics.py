"""`/metrics`: what networks measure, what they call it and where it comes from."""

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from rest_framework.response import Response

from apikit.closed import Parameter
from apikit.definitions import page_of_definitions
from apikit.problems import missing
from apikit.views import ActionView
from campaigns.metrics import METRICS, NETWORKS, Grain, Metric
from kpis.api.catalogue import one_of
from kpis.api.kpi_wanted import KINDS, NARROWING, words_asked
from kpis.api.metric_shapes import MetricSerializer, metric_shown

_CLOSED: Mapping[str, tuple[Collection[str], str]] = {
    "network": (NETWORKS, "Only what this network reports."),
    "account_kind": (KINDS, "Only what this kind of WeChat account reports."),
    "grain": ([grain.value for grain in Grain], "Only what rows of this grain carry."),
    "unit": (sorted({metric.unit.value for metric in METRICS.values()}), "Only what is counted in this unit."),
}
_PARAMETERS = {
    name: Parameter({"type": "string", "enum": list(values)}, text) for name, (values, text) in _CLOSED.items()
} | {"q": NARROWING["q"]}


class MetricsView(ActionView):
    """The base metrics."""

    resource = "metrics"
    operations: ClassVar = {"get": "metrics_list"}
    capabilities: ClassVar = {"get": "catalogue:read"}
    parameters: ClassVar = {"get": _PARAMETERS}
    paged_actions = frozenset({"get"})
    serializer_class = MetricSerializer

    def get(self, request: Any) -> Response:
        """List the base metrics, by where they exist, what they count, or words of their names."""
        asked = {name: one_of(request, name, values) for name, (values, _) in _CLOSED.items()}
        words = words_asked(request)
        found = [metric for metric in METRICS.values() if _fits(metric, asked) and _is_named(metric, words)]
        return page_of_definitions(request, found, metric_shown)


class MetricView(ActionView):
    """One base metric."""

    resource = "metrics"
    operations: ClassVar = {"get": "metrics_read"}
    capabilities: ClassVar = {"get": "catalogue:read"}
    path_parameters: ClassVar = {"key": {"type": "string"}}
    serializer_class = MetricSerializer

    def get(self, request: Any, key: str) -> Response:
        """Read one base metric by its key."""
        del request
        metric = METRICS.get(key)
        if metric is None:
            raise missing()
        return Response(metric_shown(metric))


def _fits(metric: Metric, asked: Mapping[str, str | None]) -> bool:
    has: Mapping[str, Collection[str]] = {
        "network": metric.networks,
        "account_kind": metric.account_kinds,
        "grain": metric.kinds,
        "unit": (metric.unit,),
    }
    return all(asked[name] is None or asked[name] in values for name, values in has.items())


def _is_named(metric: Metric, words: str) -> bool:
    """Tell whether all words, whatever their case, stand in the metric's key, a name of it or its description."""
    on_networks = [name for names in metric.network_names.values() for name in names.values()]
    told = [metric.key, metric.key.replace("_", " "), *metric.names.values(), *metric.descriptions.values()]
    text = " ".join((*told, *on_networks)).casefold()
    return all(word in text for word in words.casefold().split())
