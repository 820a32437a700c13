"""The shapes of an agency's own KPIs: what is sent to define or change one, and what is wrong with it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apikit.fields import TextBlock, TextLine
from apikit.problems import FieldProblem
from apikit.problems.fields import field_problems, step
from apikit.problems.translation import refused_fields
from apikit.serializers import StrictSerializer
from campaigns.definitions import Mistake
from campaigns.metrics import NETWORKS, Grain, Unit
from clients.networks import WECHAT_KINDS
from kpis.catalogue import GOALS, Audience, Basis, Direction, KpiClass
from kpis.catalogue.drafts import READERS
from kpis.models import OwnKpi
from kpis.own.building import ALL
from kpis.own.refusals import BadDefinition
from kpis.own.warnings import KpiWarning

LONGEST_FORMULA = 2000  # what is longer than a formula may be is told with its place, up to here
_GRAIN_WORDS: Mapping[str, str] = {
    Grain.ACCOUNT_DAY.value: "account",
    Grain.CONTENT.value: "content",
    Grain.AD_DAY.value: "ad",
}
STATED_UNITS = [(unit.value, unit.value) for unit in (Unit.SCORE, Unit.MINUTES, Unit.HOURS)]
_OPTIONAL: Mapping[str, Any] = {"required": False, "allow_null": True}
_NETWORKS_SCHEMA = {
    "oneOf": [
        {"type": "array", "items": {"type": "string", "enum": list(NETWORKS)}, "minItems": 1},
        {"type": "string", "const": ALL, "description": "Wherever the formula can be computed."},
    ]
}


def _choice(values: Iterable[str], **options: Any) -> serializers.ChoiceField:
    return serializers.ChoiceField(choices=list(values), **options)


def _choices(values: Iterable[str], **options: Any) -> serializers.ListField:
    return serializers.ListField(child=_choice(values), max_length=50, **options)


def _formula(**options: Any) -> TextBlock:
    return TextBlock(max_length=LONGEST_FORMULA, trim_whitespace=False, **options)


@extend_schema_field(_NETWORKS_SCHEMA)
class NetworksField(serializers.Field[Any, Any, Any, Any]):
    """A list of networks, or "all"."""

    default_error_messages = {"invalid": f'Send a list of {", ".join(NETWORKS)}, or "{ALL}".'}

    def to_internal_value(self, data: Any) -> Any:
        """Read the networks."""
        if data == ALL or (isinstance(data, list) and data and all(network in NETWORKS for network in data)):
            return data
        return self.fail("invalid")

    def to_representation(self, value: Any) -> Any:
        """Write the networks."""
        return value


class OwnGoalsSerializer(StrictSerializer):
    """The goals that a KPI serves, by role."""

    primary = _choices(GOALS, required=False)
    supporting = _choices(GOALS, required=False)
    guard_rail = _choices(GOALS, required=False)


class DisplaySerializer(StrictSerializer):
    """How the number is best written; answers hold the number itself."""

    locals()["as"] = _choice(("number", "percent"))
    decimals = serializers.IntegerField(min_value=0, max_value=6, default=2)


class FormulaSerializer(StrictSerializer):
    """A formula for all networks, or one for each."""

    networks = NetworksField()
    formula = _formula(**_OPTIONAL, help_text="Over keys of metrics and KPIs: + - * / ( ), numbers, functions.")
    formulas = serializers.DictField(
        child=_formula(), **_OPTIONAL, help_text="By network, or by place such as `wechat.channels`."
    )
    unit = serializers.ChoiceField(
        choices=STATED_UNITS,
        **_OPTIONAL,
        help_text="Worked out, unless only you can say it: a weighted count is a score, seconds / 60 are minutes.",
    )
    grains = _choices(_GRAIN_WORDS, **_OPTIONAL, help_text="Where it may be computed, the preferred first.")
    account_kinds = _choices((kind.value for kind in WECHAT_KINDS), **_OPTIONAL)


class KpiDefinitionSerializer(FormulaSerializer):
    """A KPI of the agency's own."""

    key = TextLine(max_length=60, help_text="Small letters, digits and underscores; formulas name it by this.")
    names = serializers.DictField(child=TextLine(max_length=200), help_text="By language; `en` is needed.")
    description = TextBlock(max_length=2000, **_OPTIONAL)
    why = TextBlock(max_length=2000, **_OPTIONAL)
    direction = _choice(direction.value for direction in Direction)
    goals = OwnGoalsSerializer(**_OPTIONAL)
    pair_with = serializers.ListField(child=TextLine(max_length=60), max_length=20, **_OPTIONAL)
    readers = _choices(READERS, **_OPTIONAL)
    audience = _choices((audience.value for audience in Audience), **_OPTIONAL)
    smallest_denominator = serializers.IntegerField(
        min_value=1, **_OPTIONAL, help_text="Below it a value is not graded."
    )
    basis = _choice((basis.value for basis in Basis), **_OPTIONAL, help_text="What suits it best.")
    bands = serializers.DictField(**_OPTIONAL, help_text="Named readings of the value.")
    display = DisplaySerializer(**_OPTIONAL)

    def get_fields(self) -> dict[str, Any]:
        """Add `class`, no name that Python can declare, and `source`, one that serializers keep for themselves."""
        named = {
            "class": _choice((kind.value for kind in KpiClass), **_OPTIONAL),
            "source": TextBlock(max_length=1000, **_OPTIONAL),
        }
        return {**super().get_fields(), **named}


