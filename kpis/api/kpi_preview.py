"""`/kpis:preview`: what a formula is, and what it comes to over the agency's own data, before anything is saved."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from http import HTTPStatus
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apikit.closed import Example
from apikit.fields import TextLine
from apikit.problems import FieldProblem, Problem
from apikit.serializers import StrictSerializer
from apikit.views import ActionView
from campaigns.api.relations import campaign_field
from clients.api.relations import account_field, brand_field
from kpis.api.own_kpi_shapes import FormulaSerializer, definition_of, sound
from kpis.api.questions import question_of
from kpis.api.result_shapes import ResultSerializer
from kpis.catalogue import Kpi
from kpis.compute.question import GroupKey, Question
from kpis.formulas.writing import drawn
from kpis.own.catalogue import agency_catalogue
from kpis.own.checking import mistakes_in, trial_of
from kpis.own.preview import Preview, preview
from kpis.own.warnings import KpiWarning, left_out, vanity_warnings
from people.principal import asking

TRIAL = "preview_of_formula"
_OF_FORMULA = frozenset({"networks", "formula", "formulas", "unit", "grains", "account_kinds"})
_NODE = {
    "type": "object",
    "description": "A node of the formula: `kind` is number, metric, operation or function; `of` are those below it.",
    "properties": {
        "kind": {"type": "string"},
        "text": {"type": "string"},
        "of": {"type": "array", "items": {"type": "object"}},
    },
    "required": ["kind", "text", "of"],
}


class PreviewScopeSerializer(StrictSerializer):
    """What to look at: one of these, or everything that the caller sees."""

    brand = brand_field(required=False)
    account = account_field(required=False)
    campaign = campaign_field()


class PreviewRequestSerializer(FormulaSerializer):
    """A formula to try, and over what."""

    key = TextLine(max_length=60, required=False, help_text="Of the own KPI whose change is tried, if it is one.")
    scope = PreviewScopeSerializer(required=False)
    start = serializers.DateField(required=False, help_text="28 days back from `end` where nothing is said.")
    end = serializers.DateField(required=False, help_text="Yesterday where nothing is said.")
    basis = serializers.ChoiceField(choices=["published", "occurred"], required=False)
    group_by = serializers.ListField(
        child=serializers.ChoiceField(choices=[key.value for key in GroupKey]),
        required=False,
        help_text="By brand and network where nothing is said.",
    )


class PreviewFormulaSerializer(StrictSerializer):
    """What a formula is on one network."""

    formula = serializers.CharField(help_text="As it was written.")
    spelled_out = serializers.CharField(help_text="Over base metrics alone.")
    needs = serializers.ListField(child=serializers.CharField())
    grains = serializers.ListField(child=serializers.CharField(), help_text="Where it can be computed.")
    tree = serializers.DictField(help_text=str(_NODE["description"]))


class PreviewWarningSerializer(StrictSerializer):
    """What to know of a formula that is sound all the same."""

    code = serializers.CharField(
        help_text="vanity_formula, network_left_out, metric_without_data, never_together or nothing_in_scope; may grow."
    )
    detail = serializers.CharField()
    metric = serializers.CharField(allow_null=True)


class PreviewSerializer(StrictSerializer):
    """What a formula is, and what it comes to; nothing of it is saved."""

    unit = serializers.CharField()
    networks = serializers.ListField(child=serializers.CharField())
    needs = serializers.ListField(child=serializers.CharField(), help_text="Keys of base metrics.")
    formulas = serializers.DictField(child=PreviewFormulaSerializer(), help_text="By network.")
    items = ResultSerializer(many=True, help_text="As `/results` would give them, 50 groups at most.")
    more = serializers.BooleanField(help_text="Whether there are more groups than are shown.")
    warnings = PreviewWarningSerializer(many=True)


class KpiPreviewView(ActionView):
    """A formula that is tried before it is saved."""

    resource = "kpis"
    operations: ClassVar = {"post": "kpis_preview"}
    capabilities: ClassVar = {"post": "results:read"}
    success_status: ClassVar = {"post": HTTPStatus.OK}
    input_serializers: ClassVar = {"post": PreviewRequestSerializer}
    output_serializers: ClassVar = {"post": PreviewSerializer}
    examples: ClassVar = {
        "post": Example(
            {"formula": "(likes + comments + shares) / views", "networks": "all", "group_by": ["network"]},
        )
    }

    def post(self, request: Request) -> Response:
        """Try a formula over the agency's own data; nothing is saved."""
        body = PreviewRequestSerializer(data=request.data, context={"request": request})
        values = sound(body, lambda sent: mistakes_in(sent.get("key", TRIAL), _trial(sent), trial=True))
        kpi = trial_of(values.get("key", TRIAL), _trial(values))
        known = agency_catalogue()
        warnings = [*vanity_warnings(kpi, known), *left_out(kpi, _trial(values), known.own.values())]
        found = preview(kpi, self._question(kpi, values), today=timezone.now().date())
        return Response(_shown(kpi, found, warnings))

    def _question(self, kpi: Kpi, values: Mapping[str, Any]) -> Question:
        """Ask as `/results` would be asked; what is at fault is a member of the body here."""
        group_by = values.get("group_by", [GroupKey.BRAND.value, GroupKey.NETWORK.value])
        asked = {"group_by": ",".join(group_by)}
        asked |= {name: row.id for name, row in values.get("scope", {}).items() if row is not None}
        asked |= {name: values[name] for name in ("start", "end", "basis") if name in values}
        try:
            question, _ = question_of(QueryDict(urlencode(asked)), asking(self.request), self.capability, about=kpi)
        except Problem as problem:
            problem.errors = tuple(_of_body(error) for error in problem.errors)
            raise
        return question


def _trial(values: Mapping[str, Any]) -> dict[str, Any]:
    stated = {name: value for name, value in values.items() if name in _OF_FORMULA}
    return {**definition_of(stated), "names": {"en": "Preview"}, "direction": "higher"}


def _of_body(error: FieldProblem) -> FieldProblem:
    name = error.pointer.removeprefix("?")
    inside = "scope/" if name in PreviewScopeSerializer().fields else ""
    return FieldProblem(f"#/{inside}{name}", error.code, error.detail)


def _shown(kpi: Kpi, found: Preview, warnings: Iterable[KpiWarning]) -> dict[str, Any]:
    return {
        "unit": kpi.unit,
        "networks": list(kpi.networks),
        "needs": sorted(kpi.metrics()),
        "formulas": {network: _formula_shown(kpi, network) for network in kpi.networks},
        "items": found.items,
        "more": found.more,
        "warnings": [
            *({**asdict(warning), "metric": None} for warning in warnings),
            *(asdict(warning) for warning in found.warnings),
        ],
    }


def _formula_shown(kpi: Kpi, network: str) -> dict[str, Any]:
    formula = kpi.formulas[network]
    return {
        "formula": formula.text,
        "spelled_out": formula.spelled_out(),
        "needs": sorted(formula.metrics()),
        "grains": [grain.value for grain in kpi.grains_for(network)],
        "tree": drawn(formula.tree),
    }
