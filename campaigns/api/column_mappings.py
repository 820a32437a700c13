"""`/column-mappings`: kinds of table that an agency named the columns of, once, for every file of that kind."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django_filters import CharFilter, ChoiceFilter
from rest_framework.decorators import action
from rest_framework.response import Response

from apikit.closed import Example
from apikit.mixins import Creatable, Deletable, Listable, Retrievable, Updatable
from apikit.viewsets import ResourceViewSet
from campaigns.api.column_mapping_shapes import (
    GRAINS,
    ColumnMappingChange,
    ColumnMappingSerializer,
    ColumnMappingVersionSerializer,
)
from campaigns.mapping.services import archive_mapping, revise_mapping, save_mapping
from campaigns.models import ColumnMapping, ColumnMappingVersion
from clients.api.archiving import archived_filter, without_archived
from clients.models import NETWORK_CHOICES
from people.principal import asking

WEEKLY: Mapping[str, Any] = {
    "name": "Weekly article sheet",
    "network": "wechat",
    "grain": "content",
    "columns": [
        {"header": "发布时间", "name": "published_at", "factor": "1"},
        {"header": "标题", "name": "title", "factor": "1"},
        {"header": "阅读数", "name": "reads", "factor": "1"},
        {"header": "分享数", "name": "shares", "factor": "1"},
        {"header": "完读率(%)", "name": "completion_rate", "factor": "0.01"},
        {"header": "在看率", "name": None, "factor": "1"},
    ],
    "fixed": {"format": "article"},
    "options": {"decimal_sign": ".", "date_format": "auto", "utc_offset": "+08:00", "sheet": None},
    "provenance": "export",
}


class ColumnMappingViewSet(Listable, Retrievable, Creatable, Updatable, Deletable, ResourceViewSet):
    """The mappings of the agency."""

    resource = "column-mappings"
    serializer_class = ColumnMappingSerializer
    input_serializers: ClassVar = {"partial_update": ColumnMappingChange}
    output_serializers: ClassVar = {"versions": ColumnMappingVersionSerializer}
    paged_actions = frozenset({"versions"})
    if_match_required = True
    capabilities: ClassVar = {
        "list": "imports:read",
        "retrieve": "imports:read",
        "versions": "imports:read",
        "create": "imports:write",
        "partial_update": "imports:write",
        "destroy": "imports:write",
    }
    filters: ClassVar = {
        "name": CharFilter(lookup_expr="icontains"),
        "network": ChoiceFilter(choices=NETWORK_CHOICES),
        "grain": ChoiceFilter(choices=GRAINS),
        "archived": archived_filter(),
    }
    sort_fields: ClassVar = {"created_at": "created_at", "name": "name"}
    examples: ClassVar = {
        "create": Example(WEEKLY),
        "partial_update": Example({"columns": WEEKLY["columns"][:5]}),
    }

    def scope(self) -> QuerySet[ColumnMapping]:
        """Give the mappings: the whole agency reads with them."""
        return without_archived(self, ColumnMapping.objects.all())

    def perform_create(self, data: Mapping[str, Any]) -> ColumnMapping:
        """Name the columns of a kind of table; files that have these columns are read by it from now on.

        The product's own profiles come first. Every fault of the statement is told at once.
        """
        return save_mapping(asking(self.request), data)

    def perform_update(
        self, instance: ColumnMapping, data: Mapping[str, Any], *, expected: int | None
    ) -> ColumnMapping:
        """Make a new version; a stated `columns`, `fixed` or `options` replaces the former one whole."""
        return revise_mapping(asking(self.request), instance, data, expected=expected)

    def perform_destroy(self, instance: ColumnMapping, *, expected: int | None) -> None:
        """Archive a mapping: it reads no more files, what it read stays."""
        archive_mapping(asking(self.request), instance, expected=expected)

    @action(detail=True, methods=["get"], url_path="versions")
    def versions(self, request: Any, **_: str) -> Response:
        """List what a mapping said in each of its versions, and who said it."""
        del request
        return self.page(ColumnMappingVersion.objects.filter(mapping=self.get_object()))
