"""`/ad-units`: what ad exports name, linked to our campaigns and contents or not yet."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django_filters import BooleanFilter, CharFilter, UUIDFilter

from apikit.blank_fields import ChoiceOrNull
from apikit.closed import Example
from apikit.fields import CurrencyField, ScopedRelatedField
from apikit.mixins import Creatable, Listable, Retrievable, Updatable
from apikit.selection import Expansion
from apikit.serializers import StrictModelSerializer
from apikit.viewsets import ResourceViewSet
from campaigns.api.relations import campaign_field, content_field
from campaigns.models import AdUnit
from campaigns.models.work import LINKED_BY
from campaigns.scoping import visible_ad_units
from campaigns.services.ad_units import add_ad_unit, revise_ad_unit
from clients.api.relations import account_field
from people.principal import asking


class AdUnitSerializer(StrictModelSerializer):
    """The lowest level of an ad export, by its source and external id."""

    account = account_field()
    campaign = campaign_field()
    content = content_field()
    currency = CurrencyField(required=False, allow_blank=True)
    linked_by = ChoiceOrNull(
        choices=LINKED_BY,
        read_only=True,
        allow_null=True,
        help_text="Whether a label or what stands above it linked it to its campaign; null where somebody did.",
    )
    ad_label = ScopedRelatedField(
        read_only=True, allow_null=True, help_text="The ad label that linked it, or what it stands under."
    )

    class Meta:
        model = AdUnit
        validators = ()
        fields = (
            "id",
            "account",
            "campaign",
            "content",
            "source",
            "external_id",
            "level",
            "name",
            "parent_external_id",
            "vendor_campaign_id",
            "vendor_campaign_name",
            "ad_account",
            "currency",
            "linked_by",
            "ad_label",
            "version",
            "created_at",
            "updated_at",
        )
        read_only_fields: ClassVar[tuple[str, ...]] = (
            "id",
            "linked_by",
            "version",
            "created_at",
            "updated_at",
        )


class AdUnitChange(AdUnitSerializer):
    """What can be changed of an ad unit: its links and its name; the rest is the vendor's."""

    account = ScopedRelatedField(read_only=True)
    currency = CurrencyField(read_only=True)

    class Meta(AdUnitSerializer.Meta):
        read_only_fields = (
            *AdUnitSerializer.Meta.read_only_fields,
            "source",
            "external_id",
            "level",
            "parent_external_id",
            "vendor_campaign_id",
            "vendor_campaign_name",
            "ad_account",
            "currency",
        )


def unlinked(ad_units: QuerySet[AdUnit], _: str, value: bool) -> QuerySet[AdUnit]:  # noqa: FBT001 - called by django-filter
    """Keep what is linked to nothing of ours yet, or what is."""
    nothing = Q(campaign=None, content=None)
    return ad_units.filter(nothing if value else ~nothing)


class AdUnitViewSet(Listable, Retrievable, Creatable, Updatable, ResourceViewSet):
    """The ad units of the brands that the caller works on."""

    resource = "ad-units"
    serializer_class = AdUnitSerializer
    input_serializers: ClassVar = {"partial_update": AdUnitChange}
    capabilities: ClassVar = {
        "list": "ad_units:read",
        "retrieve": "ad_units:read",
        "create": "ad_units:write",
        "partial_update": "ad_units:write",
    }
    filters: ClassVar = {
        "account": UUIDFilter(field_name="account_id"),
        "brand": UUIDFilter(field_name="account__brand_id"),
        "campaign": UUIDFilter(field_name="campaign_id"),
        "ad_label": UUIDFilter(field_name="ad_label_id"),
        "content": UUIDFilter(field_name="content_id"),
        "source": CharFilter(),
        "external_id": CharFilter(),
        "unlinked": BooleanFilter(method=unlinked, help_text="true: linked to no campaign and no content yet."),
    }
    sort_fields: ClassVar = {"created_at": "created_at", "name": "name"}
    expandable: ClassVar = {
        "account": Expansion("account", "clients.api.accounts.AccountSerializer", "accounts:read"),
        "campaign": Expansion("campaign", "campaigns.api.campaigns.CampaignSerializer", "campaigns:read"),
        "content": Expansion("content", "campaigns.api.contents.ContentSerializer", "contents:read"),
    }
    examples: ClassVar = {
        "create": Example(
            {
                "account": "01990000-0000-7000-8000-000000000020",
                "source": "tiktok_ads",
                "external_id": "1790000000000001",
                "level": "ad_group",
                "name": "Spring, women 18 to 24",
            }
        ),
        "partial_update": Example({"campaign": "01990000-0000-7000-8000-000000000030"}),
    }

    def scope(self) -> QuerySet[AdUnit]:
        """Give the ad units of the accounts on which the caller has the action's capability."""
        ad_units = visible_ad_units(asking(self.request), self.capability)
        return ad_units.select_related("account") if self.action == "partial_update" else ad_units

    def perform_create(self, data: Mapping[str, Any]) -> AdUnit:
        """Add an ad unit by hand; an export with the same source and external id finds it."""
        return add_ad_unit(asking(self.request), data)

    def perform_update(self, instance: AdUnit, data: Mapping[str, Any], *, expected: int | None) -> AdUnit:
        """Link an ad unit to a campaign or a content of the same brand."""
        return revise_ad_unit(asking(self.request), instance, data, expected=expected)
