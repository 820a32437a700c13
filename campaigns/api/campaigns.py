"""`/campaigns`: what is run for a brand between two days, for one goal."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import QuerySet
from django_filters import CharFilter, ChoiceFilter, DateFilter, UUIDFilter

from apikit.closed import Example
from apikit.fields import MoneyField, ScopedRelatedField
from apikit.mixins import Creatable, Deletable, Listable, Retrievable, Updatable
from apikit.selection import Expansion
from apikit.viewsets import ResourceViewSet
from campaigns.models import Campaign
from campaigns.models.work import GOAL_CHOICES
from campaigns.scoping import visible_campaigns
from campaigns.services.campaigns import archive_campaign, plan_campaign, revise_campaign
from clients.api.archiving import archived_filter, without_archived
from clients.api.relations import brand_field
from clients.internal import InternalSerializer
from people.principal import asking


class CampaignSerializer(InternalSerializer):
    """A campaign of a brand."""

    brand = brand_field()
    budget = MoneyField(required=False, allow_null=True, min_value=Decimal(0))

    class Meta:
        model = Campaign
        fields = (
            "id",
            "brand",
            "name",
            "goal",
            "start",
            "end",
            "budget",
            "internal_notes",
            "archived_at",
            "version",
            "created_at",
            "updated_at",
        )
        read_only_fields = ("id", "archived_at", "version", "created_at", "updated_at")


class CampaignChange(CampaignSerializer):
    """What can be changed of a campaign: never whose it is."""

    brand = ScopedRelatedField(read_only=True)


def active_on(campaigns: QuerySet[Campaign], _: str, day: date) -> QuerySet[Campaign]:
    """Keep the campaigns that run on a day."""
    return campaigns.filter(start__lte=day, end__gte=day)


class CampaignViewSet(Listable, Retrievable, Creatable, Updatable, Deletable, ResourceViewSet):
    """The campaigns of the brands that the caller works on."""

    resource = "campaigns"
    serializer_class = CampaignSerializer
    input_serializers: ClassVar = {"partial_update": CampaignChange}
    if_match_required = True
    capabilities: ClassVar = {
        "list": "campaigns:read",
        "retrieve": "campaigns:read",
        "create": "campaigns:write",
        "partial_update": "campaigns:write",
        "destroy": "campaigns:write",
    }
    filters: ClassVar = {
        "brand": UUIDFilter(field_name="brand_id"),
        "goal": ChoiceFilter(choices=GOAL_CHOICES),
        "name": CharFilter(lookup_expr="icontains"),
        "start__gte": DateFilter(field_name="start", lookup_expr="gte"),
        "start__lte": DateFilter(field_name="start", lookup_expr="lte"),
        "end__gte": DateFilter(field_name="end", lookup_expr="gte"),
        "end__lte": DateFilter(field_name="end", lookup_expr="lte"),
        "active_on": DateFilter(method=active_on, help_text="Campaigns that run on this day."),
        "archived": archived_filter(),
    }
    sort_fields: ClassVar = {"created_at": "created_at", "name": "name", "start": "start", "end": "end"}
    expandable: ClassVar = {"brand": Expansion("brand", "clients.api.brands.BrandSerializer", "brands:read")}
    examples: ClassVar = {
        "create": Example(
            {
                "brand": "01990000-0000-7000-8000-000000000010",
                "name": "Spring launch",
                "goal": "engagement",
                "start": "2026-03-01",
                "end": "2026-04-30",
                "budget": {"amount": "120000.00", "currency": "CNY"},
            }
        ),
        "partial_update": Example({"end": "2026-05-15"}),
    }

    def scope(self) -> QuerySet[Campaign]:
        """Give the campaigns of the brands on which the caller has the action's capability."""
        return without_archived(self, visible_campaigns(asking(self.request), self.capability))

    def perform_create(self, data: Mapping[str, Any]) -> Campaign:
        """Plan a campaign."""
        return plan_campaign(asking(self.request), data)

    def perform_update(self, instance: Campaign, data: Mapping[str, Any], *, expected: int | None) -> Campaign:
        """Change a campaign."""
        return revise_campaign(asking(self.request), instance, data, expected=expected)

    def perform_destroy(self, instance: Campaign, *, expected: int | None) -> None:
        """Archive a campaign: it leaves the lists, its contents and numbers stay."""
        archive_campaign(asking(self.request), instance, expected=expected)
