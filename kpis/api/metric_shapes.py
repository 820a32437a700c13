"""How a metric travels in JSON: names on networks, sources, scale, settling, attribution, versions."""

from typing import Any

from rest_framework import serializers

from apikit.serializers import StrictSerializer
from campaigns.metrics import Attribution, DefinitionVersion, Metric, Place, Scale
from campaigns.metrics.origins import Origin, origins_of
from kpis.api.kpi_shapes import CreditingSerializer
from kpis.results.numbers import exact_text


def _by_language(help_text: str = "By language.") -> serializers.DictField:
    return serializers.DictField(child=serializers.CharField(), help_text=help_text)


class MetricSourceSerializer(StrictSerializer):
    """A field of an export or an API that states a metric."""

    names = _by_language()
    network = serializers.CharField(allow_null=True, help_text="Null for what is no network's.")
    account_kind = serializers.CharField(allow_null=True)
    kind = serializers.CharField(help_text="`export`, `api`, `ads_api`, `shop_api`, `records` or `own_csv`.")
    field = serializers.CharField(help_text="As the source writes it.")
    gives = serializers.CharField(allow_null=True, help_text="The rate or mean that it holds, where it does.")
    note = serializers.CharField(help_text="Its unit or window, where that is not plain.")
    read = serializers.BooleanField(help_text="Whether a file of it can be imported today.")
    profile = serializers.CharField(allow_null=True, help_text="The import profile that reads it.")

    def get_fields(self) -> dict[str, Any]:
        """Add `source`, a name that serializers keep for themselves."""
        return {"source": serializers.CharField(), **super().get_fields()}


class MetricScaleSerializer(StrictSerializer):
    """The ends of a score's scale; of a sum of scores, those of each one."""

    lowest = serializers.CharField()
    highest = serializers.CharField()
    meaning = _by_language()


class MetricVersionSerializer(StrictSerializer):
    """What a metric counted from a day on, on one network or in one source where these are named."""

    number = serializers.IntegerField()
    since = serializers.DateField(allow_null=True, help_text="Null for the first definition known.")
    approximate = serializers.BooleanField(help_text="Whether the vendor's day is not known exactly.")
    network = serializers.CharField(allow_null=True)
    account_kind = serializers.CharField(allow_null=True)
    applies_to = serializers.CharField(allow_null=True, help_text="The source that counts so.")
    what = _by_language()

    def get_fields(self) -> dict[str, Any]:
        """Add `source`, a name that serializers keep for themselves."""
        return {**super().get_fields(), "source": serializers.CharField()}


class MetricSerializer(StrictSerializer):
    """A base measure as networks report it."""

    key = serializers.CharField()
    names = _by_language()
    description = serializers.CharField()
    descriptions = _by_language()
    unit = serializers.CharField()
    kinds = serializers.DictField(child=serializers.CharField(), help_text="How it adds up, by grain.")
    networks = serializers.ListField(child=serializers.CharField())
    account_kinds = serializers.ListField(
        child=serializers.CharField(), help_text="The kinds of WeChat account that have it; none where WeChat has not."
    )
    network_names = serializers.DictField(
        child=_by_language(), help_text="What its people call it, by place and language."
    )
    lower_is_better = serializers.BooleanField()
    worked_out = serializers.BooleanField(help_text="Whether formulas get it from other rows, and no file states it.")
    settle_days = serializers.DictField(
        child=serializers.IntegerField(), help_text="For how many days a day's value keeps changing, by network."
    )
    scale = MetricScaleSerializer(allow_null=True)
    attribution = CreditingSerializer(many=True, help_text="How the vendor credits it, where it does.")
    versions = MetricVersionSerializer(many=True)
    sources = MetricSourceSerializer(many=True)


def metric_shown(metric: Metric) -> dict[str, Any]:
    """Write a metric."""
    return {
        "key": metric.key,
        "names": dict(metric.names),
        "description": metric.description,
        "descriptions": dict(metric.descriptions),
        "unit": metric.unit,
        "kinds": {grain.value: kind.value for grain, kind in metric.kinds.items()},
        "networks": list(metric.networks),
        "account_kinds": list(metric.account_kinds),
        "network_names": {str(place): dict(names) for place, names in metric.network_names.items()},
        "lower_is_better": metric.lower_is_better,
        "worked_out": metric.derived_input,
        "settle_days": {network: metric.settle_days(network) for network in metric.networks},
        "scale": metric.scale and _scale_shown(metric.scale),
        "attribution": [_attribution_shown(each) for each in metric.attribution],
        "versions": [_version_shown(each) for each in metric.versions],
        "sources": [_source_shown(each) for each in origins_of(metric)],
    }


def _place_shown(place: Place | None) -> dict[str, str | None]:
    if place is None:
        return {"network": None, "account_kind": None}
    return {"network": place.network, "account_kind": place.account_kind}


def _scale_shown(scale: Scale) -> dict[str, Any]:
    ends = {"lowest": exact_text(scale.lowest), "highest": exact_text(scale.highest)}
    return {**ends, "meaning": dict(scale.meaning)}


def _attribution_shown(attribution: Attribution) -> dict[str, Any]:
    return {
        **_place_shown(attribution.place),
        "click_hours": attribution.click_hours,
        "view_hours": attribution.view_hours,
        "booked_on": attribution.booked_on,
        "statement": dict(attribution.statement),
        "source": attribution.source,
    }


def _version_shown(version: DefinitionVersion) -> dict[str, Any]:
    return {
        "number": version.number,
        "since": version.since,
        "approximate": version.approximate,
        **_place_shown(version.place),
        "applies_to": version.applies_to,
        "what": dict(version.what),
        "source": version.source,
    }


def _source_shown(origin: Origin) -> dict[str, Any]:
    return {
        "source": origin.source,
        "names": dict(origin.names),
        **_place_shown(origin.place),
        "kind": origin.kind,
        "field": origin.field,
        "gives": origin.gives,
        "note": origin.note,
        "read": origin.profile is not None,
        "profile": origin.profile,
    }
