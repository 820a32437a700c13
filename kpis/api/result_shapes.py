"""The shapes of results in the API description."""

from dataclasses import fields
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apikit.serializers import StrictSerializer
from campaigns.metrics import Unit
from kpis.catalogue import Basis, Direction, KpiClass
from kpis.compute.question import GroupKey, Scope
from kpis.formulas import Bound
from kpis.results.paid_mix import PaidMix
from kpis.results.stating import GRAINS, STATES
from kpis.results.windows import Alignment, CompareKind

_ID = {"type": "string", "format": "uuid"}
_TEXT_OR_NULL = {"type": ["string", "null"]}
_DECIMAL_OR_NULL = {"type": ["string", "null"], "format": "decimal"}
_COUNT_OR_NULL = {"type": ["integer", "null"]}


def _object(**members: Any) -> dict[str, Any]:
    return {"type": "object", "properties": members, "required": list(members), "additionalProperties": False}


def _or_null(shape: dict[str, Any]) -> dict[str, Any]:
    return {**shape, "type": ["object", "null"]}


def _strings(*names: str) -> dict[str, Any]:
    properties = {name: {"type": ["string", "null"]} for name in names}
    return {"type": "object", "properties": properties, "additionalProperties": False}


LENS = _object(
    lens={"type": "string", "enum": ["target", "industry", "peers", "history"]},
    kind=_TEXT_OR_NULL,
    band=_TEXT_OR_NULL,
    position=_TEXT_OR_NULL,
    favourable={"type": ["boolean", "null"]},
    percentile=_DECIMAL_OR_NULL,
    benchmark=_TEXT_OR_NULL,
    n=_COUNT_OR_NULL,
    as_of={"type": ["string", "null"], "format": "date"},
    reliability=_TEXT_OR_NULL,
    source=_TEXT_OR_NULL,
    reason=_TEXT_OR_NULL,
)
GRADE = _object(
    band=_TEXT_OR_NULL,
    decided_by=_TEXT_OR_NULL,
    reason=_TEXT_OR_NULL,
    qualified={"type": "boolean"},
    disagreement={"type": "boolean"},
    lenses={"type": "array", "items": LENS},
)
STANDING = _object(
    id=_ID,
    revision={"type": "integer"},
    basis=_TEXT_OR_NULL,
    floor=_DECIMAL_OR_NULL,
    target=_DECIMAL_OR_NULL,
    stretch=_DECIMAL_OR_NULL,
    expected=_DECIMAL_OR_NULL,
    attainment=_DECIMAL_OR_NULL,
    status=_TEXT_OR_NULL,
)
PART = _object(network={"type": "string"}, value=_DECIMAL_OR_NULL, reason=_TEXT_OR_NULL)
SOURCE = _object(
    profile={"type": "string"},
    source={
        "type": "string",
        "description": "Whose word it is: the network's (`export`), a program's (`api`), somebody's of the agency "
        "(`manual`), or a third party's (`third_party`).",
    },
    imports={"type": "integer"},
    captured_on={"type": "string", "format": "date"},
)
DOUBT = {
    **_object(rule={"type": "string"}, findings={"type": "integer"}),
    "description": "A rule of plausibility that numbers behind the result break; its grade is qualified.",
}
_DAY = {"type": "string", "format": "date"}
COVERAGE = {
    **_object(
        days={"type": "integer"},
        of={"type": "integer"},
        accounts={"type": "integer"},
        of_accounts={"type": "integer"},
        contents=_COUNT_OR_NULL,
        of_contents=_COUNT_OR_NULL,
    ),
    "description": "How much the numbers take in. Of the window's days those that the least covered account states; "
    "contents, costs and conversions are read for all of it. Of the accounts whose network has the KPI those that are "
    "heard: of all in the group, or where contents or ads are told apart, of those that have some there, whatever the "
    "days. Of the contents read those that state all that the KPI needs.",
}
RANGE = _or_null(_object(low=_DECIMAL_OR_NULL, high=_DECIMAL_OR_NULL))
DAYS = _object(start=_DAY, end=_DAY)
SAMPLE = {
    **_object(numerator=_DECIMAL_OR_NULL, denominator=_DECIMAL_OR_NULL, contents=_COUNT_OR_NULL),
    "description": "What was divided by what, and over how many contents.",
}
NAMES = {"type": "object", "additionalProperties": {"type": "string"}, "description": "By language."}
PER_DAY = _object(value=_DECIMAL_OR_NULL, former_value=_DECIMAL_OR_NULL, change_ratio=_DECIMAL_OR_NULL)
COMPARISON = _object(
    kind={"type": "string", "enum": [each.value for each in CompareKind]},
    aligned={"type": "string", "enum": [each.value for each in Alignment]},
    window=_or_null(DAYS),
    value=_DECIMAL_OR_NULL,
    currency=_TEXT_OR_NULL,
    reason=_TEXT_OR_NULL,
    bound={"type": "string", "enum": [each.value for each in Bound]},
    state=_TEXT_OR_NULL,
    coverage=_or_null(COVERAGE),
    sample=_or_null(SAMPLE),
    change=_DECIMAL_OR_NULL,
    change_ratio=_DECIMAL_OR_NULL,
    change_reason=_TEXT_OR_NULL,
    favourable={"type": ["boolean", "null"]},
    comparable={"type": "boolean"},
    caveats={"type": "array", "items": {"type": "string"}},
    per_day=_or_null(PER_DAY),
)
RATE = _object(
    **{
        "from": {"type": "string"},
        "to": {"type": "string"},
        "rate": {"type": "string", "format": "decimal"},
        "day": _DAY,
        "source": {"type": "string"},
        "derived": {"type": "boolean"},
    }
)
CREDITING = _object(
    network=_TEXT_OR_NULL,
    account_kind=_TEXT_OR_NULL,
    click_hours=_COUNT_OR_NULL,
    view_hours=_COUNT_OR_NULL,
    booked_on=_TEXT_OR_NULL,
    statement=NAMES,
    source={"type": "string"},
)
READING = _object(key={"type": "string"}, names=NAMES)
SCOPE_NAMES = tuple(each.name for each in fields(Scope) if each.name != "accounts")


