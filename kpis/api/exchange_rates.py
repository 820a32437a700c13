"""`/exchange-rates`: what one currency is worth in another from a day on, as the agency states it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, ClassVar

from django.db.models import QuerySet
from django_filters import CharFilter, DateFilter
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail
from rest_framework.request import Request
from rest_framework.response import Response

from apikit.closed import Example
from apikit.fields import CurrencyField, DecimalString
from apikit.mixins import Creatable, Deletable, Listable, Retrievable, Updatable
from apikit.problems.fields import field_problems
from apikit.serializers import StrictModelSerializer, StrictSerializer
from apikit.viewsets import ResourceViewSet
from kpis.compute.question import FIRST_DAY, LAST_DAY
from kpis.currency.services import Outcome, RateDraft, Stated, correct_rate, state_rate, state_rates, withdraw_rate
from kpis.models import ExchangeRate
from people.principal import asking

RATES_AT_MOST = 1000
MODES = ("atomic", "partial")
RATE_OUTCOMES = (*(each.value for each in Outcome), "refused")
_RATE = {"base": "USD", "quote": "CNY", "day": "2026-01-01", "rate": "7.12", "source": "ECB"}


class RateDayField(serializers.DateField):
    """A day on which somebody can have stated a rate."""

    default_error_messages: ClassVar = {"bad_date": f"A day lies between {FIRST_DAY} and {LAST_DAY}."}

    def to_internal_value(self, value: Any) -> Any:
        """Read a day."""
        day = super().to_internal_value(value)
        if not FIRST_DAY <= day <= LAST_DAY:
            self.fail("bad_date")
        return day


class RateField(DecimalString):
    """A rate above zero, written without trailing zeros."""

    default_error_messages: ClassVar = {"not_positive": "A rate is greater than zero."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(24, 12, normalize_output=True, **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        """Read a rate."""
        rate = super().to_internal_value(data)
        if rate <= 0:
            self.fail("not_positive")
        return rate


class ExchangeRateSerializer(StrictModelSerializer):
    """One unit of `base` is `rate` units of `quote`, from `day` until the next statement on the two."""

    base = CurrencyField()
    quote = CurrencyField()
    day = RateDayField()
    rate = RateField()

    class Meta:
        model = ExchangeRate
        fields: ClassVar[tuple[str, ...]] = (
            "id",
            "base",
            "quote",
            "day",
            "rate",
            "source",
            "version",
            "created_at",
            "updated_at",
        )
        read_only_fields: ClassVar[tuple[str, ...]] = ("id", "version", "created_at", "updated_at")

    def to_internal_value(self, data: Any) -> Any:
        """Read a rate; a currency against itself is told with all other faults."""
        same = _same_currency(data)
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as error:
            if same and isinstance(error.detail, Mapping) and {"base", "quote"}.isdisjoint(error.detail):
                raise serializers.ValidationError({**error.detail, **same}) from None
            raise
        if same:
            raise serializers.ValidationError(same)
        return values


class RateCorrection(ExchangeRateSerializer):
    """What can be corrected of a rate: never its currencies."""

    base = CurrencyField(read_only=True)
    quote = CurrencyField(read_only=True)


class RateDraftSerializer(ExchangeRateSerializer):
    """One rate of a batch."""

    class Meta(ExchangeRateSerializer.Meta):
        fields = ("base", "quote", "day", "rate", "source")
        read_only_fields = ()


def _same_currency(data: Any) -> dict[str, list[ErrorDetail]]:
    """Give the fault of a currency against itself, none where the two differ or cannot be read."""
    said = [data.get(name) for name in ("base", "quote")] if isinstance(data, Mapping) else []
    codes = [code.strip() for code in said if isinstance(code, str)]
    if len(codes) < len(("base", "quote")) or len(set(codes)) > 1:
        return {}
    return {"quote": [ErrorDetail("A currency has no rate against itself.", "same_currency")]}


class AsSent(serializers.Field[Any, Any, Any, Any]):
    """Whatever was sent."""

    def to_internal_value(self, data: Any) -> Any:
        """Give it back as it is."""
        return data


@extend_schema_field(RateDraftSerializer(many=True))
class DraftsField(serializers.ListField):
    """The rates of a batch as they were sent; each is read by itself, so that one at fault need not stop the others."""

    child = AsSent(allow_null=True)


class RateBatchSerializer(StrictSerializer):
    """Many rates at once: `atomic` states all of them or none, `partial` those that can be."""

    rates = DraftsField(min_length=1, max_length=RATES_AT_MOST, help_text=f"From 1 to {RATES_AT_MOST} rates.")
    mode = serializers.ChoiceField(choices=MODES, default="atomic")


class FaultSerializer(StrictSerializer):
    """What is wrong with one member of one rate."""

    pointer = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


class RateOutcomeSerializer(StrictSerializer):
    """What became of one rate of a batch."""

    index = serializers.IntegerField(help_text="Its place in the request, from 0.")
    outcome = serializers.ChoiceField(choices=RATE_OUTCOMES)
    id = serializers.UUIDField(allow_null=True)
    locals()["errors"] = FaultSerializer(many=True)


class RateOutcomesSerializer(StrictSerializer):
    """What became of a batch: one item a rate, in the order sent."""

    items = RateOutcomeSerializer(many=True)
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="By outcome.")


class ExchangeRateViewSet(Listable, Retrievable, Creatable, Updatable, Deletable, ResourceViewSet):
    """The agency's exchange rates."""

    resource = "exchange-rates"
    serializer_class = ExchangeRateSerializer
    input_serializers: ClassVar = {"partial_update": RateCorrection, "batch": RateBatchSerializer}
    output_serializers: ClassVar = {"batch": RateOutcomesSerializer}
    success_status: ClassVar = {"batch": HTTPStatus.OK}
    capabilities: ClassVar = {
        "list": "exchange_rates:read",
        "retrieve": "exchange_rates:read",
        "create": "exchange_rates:write",
        "partial_update": "exchange_rates:write",
        "destroy": "exchange_rates:write",
        "batch": "exchange_rates:write",
    }
    filters: ClassVar = {
        "base": CharFilter(),
        "quote": CharFilter(),
        "source": CharFilter(),
        "day": DateFilter(),
        "day__gte": DateFilter(field_name="day", lookup_expr="gte"),
        "day__lte": DateFilter(field_name="day", lookup_expr="lte"),
    }
    sort_fields: ClassVar = {"created_at": "created_at", "day": "day", "base": "base", "quote": "quote"}
    examples: ClassVar = {
        "create": Example(_RATE),
        "partial_update": Example({"rate": "7.1345"}),
        "batch": Example({"rates": [_RATE, {**_RATE, "day": "2026-02-01", "rate": "7.09"}], "mode": "atomic"}),
    }

    def scope(self) -> QuerySet[ExchangeRate]:
        """Give the agency's rates: they belong to no brand."""
        return ExchangeRate.objects.all()

    def perform_create(self, data: Mapping[str, Any]) -> ExchangeRate:
        """State a rate."""
        return state_rate(RateDraft(**data), actor=asking(self.request).actor())

    def perform_update(self, instance: ExchangeRate, data: Mapping[str, Any], *, expected: int | None) -> ExchangeRate:
        """Correct a rate."""
        return correct_rate(instance, dict(data), expected=expected, actor=asking(self.request).actor())

    def perform_destroy(self, instance: ExchangeRate, *, expected: int | None) -> None:
        """Take a rate back: the one before it holds on."""
        del expected
        withdraw_rate(instance, actor=asking(self.request).actor())

    @action(detail=False, methods=["post"], url_path=":batch")
    def batch(self, request: Request) -> Response:
        """State many rates; one that is stated already for its day becomes what is sent now.

        `atomic` (as by default) states all of them or none; `partial` answers 207 with an outcome an item.
        """
        body = self.get_input(data=request.data)
        body.is_valid(raise_exception=True)
        drafts, faults = _drafts(body.validated_data["rates"])
        partial = body.validated_data["mode"] == "partial"
        if faults and not partial:
            raise serializers.ValidationError({"rates": {str(place): found for place, found in faults.items()}})
        stated = state_rates(list(drafts.values()), actor=asking(request).actor())
        answer = _outcomes(dict(zip(drafts, stated, strict=True)), faults)
        return Response(answer, status=HTTPStatus.MULTI_STATUS if partial else HTTPStatus.OK)


