"""`/brands`: the client brands that the agency works for."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django_filters import CharFilter
from rest_framework.decorators import action
from rest_framework.response import Response

from apikit.bodies import read_body
from apikit.closed import Example
from apikit.fields import CurrencyField
from apikit.mixins import Creatable, Deletable, Listable, Retrievable, Updatable
from apikit.serializers import StrictSerializer
from apikit.viewsets import ResourceViewSet
from clients.api.archiving import archived_filter, without_archived
from clients.internal import InternalSerializer
from clients.models import Brand
from clients.scoping import visible_brands
from clients.services.brands import archive_brand, create_brand, restore_brand, revise_brand
from people.principal import asking


class BrandSerializer(InternalSerializer):
    """A client brand; `internal_notes` is only there for who has `internal:read` on it."""

    currency = CurrencyField(required=False, allow_blank=True)

    class Meta:
        model = Brand
        fields = (
            "id",
            "name",
            "industry",
            "currency",
            "time_zone",
            "internal_notes",
            "archived_at",
            "version",
            "created_at",
            "updated_at",
        )
        read_only_fields = ("id", "archived_at", "version", "created_at", "updated_at")

    def brand_id_of(self, row: Brand) -> UUID | None:
        """Name the brand itself."""
        return row.id


class BrandViewSet(Listable, Retrievable, Creatable, Updatable, Deletable, ResourceViewSet):
    """The brands that the caller works on."""

    resource = "brands"
    serializer_class = BrandSerializer
    if_match_required = True
    capabilities: ClassVar = {
        "list": "brands:read",
        "retrieve": "brands:read",
        "create": "brands:create",
        "partial_update": "brands:update",
        "destroy": "brands:delete",
        "restore": "brands:delete",
    }
    filters: ClassVar = {
        "name": CharFilter(lookup_expr="icontains"),
        "industry": CharFilter(),
        "archived": archived_filter(),
    }
    sort_fields: ClassVar = {"created_at": "created_at", "name": "name"}
    examples: ClassVar = {
        "create": Example({"name": "Aurora", "currency": "CNY", "time_zone": "Asia/Shanghai", "industry": "beauty"}),
        "partial_update": Example({"industry": "skin care"}),
    }

    def scope(self) -> QuerySet[Brand]:
        """Give the brands on which the caller has the action's capability."""
        return without_archived(self, visible_brands(asking(self.request), self.capability))

    def perform_create(self, data: Mapping[str, Any]) -> Brand:
        """Create a brand; only its name is needed, the rest comes from the agency's defaults."""
        return create_brand(asking(self.request), data)

    def perform_update(self, instance: Brand, data: Mapping[str, Any], *, expected: int | None) -> Brand:
        """Change a brand."""
        return revise_brand(asking(self.request), instance, data, expected=expected)

    def perform_destroy(self, instance: Brand, *, expected: int | None) -> None:
        """Archive a brand: it leaves the lists, its numbers stay."""
        archive_brand(asking(self.request), instance, expected=expected)

    @action(detail=True, methods=["post"], url_path=":restore")
    def restore(self, request: Any, **_: Any) -> Response:
        """Bring an archived brand back."""
        read_body(request, StrictSerializer)
        return self.answer(restore_brand(asking(request), self.get_object()))
