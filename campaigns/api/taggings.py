"""`/taggings`: who tagged what and when, and the way back."""

from http import HTTPStatus
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django_filters import BooleanFilter, ChoiceFilter, UUIDFilter
from rest_framework.decorators import action
from rest_framework.response import Response

from apikit.filters import MomentFilter
from apikit.mixins import Listable, Retrievable
from apikit.viewsets import ResourceViewSet
from campaigns.api.tag_shapes import (
    SOURCES,
    TagChangeSerializer,
    TaggingSerializer,
    UndoneAnswer,
    undone_shown,
)
from campaigns.models import TagChange, Tagging
from campaigns.tagging.scoping import visible_taggings
from campaigns.tagging.services import undo_tagging
from people.principal import asking


def of_content(taggings: QuerySet[Tagging], _: str, content: Any) -> QuerySet[Tagging]:
    """Keep the taggings that changed a content."""
    return taggings.filter(id__in=TagChange.objects.filter(content=content).values("tagging"))


def of_brand(taggings: QuerySet[Tagging], _: str, brand: Any) -> QuerySet[Tagging]:
    """Keep the taggings that changed contents of a brand."""
    return taggings.filter(brands__contains=[brand])


def undone(taggings: QuerySet[Tagging], _: str, value: bool) -> QuerySet[Tagging]:  # noqa: FBT001 - called by django-filter
    """Keep the taggings that were undone, or those that stand."""
    was = Q(undone_by__isnull=False)
    return taggings.filter(was if value else ~was)


class TaggingViewSet(Listable, Retrievable, ResourceViewSet):
    """The acts of tagging all of whose contents the caller may see."""

    resource = "taggings"
    serializer_class = TaggingSerializer
    output_serializers: ClassVar = {"changes": TagChangeSerializer, "undo": UndoneAnswer}
    paged_actions = frozenset({"changes"})
    success_status: ClassVar = {"undo": HTTPStatus.OK}
    capabilities: ClassVar = {
        "list": "contents:read",
        "retrieve": "contents:read",
        "changes": "contents:read",
        "undo": "contents:write",
    }
    filters: ClassVar = {
        "brand": UUIDFilter(method=of_brand),
        "content": UUIDFilter(method=of_content, help_text="Taggings that changed this content."),
        "source": ChoiceFilter(choices=[(source, source) for source in SOURCES]),
        "rule": UUIDFilter(field_name="rule_id"),
        "import": UUIDFilter(field_name="upload_id"),
        "undone": BooleanFilter(method=undone, help_text="true: taken back; false: those that stand."),
        "created_at__gte": MomentFilter(field_name="created_at", lookup_expr="gte"),
        "created_at__lte": MomentFilter(field_name="created_at", lookup_expr="lte"),
    }
    sort_fields: ClassVar = {"created_at": "created_at"}

    def scope(self) -> QuerySet[Tagging]:
        """Give the taggings of contents on all of which the caller has the action's capability."""
        return visible_taggings(asking(self.request), self.capability)

    @action(detail=True, methods=["get"], url_path="changes")
    def changes(self, request: Any, **_: str) -> Response:
        """List each value that a tagging changed, with what it was before; equal ones were confirmed."""
        del request
        return self.page(TagChange.objects.filter(tagging=self.get_object()), default_sort=("id",))

    @action(detail=True, methods=["post"], url_path=":undo")
    def undo(self, request: Any, **_: str) -> Response:
        """Restore what a tagging changed, where nobody has changed it since; an undoing can be undone as well."""
        return Response(undone_shown(undo_tagging(asking(request), self.get_object())))
