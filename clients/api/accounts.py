"""`/accounts`: the brands' presences on the networks."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django_filters import CharFilter, ChoiceFilter, UUIDFilter
from rest_framework import serializers

from apikit.closed import Example
from apikit.fields import ScopedRelatedField, TextLine
from apikit.mixins import Creatable, Deletable, Listable, Retrievable, Updatable
from apikit.selection import Expansion
from apikit.serializers import StrictModelSerializer
from apikit.viewsets import ResourceViewSet
from clients.api.archiving import archived_filter, without_archived
from clients.api.relations import brand_field
from clients.models import KIND_CHOICES, NETWORK_CHOICES, NetworkAccount
from clients.networks import Network
from clients.scoping import visible_accounts
from clients.services.accounts import archive_account, bare_handle, connect_account, revise_account
from people.principal import asking


class AccountSerializer(StrictModelSerializer):
    """A brand's account on one network."""

    brand = brand_field()
    kind = serializers.ChoiceField(
        choices=KIND_CHOICES, required=False, help_text="WeChat has several kinds; an official account if not stated."
    )
    handle = TextLine(max_length=120, help_text="With or without the @ before it.")

    class Meta:
        model = NetworkAccount
        validators = ()
        fields = (
            "id",
            "brand",
            "network",
            "kind",
            "handle",
            "external_id",
            "display_name",
            "time_zone",
            "archived_at",
            "version",
            "created_at",
            "updated_at",
        )
        read_only_fields: ClassVar[tuple[str, ...]] = ("id", "archived_at", "version", "created_at", "updated_at")

    def validate_handle(self, value: str) -> str:
        """Refuse a handle that is only an @."""
        if not bare_handle(value):
            raise serializers.ValidationError("This field may not be blank.", code="blank")
        return value


class AccountChange(AccountSerializer):
    """What can be changed of an account: never whose it is, and on which network."""

    brand = ScopedRelatedField(read_only=True)

    class Meta(AccountSerializer.Meta):
        read_only_fields = (*AccountSerializer.Meta.read_only_fields, "network", "kind")

    kind = serializers.ChoiceField(choices=KIND_CHOICES, read_only=True)


class AccountViewSet(Listable, Retrievable, Creatable, Updatable, Deletable, ResourceViewSet):
    """The accounts of the brands that the caller works on."""

    resource = "accounts"
    serializer_class = AccountSerializer
    input_serializers: ClassVar = {"partial_update": AccountChange}
    capabilities: ClassVar = {
        "list": "accounts:read",
        "retrieve": "accounts:read",
        "create": "accounts:write",
        "partial_update": "accounts:write",
        "destroy": "accounts:write",
    }
    filters: ClassVar = {
        "brand": UUIDFilter(field_name="brand_id"),
        "network": ChoiceFilter(choices=NETWORK_CHOICES),
        "kind": ChoiceFilter(choices=KIND_CHOICES),
        "handle": CharFilter(lookup_expr="iexact"),
        "archived": archived_filter(),
    }
    sort_fields: ClassVar = {"created_at": "created_at", "handle": "handle", "network": "network"}
    expandable: ClassVar = {"brand": Expansion("brand", "clients.api.brands.BrandSerializer", "brands:read")}
    examples: ClassVar = {
        "create": Example(
            {"brand": "01990000-0000-7000-8000-000000000010", "network": "tiktok", "handle": "aurora.beauty"}
        ),
        "partial_update": Example({"display_name": "Aurora Beauty"}),
    }

    def scope(self) -> QuerySet[NetworkAccount]:
        """Give the accounts of the brands on which the caller has the action's capability."""
        return without_archived(self, visible_accounts(asking(self.request), self.capability))

    def perform_create(self, data: Mapping[str, Any]) -> NetworkAccount:
        """Connect an account; brand, network and handle are needed."""
        values = dict(data)
        return connect_account(asking(self.request), network=Network(values.pop("network")), **values)

    def perform_update(
        self, instance: NetworkAccount, data: Mapping[str, Any], *, expected: int | None
    ) -> NetworkAccount:
        """Change an account."""
        return revise_account(asking(self.request), instance, data, expected=expected)

    def perform_destroy(self, instance: NetworkAccount, *, expected: int | None) -> None:
        """Archive an account: it leaves the lists, its numbers stay."""
        archive_account(asking(self.request), instance, expected=expected)
