"""`/creators`: who makes content for brands."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django_filters import CharFilter, ChoiceFilter

from apikit.closed import Example
from apikit.mixins import Creatable, Deletable, Listable, Retrievable, Updatable
from apikit.viewsets import ResourceViewSet
from campaigns.models import Creator
from campaigns.services.creators import add_creator, delete_creator, revise_creator
from clients.internal import InternalSerializer
from clients.models import NETWORK_CHOICES
from people.principal import asking


class CreatorSerializer(InternalSerializer):
    """A creator, known to the whole agency."""

    class Meta:
        model = Creator
        fields = ("id", "name", "network", "handle", "internal_notes", "version", "created_at", "updated_at")
        read_only_fields = ("id", "version", "created_at", "updated_at")

    def brand_id_of(self, _: Creator) -> None:
        """Belong to no brand."""


class CreatorViewSet(Listable, Retrievable, Creatable, Updatable, Deletable, ResourceViewSet):
    """The agency's creators."""

    resource = "creators"
    serializer_class = CreatorSerializer
    capabilities: ClassVar = {
        "list": "creators:read",
        "retrieve": "creators:read",
        "create": "creators:write",
        "partial_update": "creators:write",
        "destroy": "creators:write",
    }
    filters: ClassVar = {
        "network": ChoiceFilter(choices=NETWORK_CHOICES),
        "handle": CharFilter(lookup_expr="iexact"),
        "name": CharFilter(lookup_expr="icontains"),
    }
    sort_fields: ClassVar = {"created_at": "created_at", "name": "name"}
    examples: ClassVar = {
        "create": Example({"name": "Lin Xia", "network": "xiaohongshu", "handle": "linxia"}),
        "partial_update": Example({"handle": "linxia.daily"}),
    }

    def scope(self) -> QuerySet[Creator]:
        """Give every creator of the agency."""
        return Creator.objects.all()

    def perform_create(self, data: Mapping[str, Any]) -> Creator:
        """Add a creator."""
        return add_creator(asking(self.request), data)

    def perform_update(self, instance: Creator, data: Mapping[str, Any], *, expected: int | None) -> Creator:
        """Change a creator."""
        return revise_creator(asking(self.request), instance, data, expected=expected)

    def perform_destroy(self, instance: Creator, *, expected: int | None) -> None:
        """Delete a creator whom no content and no cost names."""
        del expected
        delete_creator(asking(self.request), instance)