class KpiChangeSerializer(KpiDefinitionSerializer):
    """What changes of a KPI: null takes a member away; anything but words makes a new version."""

    key = TextLine(max_length=60, required=False, help_text="Only where a later release of the product has the key.")


class OwnFaultSerializer(StrictSerializer):
    """Why an own KPI can no longer be computed."""

    field = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


class KpiWarningSerializer(StrictSerializer):
    """What to know of an own KPI that is sound all the same."""

    code = serializers.CharField(help_text="vanity_formula or network_left_out; may grow.")
    detail = serializers.CharField()


class OwnershipSerializer(StrictSerializer):
    """Whose KPI it is, and how it stands."""

    own = serializers.BooleanField(help_text="Whether it is the agency's own.")
    state = _choice(
        ("active", "archived", "broken"),
        help_text="An own KPI is broken where a later release took its key, or something that it refers to.",
    )
    faults = OwnFaultSerializer(many=True, help_text="Why it is broken.")
    warnings = KpiWarningSerializer(
        many=True, help_text="`network_left_out` comes only in the answer to what asked for all networks."
    )
    display = DisplaySerializer(allow_null=True)
    archived_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField(allow_null=True)


def ownership_shown(
    row: OwnKpi | None, mistakes: Sequence[Mistake], warnings: Iterable[KpiWarning] = ()
) -> dict[str, Any]:
    """Write whose KPI it is; a product's has no row. What an own one states is shown as stated, even at fault."""
    if row is None:
        nothing = dict.fromkeys(("display", "archived_at", "updated_at"))
        return {"own": False, "state": "active", "faults": [], "warnings": [], **nothing}
    state = "archived" if row.archived_at else "broken" if mistakes else "active"
    faults = [{"field": each.field, "code": each.code, "detail": each.problem} for each in mistakes]
    shown: dict[str, Any] = {"own": True, "state": state, "faults": faults, "display": row.definition.get("display")}
    shown["warnings"] = [asdict(warning) for warning in warnings]
    if mistakes:
        formula, formulas = row.definition.get("formula"), row.definition.get("formulas")
        networks = list(row.definition["networks"])
        shown |= {"networks": networks, "formula": formula}
        shown["formulas"] = formulas or dict.fromkeys(networks, formula)
    return {**shown, "archived_at": row.archived_at, "updated_at": row.updated_at}


def definition_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give what was sent as a definition file would say it."""
    found = {name: _plain(value) for name, value in values.items() if name not in {"key", "grains", "basis"}}
    if "grains" in values:
        found["grains"] = values["grains"] and [_GRAIN_WORDS[grain] for grain in values["grains"]]
    if "basis" in values:
        found["basis_hint"] = values["basis"]
    if isinstance(found.get("formula"), str):
        found["formula"] = found["formula"].strip()
    if isinstance(found.get("formulas"), dict):
        found["formulas"] = {place: str(text).strip() for place, text in found["formulas"].items()}
    return found


def field_problems_of(mistakes: Iterable[Mistake], sent: Mapping[str, Any]) -> list[FieldProblem]:
    """Write mistakes as fields at fault of the body that was sent; positions count from its first character."""
    found = []
    for mistake in mistakes:
        head, _, rest = mistake.field.partition(".")
        path = [{"basis_hint": "basis"}.get(head, head), *_steps(head, rest)]
        pointer = "#"
        for each in path:
            pointer = step(pointer, each)
        position = mistake.position
        if position is not None:
            position += _indent(sent, path)
        found.append(FieldProblem(pointer, mistake.code, _sentence(mistake.problem), position))
    return found


def _steps(head: str, rest: str) -> list[str]:
    if not rest:
        return []
    return [rest] if head == "formulas" else rest.split(".")  # a place such as wechat.channels is one step


def _indent(sent: Mapping[str, Any], path: Iterable[str]) -> int:
    text: Any = sent
    for each in path:
        text = text.get(each) if isinstance(text, Mapping) else None
    return len(text) - len(text.lstrip()) if isinstance(text, str) else 0


def _sentence(problem: str) -> str:
    return problem if problem.endswith("?") else f"{problem}."


def _plain(value: Any) -> Any:
    if value == "":
        return None
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def sound(body: StrictSerializer, mistakes: Callable[[Mapping[str, Any]], Sequence[Mistake]]) -> Any:
    """Return the values of a body without mistake.

    Raises one problem with everything at fault: members of the wrong shape, and what is wrong with the definition
    that the others make.
    """
    shaped = body.is_valid()
    if not isinstance(body.initial_data, Mapping):
        raise refused_fields(tuple(field_problems(body.errors)))
    sent = body.initial_data
    at_fault = set() if shaped else set(body.errors)
    values = body.validated_data if shaped else _readable(body, at_fault)
    found = [each for each in mistakes(values) if each.field.partition(".")[0] not in at_fault]
    if shaped and not found:
        return values
    raise refused_fields((*field_problems({} if shaped else body.errors), *field_problems_of(found, sent)))


@contextmanager
def told_by_field(sent: Any) -> Iterator[None]:
    """Tell a definition that was refused in the end by its fields: somebody else changed a KPI in the meantime."""
    try:
        yield
    except BadDefinition as refusal:
        raise refused_fields(tuple(field_problems_of(refusal.mistakes, sent))) from refusal


def _readable(body: StrictSerializer, at_fault: Collection[str]) -> dict[str, Any]:
    """Read the members of a body that are not at fault, each as it would be read of a sound one."""
    sent = body.initial_data
    return {
        name: field.run_validation(sent[name])
        for name, field in body.fields.items()
        if name in sent and name not in at_fault
    }
