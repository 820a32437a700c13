"""`/tracking-links`: addresses with utm parameters, one a content, and what of them survives in the network's apps."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from django.db.models import QuerySet
from django_filters import UUIDFilter
from rest_framework.decorators import action
from rest_framework.response import Response

from apikit.bodies import read_body
from apikit.closed import Example
from apikit.mixins import Creatable, Deletable, Listable, Retrievable, Updatable
from apikit.named_rows import named_rows
from apikit.selection import Expansion
from apikit.viewsets import ResourceViewSet
from campaigns.api.tracking_link_shapes import (
    LinkBatch,
    LinkBatchAnswer,
    LinkChange,
    LinkPreviewSerializer,
    LinkSerializer,
    branded_contents,
)
from campaigns.models import TrackingLink
from campaigns.scoping import visible_links
from campaigns.services.tracking_links import archive_link, create_link, create_links, design_link, revise_link
from clients.api.archiving import archived_filter, without_archived
from people.principal import asking


class LinkViewSet(Listable, Retrievable, Creatable, Updatable, Deletable, ResourceViewSet):
    """The tracking links of the brands that the caller works on."""

    resource = "tracking-links"
    serializer_class = LinkSerializer
    input_serializers: ClassVar = {"partial_update": LinkChange, "preview": LinkSerializer, "batch": LinkBatch}
    output_serializers: ClassVar = {"preview": LinkPreviewSerializer, "batch": LinkBatchAnswer}
    success_status: ClassVar = {"batch": HTTPStatus.CREATED.value}
    capabilities: ClassVar = {
        "list": "tracking:read",
        "retrieve": "tracking:read",
        "create": "tracking:write",
        "partial_update": "tracking:write",
        "destroy": "tracking:write",
        "preview": "tracking:write",
        "batch": "tracking:write",
    }
    filters: ClassVar = {
        "brand": UUIDFilter(field_name="brand_id"),
        "account": UUIDFilter(field_name="account_id"),
        "campaign": UUIDFilter(field_name="campaign_id"),
        "content": UUIDFilter(field_name="content_id"),
        "creator": UUIDFilter(field_name="creator_id"),
        "archived": archived_filter(),
    }
    sort_fields: ClassVar = {"created_at": "created_at"}
    expandable: ClassVar = {
        "content": Expansion("content", "campaigns.api.contents.ContentSerializer", "contents:read"),
        "campaign": Expansion("campaign", "campaigns.api.campaigns.CampaignSerializer", "campaigns:read"),
    }
    examples: ClassVar = {
        "create": Example(
            {
                "content": "01990000-0000-7000-8000-000000000040",
                "destination": "https://shop.example/spring?color=red",
                "term": "ootd",
            }
        ),
        "preview": Example(
            {"content": "01990000-0000-7000-8000-000000000040", "destination": "https://shop.example/spring"}
        ),
        "batch": Example(
            {
                "contents": ["01990000-0000-7000-8000-000000000040", "01990000-0000-7000-8000-000000000041"],
                "destination": "https://shop.example/spring",
                "medium": "influencer",
            }
        ),
        "partial_update": Example({"term": "spring-look"}),
    }

    def scope(self) -> QuerySet[TrackingLink]:
        """Give the links of the brands on which the caller has the action's capability."""
        links = visible_links(asking(self.request), self.capability).select_related("account")
        links = links.select_related("campaign", "content__campaign") if self.action == "partial_update" else links
        return without_archived(self, links)

    def perform_create(self, data: Mapping[str, Any]) -> TrackingLink:
        """Build a link for a content, campaign or account and keep it."""
        return create_link(asking(self.request), data)

    def perform_update(self, instance: TrackingLink, data: Mapping[str, Any], *, expected: int | None) -> TrackingLink:
        """Change where a link leads, or what its parameters say; what is out in the world stays as it is."""
        return revise_link(asking(self.request), instance, data, expected=expected)

    def perform_destroy(self, instance: TrackingLink, *, expected: int | None) -> None:
        """Archive a link: it leaves the lists, and what comes through it still lands."""
        archive_link(asking(self.request), instance, expected=expected)

    @action(detail=False, methods=["post"], url_path=":preview")
    def preview(self, request: Any, **_: Any) -> Response:
        """Build a link without keeping it: its address, what of it survives where, and what is odd about it."""
        return Response(LinkPreviewSerializer(design_link(read_body(request, LinkSerializer))).data)

    @action(detail=False, methods=["post"], url_path=":batch")
    def batch(self, request: Any, **_: Any) -> Response:
        """Build and keep one link for each content, all or none."""
        body = dict(read_body(request, LinkBatch))
        contents = named_rows(branded_contents(request), body.pop("contents"), member="contents")
        items = LinkSerializer(create_links(asking(request), contents, body), many=True).data
        return Response({"items": items}, status=HTTPStatus.CREATED)
