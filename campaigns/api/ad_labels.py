"""`/ad-labels`: which campaign of ours a name or an id in a vendor's ad exports stands for."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import Count, QuerySet
from django_filters import CharFilter, UUIDFilter
from rest_framework import serializers

from apikit.closed import Example
from apikit.fields import ScopedRelatedField, TextLine
from apikit.mixins import Creatable, Deletable, Listable, Retrievable, Updatable
from apikit.selection import Expansion
from apikit.serializers import StrictSerializer
from apikit.viewsets import ResourceViewSet
from campaigns.ad_labels.refusals import NameOrId
from campaigns.ad_labels.resolving import LabelKind
from campaigns.ad_labels.services import revise_label, state_label, withdraw_label
from campaigns.api.relations import campaigns_of
from campaigns.models import AdLabel
from campaigns.scoping import visible_ad_labels
from clients.api.archiving import archived_filter, without_archived
from clients.api.relations import account_field
from people.principal import asking


class AdLabelSerializer(StrictSerializer):
    """What a name, or an id, of one source in one account's ad exports stands for."""

    id = serializers.UUIDField(read_only=True)
    account = account_field()
    source = TextLine(  # type: ignore[assignment]  # a member, not the base class's attribute
        max_length=60, help_text="The system that exports it, as its ad units have it."
    )
    name = TextLine(
        max_length=300,
        required=False,
        allow_null=True,
        help_text="The vendor's name of a campaign, ad group or ad; case, width and spaces make no difference.",
    )
    external_id = TextLine(max_length=120, required=False, allow_null=True, help_text="Its id; one of both is sent.")
    campaign = ScopedRelatedField(scope=campaigns_of)
    units = serializers.IntegerField(read_only=True, help_text="How many ad units are linked by it now.")
    created_by = serializers.CharField(read_only=True)
    archived_by = serializers.CharField(read_only=True, help_text="Who deleted it; blank while it is in force.")
    archived_at = serializers.DateTimeField(read_only=True, allow_null=True)
    version = serializers.IntegerField(read_only=True)
    created_at = serializers.DateTimeField(read_only=True)
    updated_at = serializers.DateTimeField(read_only=True)

    class Meta:
        model = AdLabel

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a label about both or neither."""
        if self.instance is None and (attrs.get("name") is None) == (attrs.get("external_id") is None):
            raise NameOrId
        return attrs

    def to_representation(self, instance: AdLabel) -> dict[str, Any]:
        """Write the text as name or as external_id, whichever it is."""
        for kind in LabelKind:
            setattr(instance, kind.value, instance.text if instance.kind == kind else None)
        shown: dict[str, Any] = super().to_representation(instance)
        return shown


class AdLabelChange(AdLabelSerializer):
    """What can be changed of a label: the campaign that it stands for."""

    account = ScopedRelatedField(read_only=True)
    source = serializers.CharField(read_only=True)  # type: ignore[assignment]
    name = serializers.CharField(read_only=True, allow_null=True)  # type: ignore[assignment]
    external_id = serializers.CharField(read_only=True, allow_null=True)  # type: ignore[assignment]


class AdLabelViewSet(Listable, Retrievable, Creatable, Updatable, Deletable, ResourceViewSet):
    """The labels of the accounts that the caller works on."""

    resource = "ad-labels"
    serializer_class = AdLabelSerializer
    input_serializers: ClassVar = {"partial_update": AdLabelChange}
    if_match_required = True
    capabilities: ClassVar = {
        "list": "ad_units:read",
        "retrieve": "ad_units:read",
        "create": "ad_units:write",
        "partial_update": "ad_units:write",
        "destroy": "ad_units:write",
    }
    filters: ClassVar = {
        "account": UUIDFilter(field_name="account_id"),
        "brand": UUIDFilter(field_name="account__brand_id"),
        "campaign": UUIDFilter(field_name="campaign_id"),
        "source": CharFilter(),
        "archived": archived_filter(),
    }
    sort_fields: ClassVar = {"created_at": "created_at", "name": "text"}
    expandable: ClassVar = {
        "account": Expansion("account", "clients.api.accounts.AccountSerializer", "accounts:read"),
        "campaign": Expansion("campaign", "campaigns.api.campaigns.CampaignSerializer", "campaigns:read"),
    }
    examples: ClassVar = {
        "create": Example(
            {
                "account": "01990000-0000-7000-8000-000000000020",
                "source": "tiktok_ads",
                "name": "Spring launch 2026",
                "campaign": "01990000-0000-7000-8000-000000000030",
            }
        ),
        "partial_update": Example({"campaign": "01990000-0000-7000-8000-000000000031"}),
    }

    def scope(self) -> QuerySet[AdLabel]:
        """Give the labels of the accounts on which the caller has the action's capability."""
        labels = without_archived(self, visible_ad_labels(asking(self.request), self.capability))
        return labels.select_related("account").annotate(units=Count("ad_units"))

    def perform_create(self, data: Mapping[str, Any]) -> AdLabel:
        """State what a name stands for: its ad units, and those under them, are linked now and in later files.

        What a person or an import said of a single ad unit stays.
        """
        kind = LabelKind.NAME if data.get("name") is not None else LabelKind.EXTERNAL_ID
        stated = {"account": data["account"], "source": data["source"], "campaign": data["campaign"]}
        label = state_label(asking(self.request), kind=kind, text=data[kind.value], **stated)
        return self._counted(label)

    def perform_update(self, instance: AdLabel, data: Mapping[str, Any], *, expected: int | None) -> AdLabel:
        """Let a name stand for another campaign; what it linked moves there."""
        campaign = data.get("campaign", instance.campaign)
        return self._counted(revise_label(asking(self.request), instance, campaign=campaign, expected=expected))

    def perform_destroy(self, instance: AdLabel, *, expected: int | None) -> None:
        """Undo a label: what it linked is unlinked, unless something else is stated of it."""
        withdraw_label(asking(self.request), instance, expected=expected)

    def _counted(self, label: AdLabel) -> AdLabel:
        label.units = label.ad_units.count()  # type: ignore[attr-defined]
        return label
