"""`/costs`: creator fees, production and other costs; media spend comes from ad exports alone."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django_filters import ChoiceFilter, DateFilter, UUIDFilter

from apikit.closed import Example
from apikit.fields import MoneyField, ScopedRelatedField
from apikit.mixins import Creatable, Deletable, Listable, Retrievable, Updatable
from apikit.selection import Expansion
from apikit.viewsets import ResourceViewSet
from campaigns.api.relations import campaign_field, content_field, creator_field
from campaigns.models import Cost
from campaigns.refusals import MixedCurrency
from campaigns.scoping import visible_costs
from campaigns.services.costs import AMOUNTS, add_cost, delete_cost, revise_cost
from clients.api.relations import brand_field
from clients.internal import InternalSerializer
from people.principal import asking


class CostSerializer(InternalSerializer):
    """A cost: `billed` is the client's price, `internal` what the agency pays, only for who has `internal:read`."""

    internal_fields = frozenset({"internal"})

    brand = brand_field()
    campaign = campaign_field()
    content = content_field()
    creator = creator_field()
    billed = MoneyField(required=False, allow_null=True)
    internal = MoneyField(required=False, allow_null=True)

    class Meta:
        model = Cost
        fields = (
            "id",
            "brand",
            "campaign",
            "content",
            "creator",
            "kind",
            "name",
            "billed",
            "internal",
            "start",
            "end",
            "version",
            "created_at",
            "updated_at",
        )
        read_only_fields = ("id", "version", "created_at", "updated_at")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse two currencies in one cost: the row has one."""
        currencies = {sent["currency"] for name in AMOUNTS if isinstance(sent := self.initial_data.get(name), Mapping)}
        if len(currencies) > 1:
            raise MixedCurrency
        return super().validate(attrs)


class CostChange(CostSerializer):
    """What can be changed of a cost: never whose it is."""

    brand = ScopedRelatedField(read_only=True)


class CostViewSet(Listable, Retrievable, Creatable, Updatable, Deletable, ResourceViewSet):
    """The costs of the brands that the caller works on."""

    resource = "costs"
    serializer_class = CostSerializer
    input_serializers: ClassVar = {"partial_update": CostChange}
    capabilities: ClassVar = {
        "list": "costs:read",
        "retrieve": "costs:read",
        "create": "costs:write",
        "partial_update": "costs:write",
        "destroy": "costs:write",
    }
    filters: ClassVar = {
        "brand": UUIDFilter(field_name="brand_id"),
        "campaign": UUIDFilter(field_name="campaign_id"),
        "content": UUIDFilter(field_name="content_id"),
        "creator": UUIDFilter(field_name="creator_id"),
        "kind": ChoiceFilter(choices=Cost._meta.get_field("kind").choices),
        "start__gte": DateFilter(field_name="start", lookup_expr="gte"),
        "end__lte": DateFilter(field_name="end", lookup_expr="lte"),
    }
    sort_fields: ClassVar = {"created_at": "created_at", "start": "start"}
    expandable: ClassVar = {
        "brand": Expansion("brand", "clients.api.brands.BrandSerializer", "brands:read"),
        "campaign": Expansion("campaign", "campaigns.api.campaigns.CampaignSerializer", "campaigns:read"),
        "creator": Expansion("creator", "campaigns.api.creators.CreatorSerializer", "creators:read"),
    }
    examples: ClassVar = {
        "create": Example(
            {
                "brand": "01990000-0000-7000-8000-000000000010",
                "kind": "creator_fee",
                "name": "Lin Xia, two notes",
                "billed": {"amount": "18000.00", "currency": "CNY"},
                "internal": {"amount": "15000.00", "currency": "CNY"},
                "start": "2026-03-01",
                "end": "2026-03-31",
            }
        ),
        "partial_update": Example({"billed": {"amount": "17500.00", "currency": "CNY"}}),
    }

    def scope(self) -> QuerySet[Cost]:
        """Give the costs of the brands on which the caller has the action's capability."""
        return visible_costs(asking(self.request), self.capability)

    def perform_create(self, data: Mapping[str, Any]) -> Cost:
        """Add a cost by day, or spread over a period."""
        return add_cost(asking(self.request), data)

    def perform_update(self, instance: Cost, data: Mapping[str, Any], *, expected: int | None) -> Cost:
        """Change a cost."""
        return revise_cost(asking(self.request), instance, data, expected=expected)

    def perform_destroy(self, instance: Cost, *, expected: int | None) -> None:
        """Delete a cost."""
        del expected
        delete_cost(asking(self.request), instance)
