"""`/conversions`: orders, sign-ups, leads, downloads and carts, and which content and campaign they come from."""

from http import HTTPStatus
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django_filters import BooleanFilter, CharFilter, ChoiceFilter, DateFilter, UUIDFilter
from rest_framework.decorators import action
from rest_framework.response import Response

from apikit.bodies import read_body
from apikit.closed import Example
from apikit.mixins import Listable, Retrievable
from apikit.viewsets import ResourceViewSet
from campaigns.api.conversion_batches import take_batch
from campaigns.api.conversion_shapes import (
    PARTIAL,
    BatchAnswerSerializer,
    ConversionBatch,
    ConversionDetailSerializer,
    ConversionSerializer,
    LandingBody,
)
from campaigns.conversions.landing_by_hand import land_conversion
from campaigns.models import Conversion
from campaigns.models.attribution import EVENT_CHOICES, STATUS_CHOICES
from campaigns.scoping import visible_conversions
from people.principal import asking


def of_campaign(conversions: QuerySet[Conversion], _: str, campaign: UUID) -> QuerySet[Conversion]:
    """Keep what is booked on a campaign: by name, or through its content."""
    return conversions.filter(Q(campaign=campaign) | Q(campaign=None, content__campaign=campaign))


def landed(conversions: QuerySet[Conversion], _: str, value: bool) -> QuerySet[Conversion]:  # noqa: FBT001 - called by django-filter
    """Keep what belongs somewhere, or what belongs nowhere yet."""
    return conversions.filter(brand__isnull=not value)


class ConversionViewSet(Listable, Retrievable, ResourceViewSet):
    """The conversions of the brands that the caller works on, and own ones that belong nowhere yet."""

    resource = "conversions"
    serializer_class = ConversionSerializer
    input_serializers: ClassVar = {"batch": ConversionBatch, "land": LandingBody}
    output_serializers: ClassVar = {
        "retrieve": ConversionDetailSerializer,
        "land": ConversionDetailSerializer,
        "batch": BatchAnswerSerializer,
    }
    other_success: ClassVar = {"batch": (HTTPStatus.MULTI_STATUS.value,)}
    capabilities: ClassVar = {
        "list": "conversions:read",
        "retrieve": "conversions:read",
        "batch": "conversions:write",
        "land": "conversions:write",
    }
    filters: ClassVar = {
        "brand": UUIDFilter(field_name="brand_id"),
        "account": UUIDFilter(field_name="account_id"),
        "campaign": UUIDFilter(method=of_campaign),
        "content": UUIDFilter(field_name="content_id"),
        "event": ChoiceFilter(choices=EVENT_CHOICES),
        "status": ChoiceFilter(choices=STATUS_CHOICES),
        "path": CharFilter(lookup_expr="iexact"),
        "source": CharFilter(),
        "order_id": CharFilter(),
        "landed": BooleanFilter(method=landed, help_text="false: what belongs nowhere yet."),
        "from": DateFilter(field_name="day", lookup_expr="gte", help_text="The first day."),
        "to": DateFilter(field_name="day", lookup_expr="lte", help_text="The last day, included."),
    }
    sort_fields: ClassVar = {"created_at": "created_at", "day": "day"}
    examples: ClassVar = {
        "batch": Example(
            {
                "source": "shop",
                "mode": "partial",
                "conversions": [
                    {
                        "event": "purchase",
                        "occurred_at": "2026-03-04T12:30:00+08:00",
                        "order_id": "A-1001",
                        "value": {"amount": "259.00", "currency": "CNY"},
                        "new_customer": True,
                        "path": "dm_sale",
                        "code": {"kind": "coupon", "code": "SPRING8"},
                    },
                    {
                        "event": "purchase",
                        "occurred_at": "2026-03-09T10:00:00+08:00",
                        "order_id": "A-1001",
                        "status": "refunded",
                    },
                ],
            }
        ),
        "land": Example({"content": "01990000-0000-7000-8000-000000000040"}),
    }

    def scope(self) -> QuerySet[Conversion]:
        """Give the conversions on whose brands the caller has the action's capability, and the own unlanded ones."""
        return visible_conversions(asking(self.request), self.capability).select_related("content")

    @action(detail=False, methods=["post"], url_path=":batch")
    def batch(self, request: Any, **_: Any) -> Response:
        """Send up to 5,000 conversions; 207 with one outcome an item where the mode is partial.

        Sending the same again changes nothing. A later event of the same order changes its status and adds no second
        one; an older event never takes a newer status back. Refuses e-mail addresses and phone numbers.
        """
        answer = take_batch(asking(request), request.data, capability=self.capability)
        partial = answer["mode"] == PARTIAL
        return Response(answer, status=HTTPStatus.MULTI_STATUS if partial else HTTPStatus.OK)

    @action(detail=True, methods=["post"], url_path=":land")
    def land(self, request: Any, **_: Any) -> Response:
        """Say where a conversion belongs, or, with nothing sent, follow what it was sent with once more."""
        stated = {name: thing for name, thing in read_body(request, LandingBody).items() if thing is not None}
        row = land_conversion(asking(request), self.get_object(), stated, capability=self.capability)
        return self.answer(row)
