"""`/brand-access`: who works on which brand."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django_filters import UUIDFilter
from rest_framework import serializers

from apikit.closed import Example
from apikit.mixins import Creatable, Deletable, Listable, Retrievable
from apikit.serializers import StrictModelSerializer
from apikit.viewsets import ResourceViewSet
from clients.api.relations import brand_field
from clients.models import BrandAccess
from clients.scoping import visible_access
from clients.services.brand_access import grant_access, withdraw_access
from people.principal import asking
from people.roles import GRANTABLE_ON_A_BRAND, Role


class BrandAccessSerializer(StrictModelSerializer):
    """A member's, or an invited person's, access to one brand."""

    member = serializers.UUIDField(source="membership_id", help_text="A member's id, or an open invitation's.")
    brand = brand_field()
    role = serializers.ChoiceField(
        choices=sorted(GRANTABLE_ON_A_BRAND),
        required=False,
        allow_null=True,
        help_text="Replaces the member's own role on this brand; null keeps it.",
    )

    class Meta:
        model = BrandAccess
        validators = ()
        fields = ("id", "member", "brand", "role", "created_at")
        read_only_fields = ("id", "created_at")

    def to_representation(self, instance: BrandAccess) -> dict[str, Any]:
        """Write no role as null."""
        shown: dict[str, Any] = super().to_representation(instance)
        return {**shown, "role": shown["role"] or None} if "role" in shown else shown


class BrandAccessViewSet(Listable, Retrievable, Creatable, Deletable, ResourceViewSet):
    """The assignments of members to brands."""

    resource = "brand-access"
    serializer_class = BrandAccessSerializer
    capabilities: ClassVar = {
        "list": "brand_access:manage",
        "retrieve": "brand_access:manage",
        "create": "brand_access:manage",
        "destroy": "brand_access:manage",
    }
    filters: ClassVar = {
        "member": UUIDFilter(field_name="membership_id"),
        "brand": UUIDFilter(field_name="brand_id"),
    }
    sort_fields: ClassVar = {"created_at": "created_at"}
    examples: ClassVar = {
        "create": Example(
            {
                "member": "01990000-0000-7000-8000-000000000002",
                "brand": "01990000-0000-7000-8000-000000000010",
                "role": "analyst",
            }
        )
    }

    def scope(self) -> QuerySet[BrandAccess]:
        """Give the assignments to the brands that the caller sees."""
        return visible_access(asking(self.request), self.capability)

    def perform_create(self, data: Mapping[str, Any]) -> BrandAccess:
        """Let a member or an invited person work on a brand."""
        role = data.get("role")
        return grant_access(
            asking(self.request),
            membership_id=data["membership_id"],
            brand=data["brand"],
            role=Role(role) if role else None,
        )

    def perform_destroy(self, instance: BrandAccess, *, expected: int | None) -> None:
        """Take the access to one brand away."""
        del expected
        withdraw_access(asking(self.request), instance)