def typed(schema: dict[str, Any]) -> Any:
    """Make a read-only field of a JSON schema, for answers that no serializer renders."""
    return extend_schema_field(schema)(type("ShapeField", (serializers.JSONField,), {}))(read_only=True)


class ResultSerializer(StrictSerializer):
    """One KPI of one group, with where it came from, what it is divided by and what it is compared with."""

    kpi = serializers.CharField()
    kpi_version = serializers.IntegerField()
    unit = serializers.ChoiceField(choices=[each.value for each in Unit])
    currency = serializers.CharField(allow_null=True)
    direction = serializers.ChoiceField(choices=[each.value for each in Direction])
    locals()["class"] = serializers.ChoiceField(choices=[each.value for each in KpiClass])
    scope = typed(_strings(*SCOPE_NAMES))
    group = typed(_strings(*(key.value for key in GroupKey)))
    window = typed(DAYS)
    value = serializers.CharField(allow_null=True, help_text="A decimal; null where `reason` says why.")
    reason = serializers.CharField(allow_null=True, help_text="An open list: tolerate new ones.")
    bound = serializers.ChoiceField(choices=[each.value for each in Bound])
    range = typed(RANGE)
    state = serializers.ChoiceField(choices=STATES)
    derived = serializers.BooleanField()
    overlapping = serializers.BooleanField(
        help_text="Some may count twice: people of several accounts were added, or what ads brought to what the shop "
        "or live room tells of itself, which contains it; the latter qualifies the grade."
    )
    grain = serializers.ChoiceField(choices=list(GRAINS), allow_null=True)
    basis = serializers.ChoiceField(choices=[each.value for each in Basis])
    coverage = typed(COVERAGE)
    sample = typed(SAMPLE)
    parts = typed({"type": "array", "items": PART})
    sources = typed({"type": "array", "items": SOURCE})
    doubts = typed({"type": "array", "items": DOUBT})
    grade = typed(GRADE)
    targets = typed({"type": "array", "items": STANDING})
    comparison = typed(_or_null(COMPARISON))
    reading = typed(_or_null(READING))
    attribution = typed({"type": "array", "items": CREDITING})
    conversion = typed({"type": ["array", "null"], "items": RATE})
    paid_mix = serializers.ChoiceField(choices=[each.value for each in PaidMix])


class ResultPageSerializer(StrictSerializer):
    """A page of results. The cursor is refused with 409 once the numbers changed."""

    items = ResultSerializer(many=True)
    next_cursor = serializers.CharField(allow_null=True)
    data_version = serializers.CharField()
