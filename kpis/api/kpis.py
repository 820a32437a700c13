"""`/kpis`: what can be judged, by which formula, and what it is good for."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apikit.closed import Example, Parameter
from apikit.definitions import page_of_definitions
from apikit.problems import missing
from apikit.serializers import StrictSerializer
from apikit.views import ActionView
from kpis.api.catalogue import one_of
from kpis.api.kpi_shapes import KpiFacetsSerializer, facets_shown
from kpis.api.kpi_wanted import NARROWING, wanted
from kpis.api.own_kpi_shapes import (
    KpiChangeSerializer,
    KpiDefinitionSerializer,
    OwnershipSerializer,
    definition_of,
    ownership_shown,
    sound,
    told_by_field,
)
from kpis.catalogue import Direction, Kpi, KpiClass, catalogue
from kpis.models import OwnKpi
from kpis.own.catalogue import AgencyCatalogue, address_of, agency_catalogue
from kpis.own.checking import STAND_IN, mistakes_in
from kpis.own.description import as_far_as_it_goes
from kpis.own.refusals import ProductKpi
from kpis.own.services import archive_kpi, change_kpi, define_kpi, rename_kpi
from kpis.own.warnings import class_warnings, left_out
from people.principal import asking

CLASSES = tuple(kind.value for kind in KpiClass)


class KpiGoalsSerializer(StrictSerializer):
    """The goals that a KPI serves, by role."""

    primary = serializers.ListField(child=serializers.CharField())
    supporting = serializers.ListField(child=serializers.CharField())
    guard_rail = serializers.ListField(child=serializers.CharField())


class KpiSerializer(OwnershipSerializer, KpiFacetsSerializer):
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


OWN = Parameter({"type": "string", "enum": ["true", "false"]}, "true: only the agency's own; false: none of them.")
ARCHIVED = Parameter({"type": "string", "enum": ["true"]}, "true lists the agency's own that were archived.")


class KpisView(ActionView):
    """The KPIs."""

    resource = "kpis"
    operations: ClassVar = {"get": "kpis_list", "post": "kpis_create"}
    capabilities: ClassVar = {"get": "catalogue:read", "post": "kpis:write"}
    parameters: ClassVar = {"get": {**NARROWING, "own": OWN, "archived": ARCHIVED}}
    paged_actions = frozenset({"get"})
    serializer_class = KpiSerializer
    input_serializers: ClassVar = {"post": KpiDefinitionSerializer}
    success_status: ClassVar = {"post": HTTPStatus.CREATED}
    examples: ClassVar = {
        "post": Example(
            {
                "key": "talk_rate",
                "names": {"en": "Comments and shares per view", "zh-Hans": "评论与分享率"},
                "formula": "(comments + shares) / views",
                "networks": ["tiktok", "douyin"],
                "direction": "higher",
                "goals": {"primary": ["engagement"]},
                "display": {"as": "percent", "decimals": 2},
            }
        )
    }

    def get(self, request: Request) -> Response:
        """List the KPIs, by what they serve, where they exist, whom they matter to, or words of their names."""
        known = agency_catalogue()
        kpis = wanted(request, _listed(request, known))
        return page_of_definitions(request, kpis, lambda kpi: _shown(kpi, known))

    def post(self, request: Request) -> Response:
        """Define a KPI of the agency's own, over metrics, the product's KPIs and its other own ones."""
        body = KpiDefinitionSerializer(data=request.data)
        values = sound(body, lambda sent: mistakes_in(sent.get("key", STAND_IN), definition_of(sent)))
        with told_by_field(request.data):
            row = define_kpi(values["key"], definition_of(values), actor=asking(request).actor())
        response = Response(row_shown(row, values), status=HTTPStatus.CREATED)
        response.headers["Location"] = f"{request.path}/{row.key}"
        return self.tagged(response, row)


class KpiView(ActionView):
    """One KPI."""

    resource = "kpis"
    operations: ClassVar = {"get": "kpis_read", "patch": "kpis_update", "delete": "kpis_delete"}
    capabilities: ClassVar = {"get": "catalogue:read", "patch": "kpis:write", "delete": "kpis:write"}
    path_parameters: ClassVar = {"key": {"type": "string"}}
    if_match_required = True
    serializer_class = KpiSerializer
    input_serializers: ClassVar = {"patch": KpiChangeSerializer}
    examples: ClassVar = {"patch": Example({"formula": "(comments + shares + saves) / views"})}

    def get(self, request: Request, key: str) -> Response:
        """Read one KPI by its key; the agency's own have an ETag."""
        del request
        if key in catalogue():
            return Response(_shown(catalogue()[key], None))
        row = own_kpi(key)
        return self.tagged(Response(row_shown(row)), row)

    def patch(self, request: Request, key: str) -> Response:
        """Change a KPI of the agency's own. Anything but words makes a new version, of those that refer to it too."""
        row = own_kpi(key)
        expected = self.expected_version(row)
        body = KpiChangeSerializer(data=request.data, partial=True)
        actor = asking(request).actor()
        values = sound(body, lambda sent: mistakes_in(sent.get("key", row.key), definition_of(sent), of=row))
        with told_by_field(request.data):
            if (new := values.get("key", row.key)) != row.key:
                row, expected = rename_kpi(row, new, expected=expected, actor=actor), None
            row = change_kpi(row, definition_of(values), expected=expected, actor=actor)
        return self.tagged(Response(row_shown(row, values)), row)

    def delete(self, request: Request, key: str) -> Response:
        """Archive a KPI of the agency's own: it can no longer be asked for; targets that name it keep being judged."""
        row = own_kpi(key)
        archive_kpi(row, expected=self.expected_version(row), actor=asking(request).actor())
        return Response(status=HTTPStatus.NO_CONTENT)


def own_kpi(key: str) -> OwnKpi:
    """Find an own KPI by its address; raises ProductKpi for a product's, and the one 404."""
    if key in catalogue():
        raise ProductKpi
    row = agency_catalogue().own.get(key)
    if row is None:
        raise missing()
    return row


def _listed(request: Request, known: AgencyCatalogue) -> list[Kpi]:
    """Give the KPIs that can be listed: also own ones at fault, and on demand those that were archived instead."""
    archived = one_of(request, "archived", ("true",)) is not None
    own = one_of(request, "own", ("true", "false"))
    rows = [row for row in known.own.values() if (row.archived_at is not None) == archived]
    mine = [] if own == "false" else [_kpi_of(row, known) for row in rows]
    if archived or own == "true":
        return mine
    return [*catalogue().values(), *mine]


def _kpi_of(row: OwnKpi, known: AgencyCatalogue) -> Kpi:
    return as_far_as_it_goes(row) if address_of(row) in known.broken else known.even_archived[row.key]


def _shown(kpi: Kpi, known: AgencyCatalogue | None, asked: Mapping[str, Any] | None = None) -> dict[str, Any]:
    if known is None or kpi.key in catalogue():
        return {**kpi_shown(kpi), **ownership_shown(None, ())}
    row = known.own[kpi.key]
    stated = {**row.definition, "networks": (asked or row.definition).get("networks")}
    warnings = [*class_warnings(kpi, known), *left_out(kpi, stated, known.own.values())]
    return {**kpi_shown(kpi), **ownership_shown(row, known.broken.get(kpi.key, ()), warnings)}


def row_shown(row: OwnKpi, asked: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Write an own KPI as it stands now, with what to know of what was `asked`."""
    known = agency_catalogue()
    return _shown(_kpi_of(row, known), known, asked)
