"""`/kpis/{key}/versions` and `/kpis/{key}:restore`: what a KPI meant when, and back into use."""

from dataclasses import asdict
from http import HTTPStatus
from typing import ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apikit.serializers import StrictSerializer
from apikit.views import ActionView
from kpis.api.kpis import KpiSerializer, own_kpi, row_shown
from kpis.catalogue import catalogue
from kpis.own.description import VersionNote, notes_of, notes_of_product
from kpis.own.services import restore_kpi
from people.principal import asking


class KpiVersionNoteSerializer(StrictSerializer):
    """One version of a KPI."""

    number = serializers.IntegerField()
    since = serializers.DateField()
    change = serializers.CharField()
    formulas = serializers.DictField(child=serializers.CharField(), allow_null=True, help_text="Over base metrics.")
    unit = serializers.CharField(allow_null=True)
    because_of = serializers.CharField(allow_null=True, help_text="The KPI whose change made this version.")
    set_by = serializers.CharField(allow_null=True)


class KpiVersionsSerializer(StrictSerializer):
    """All versions of a KPI, the oldest first."""

    items = KpiVersionNoteSerializer(many=True)
    next_cursor = serializers.CharField(allow_null=True, help_text="Always null: versions come all at once.")


class KpiVersionsView(ActionView):
    """The versions of one KPI."""

    resource = "kpis"
    operations: ClassVar = {"get": "kpis_versions"}
    capabilities: ClassVar = {"get": "catalogue:read"}
    path_parameters: ClassVar = {"key": {"type": "string"}}
    serializer_class = KpiVersionsSerializer

    def get(self, request: Request, key: str) -> Response:
        """List the versions of a KPI: since when, what changed, and by whom."""
        del request
        return Response({"items": [asdict(note) for note in _notes(key)], "next_cursor": None})


class KpiRestoreView(ActionView):
    """An archived KPI that is taken back into use."""

    resource = "kpis"
    operations: ClassVar = {"post": "kpis_restore"}
    capabilities: ClassVar = {"post": "kpis:write"}
    path_parameters: ClassVar = {"key": {"type": "string"}}
    success_status: ClassVar = {"post": HTTPStatus.OK}
    output_serializers: ClassVar = {"post": KpiSerializer}

    def post(self, request: Request, key: str) -> Response:
        """Take an archived KPI of the agency's own back into use, if what it refers to still is."""
        row = restore_kpi(own_kpi(key), actor=asking(request).actor())
        return self.tagged(Response(row_shown(row)), row)


def _notes(key: str) -> list[VersionNote]:
    return notes_of_product(catalogue()[key]) if key in catalogue() else notes_of(own_kpi(key))