def _drafts(sent: Sequence[Any]) -> tuple[dict[int, RateDraft], dict[int, Any]]:
    """Read the rates of a batch by their places: those that can be stated, and what is wrong with the others."""
    drafts, faults, seen = dict[int, RateDraft](), dict[int, Any](), set[Any]()
    for place, values in enumerate(sent):
        if not isinstance(values, Mapping):
            faults[place] = [ErrorDetail("A rate is an object.", "not_an_object")]
            continue
        body = RateDraftSerializer(data=values)
        if not body.is_valid():
            faults[place] = body.errors
            continue
        draft = RateDraft(**body.validated_data)
        if draft.key in seen:
            detail = "The batch states these two currencies twice for this day."
            faults[place] = {"day": [ErrorDetail(detail, "stated_twice")]}
            continue
        seen.add(draft.key)
        drafts[place] = draft
    return drafts, faults


def _outcomes(stated: Mapping[int, Stated], faults: Mapping[int, Any]) -> dict[str, Any]:
    items: list[dict[str, Any]] = []
    for place in sorted({*stated, *faults}):
        if place in stated:
            found = stated[place]
            items.append({"index": place, "outcome": found.outcome.value, "id": str(found.rate), "errors": []})
        else:
            errors = [each.to_dict() for each in field_problems({"rates": {place: faults[place]}})]
            items.append({"index": place, "outcome": "refused", "id": None, "errors": errors})
    counts = Counter(item["outcome"] for item in items)
    return {"items": items, "counts": {name: counts[name] for name in ("new", "changed", "unchanged", "refused")}}
