"""How the parts of a KPI travel in JSON: names on networks, bands, journey, attribution, vendors' columns, versions."""

from dataclasses import asdict
from typing import Any

from rest_framework import serializers

from apikit.serializers import StrictSerializer
from kpis.catalogue import Crediting, Kpi
from kpis.catalogue.bands import Band, Bands
from kpis.results.numbers import exact_text


def _names() -> serializers.DictField:
    return serializers.DictField(child=serializers.CharField(), help_text="By language.")


class BandSerializer(StrictSerializer):
    """A stretch of values with a name; an end that is null is open."""

    key = serializers.CharField()
    names = _names()
    at_least = serializers.CharField(allow_null=True)
    above = serializers.CharField(allow_null=True)
    below = serializers.CharField(allow_null=True)
    up_to = serializers.CharField(allow_null=True)


class BandsSerializer(StrictSerializer):
    """The bands that a value can lie in, the lowest first, and where their limits come from."""

    readings = BandSerializer(many=True)

    def get_fields(self) -> dict[str, Any]:
        """Add `source`, a name that serializers keep for themselves."""
        return {**super().get_fields(), "source": serializers.CharField()}


class JourneySerializer(StrictSerializer):
    """The stage at which a KPI is read, how, and beside which others."""

    stage = serializers.CharField()
    reading = serializers.CharField()
    read_with = serializers.ListField(child=serializers.CharField())


class CreditingSerializer(StrictSerializer):
    """How the conversions that a KPI counts are credited; hours after a click or a view, null where not counted."""

    network = serializers.CharField(allow_null=True, help_text="Null where it holds on every network of the KPI.")
    account_kind = serializers.CharField(allow_null=True, help_text="Null where it holds for every kind of account.")
    click_hours = serializers.IntegerField(allow_null=True)
    view_hours = serializers.IntegerField(allow_null=True)
    booked_on = serializers.CharField(allow_null=True, help_text="The day that counts; null where nobody says.")
    statement = _names()

    def get_fields(self) -> dict[str, Any]:
        """Add `source`, a name that serializers keep for themselves."""
        return {**super().get_fields(), "source": serializers.CharField()}


class VendorFieldSerializer(StrictSerializer):
    """A vendor's own column that holds the KPI, between days where the vendor changed what it counts."""

    network = serializers.CharField()
    field = serializers.CharField()
    since = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True)
    note = serializers.CharField()

    def get_fields(self) -> dict[str, Any]:
        """Add `source`, a name that serializers keep for themselves."""
        return {**super().get_fields(), "source": serializers.CharField()}


class KpiVersionSerializer(StrictSerializer):
    """One version of a definition: since when, and what changed with it."""

    number = serializers.IntegerField()
    since = serializers.DateField()
    change = serializers.CharField()


class KpiFacetsSerializer(StrictSerializer):
    """What helps to read a KPI rightly, beside its formula."""

    account_kinds = serializers.ListField(
        child=serializers.CharField(), help_text="The kinds of WeChat account that have it; none where WeChat has not."
    )
    network_names = serializers.DictField(child=_names(), help_text="What its people call it, by place and language.")
    readers = serializers.ListField(child=serializers.CharField(), help_text="To which readers it matters.")
    audience = serializers.ListField(child=serializers.CharField(), help_text="For whom it is a priority.")
    bands = BandsSerializer(allow_null=True)
    journey = JourneySerializer(allow_null=True)
    attribution = CreditingSerializer(many=True, help_text="Stated wherever conversions are counted.")
    vendor_fields = VendorFieldSerializer(many=True)
    versions = KpiVersionSerializer(many=True)


def facets_shown(kpi: Kpi) -> dict[str, Any]:
    """Write what helps to read a KPI rightly."""
    return {
        "account_kinds": list(kpi.account_kinds),
        "network_names": {place: dict(names) for place, names in kpi.network_names.items()},
        "readers": list(kpi.readers),
        "audience": list(kpi.audience),
        "bands": kpi.bands and bands_shown(kpi.bands),
        "journey": kpi.journey and {**asdict(kpi.journey), "read_with": list(kpi.journey.read_with)},
        "attribution": [crediting_shown(each) for each in kpi.attribution],
        "vendor_fields": [asdict(field) for field in kpi.vendor_fields],
        "versions": [asdict(version) for version in kpi.versions],
    }


def bands_shown(bands: Bands) -> dict[str, Any]:
    """Write the bands of a KPI."""
    return {"source": bands.source, "readings": [band_shown(band) for band in bands.readings]}


def band_shown(band: Band) -> dict[str, Any]:
    """Write one band; its ends are decimals as texts."""
    ends = {end: exact_text(getattr(band, end)) for end in ("at_least", "above", "below", "up_to")}
    return {"key": band.key, "names": dict(band.names), **ends}


def crediting_shown(crediting: Crediting) -> dict[str, Any]:
    """Write how conversions are credited."""
    return {**vars(crediting), "statement": dict(crediting.statement)}
