"""Fields that stay inside the agency: absent for who may not read them, and not to be written by them."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from apikit.serializers import StrictModelSerializer
from clients.scoping import visible_brands
from people.principal import Principal, asking

READ_INTERNAL = "internal:read"


def reads_internal(request: Any, brand_id: UUID | None) -> bool:
    """Say whether the caller may read internal fields of a brand; None asks for what belongs to no brand.

    Asks the stored access, once a request: the roles in a remembered credential may be seconds old, and a lower role on
    a brand must hold from the moment it is given.
    """
    principal = asking(request)
    if not principal.may(READ_INTERNAL):
        return False
    if principal.sees_every_brand or brand_id is None:
        return True
    return brand_id in _entitled_brands(request, principal)


def _entitled_brands(request: Any, principal: Principal) -> frozenset[UUID]:
    bare = getattr(request, "_request", request)
    known: frozenset[UUID] | None = getattr(bare, "internal_brands", None)
    if known is None:
        known = frozenset(visible_brands(principal, READ_INTERNAL).values_list("id", flat=True))
        bare.internal_brands = known
    return known


class InternalSerializer(StrictModelSerializer):
    """Serializes rows of which `internal_fields` are only for who has `internal:read` on the row's brand."""

    internal_fields: ClassVar[frozenset[str]] = frozenset({"internal_notes"})

    @property
    def sometimes_absent(self) -> frozenset[str]:
        """Name the members that an answer may lack; for the API description."""
        return self.internal_fields

    def brand_id_of(self, row: Any) -> UUID | None:
        """Name the brand that a row belongs to."""
        found: UUID | None = row.brand_id
        return found

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Write the row, without what the caller may not read."""
        shown: dict[str, Any] = super().to_representation(instance)
        if not reads_internal(self.context["request"], self.brand_id_of(instance)):
            for name in self.internal_fields:
                shown.pop(name, None)
        return shown

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse internal fields as if they did not exist."""
        named = self.internal_fields & set(self.initial_data)
        if named and not reads_internal(self.context["request"], self._brand_id(attrs)):
            raise serializers.ValidationError(
                {name: [ErrorDetail(f"'{name}' is not a field here.", "unknown_field")] for name in sorted(named)}
            )
        return attrs

    def _brand_id(self, attrs: Mapping[str, Any]) -> UUID | None:
        if self.instance is not None:
            return self.brand_id_of(self.instance)
        brand = attrs.get("brand")
        return brand.id if brand is not None else None
