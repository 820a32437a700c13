"""`/creators`: who makes content for brands."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django_filters import CharFilter, ChoiceFilter
from rest_framework.decorators import action
from rest_framework.response import Response

from apikit.bodies import read_body
from apikit.closed import Example
from apikit.mixins import Creatable, Deletable, Listable, Retrievable, Updatable
from apikit.viewsets import ResourceViewSet
from campaigns.models import Creator
from campaigns.services.creators import add_creator, delete_creator, erase_creator, revise_creator
from clients.internal import InternalSerializer
from clients.models import NETWORK_CHOICES
from people.api.erasing import ERASURE_EXAMPLE, PREVIEW, ErasingMode, Erasure, erasure_answer, words_field
from people.principal import asking


class CreatorSerializer(InternalSerializer):
    """A creator, known to the whole agency."""

    class Meta:
        model = Creator
        fields = ("id", "name", "network", "handle", "internal_notes", "version", "created_at", "updated_at")
        read_only_fields = ("id", "version", "created_at", "updated_at")

    def brand_id_of(self, _: Creator) -> None:
        """Belong to no brand."""


class CreatorErasing(ErasingMode):
    """How else the creator is called."""

    words = words_field(required=False)


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
        "erase": "people:erase",
    }
    input_serializers: ClassVar = {"erase": CreatorErasing}
    output_serializers: ClassVar = {"erase": Erasure}
    filters: ClassVar = {
        "network": ChoiceFilter(choices=NETWORK_CHOICES),
        "handle": CharFilter(lookup_expr="iexact"),
        "name": CharFilter(lookup_expr="icontains"),
    }
    sort_fields: ClassVar = {"created_at": "created_at", "name": "name"}
    examples: ClassVar = {
        "create": Example({"name": "Lin Xia", "network": "xiaohongshu", "handle": "linxia"}),
        "partial_update": Example({"handle": "linxia.daily"}),
        "erase": Example({"mode": "preview", "words": ["Lin the tea lady"]}, ERASURE_EXAMPLE),
    }

    @action(detail=True, methods=["post"], url_path=":erase")
    def erase(self, request: Any, **_: str) -> Response:
        """Replace a creator's name, handle and notes wherever they stand; contents, costs and numbers stay theirs.

        `words` are other spellings. Without `mode: commit` nothing changes and the answer tells where they stand.
        """
        creator = self.get_object()
        body = read_body(request, CreatorErasing)
        places = erase_creator(
            asking(request), creator, more_words=body.get("words", ()), preview=body["mode"] == PREVIEW
        )
        return erasure_answer(body["mode"], places)

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
