"""`/tracking-codes`: codes that survive where links do not, each good between two days."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django_filters import CharFilter, ChoiceFilter, UUIDFilter
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apikit.closed import Example
from apikit.fields import ScopedRelatedField, TextLine
from apikit.mixins import Creatable, Deletable, Listable, Retrievable, Updatable
from apikit.serializers import StrictModelSerializer
from apikit.viewsets import ResourceViewSet
from campaigns.api.relations import creator_field
from campaigns.api.tracking_link_shapes import (
    branded_accounts,
    branded_campaigns,
    branded_contents,
    subject_field,
)
from campaigns.attribution.codes import CodeKind, path_of
from campaigns.models import TrackingCode
from campaigns.models.attribution import CODE_KINDS
from campaigns.scoping import visible_codes
from campaigns.services.tracking_codes import archive_code, create_code, revise_code
from clients.api.archiving import archived_filter, without_archived
from people.principal import asking


class CodeSerializer(StrictModelSerializer):
    """A code by which a conversion finds its content, campaign or account on the days on which it is good."""

    brand = ScopedRelatedField(read_only=True)
    account = subject_field(branded_accounts)
    campaign = subject_field(branded_campaigns)
    content = subject_field(branded_contents)
    creator = creator_field()
    code = TextLine(required=False, max_length=64, help_text="Made where nothing is sent, to fit what carries it.")
    path = serializers.SerializerMethodField(help_text="What opens the mini program; null for other kinds.")

    class Meta:
        model = TrackingCode
        fields = (
            "id",
            "brand",
            "account",
            "campaign",
            "content",
            "creator",
            "kind",
            "code",
            "page",
            "path",
            "valid_from",
            "valid_to",
            "archived_at",
            "version",
            "created_at",
            "updated_at",
        )
        read_only_fields: tuple[str, ...] = ("id", "archived_at", "version", "created_at", "updated_at")
        extra_kwargs: ClassVar = {
            "page": {"help_text": "The mini program's page, such as pages/index/index."},
            "valid_from": {"required": False, "help_text": "The first good day; today where nothing is said."},
            "valid_to": {"help_text": "The last good day; null for as long as it is not archived."},
        }

    @extend_schema_field({"type": ["string", "null"]})
    def get_path(self, code: TrackingCode) -> str | None:
        """Write the path that opens a mini program with the code as its scene."""
        return path_of(CodeKind(code.kind), code.code, code.page)


class CodeChange(CodeSerializer):
    """What can be changed of a code: when it is good, and the page that it opens."""

    account = ScopedRelatedField(read_only=True)
    campaign = ScopedRelatedField(read_only=True)
    content = ScopedRelatedField(read_only=True)
    creator = ScopedRelatedField(read_only=True)
    code = TextLine(read_only=True)

    class Meta(CodeSerializer.Meta):
        read_only_fields = (*CodeSerializer.Meta.read_only_fields, "kind")


class CodeViewSet(Listable, Retrievable, Creatable, Updatable, Deletable, ResourceViewSet):
    """The tracking codes of the brands that the caller works on."""

    resource = "tracking-codes"
    serializer_class = CodeSerializer
    input_serializers: ClassVar = {"partial_update": CodeChange}
    capabilities: ClassVar = {
        "list": "tracking:read",
        "retrieve": "tracking:read",
        "create": "tracking:write",
        "partial_update": "tracking:write",
        "destroy": "tracking:write",
    }
    filters: ClassVar = {
        "brand": UUIDFilter(field_name="brand_id"),
        "account": UUIDFilter(field_name="account_id"),
        "campaign": UUIDFilter(field_name="campaign_id"),
        "content": UUIDFilter(field_name="content_id"),
        "creator": UUIDFilter(field_name="creator_id"),
        "kind": ChoiceFilter(choices=CODE_KINDS),
        "code": CharFilter(lookup_expr="iexact"),
        "archived": archived_filter(),
    }
    sort_fields: ClassVar = {"created_at": "created_at", "valid_from": "valid_from"}
    examples: ClassVar = {
        "create": Example(
            {
                "kind": "mini_program_path",
                "content": "01990000-0000-7000-8000-000000000040",
                "page": "pages/goods/detail",
                "valid_from": "2026-03-01",
                "valid_to": "2026-04-30",
            }
        ),
        "partial_update": Example({"valid_to": "2026-05-31"}),
    }

    def scope(self) -> QuerySet[TrackingCode]:
        """Give the codes of the brands on which the caller has the action's capability."""
        return without_archived(self, visible_codes(asking(self.request), self.capability))

    def perform_create(self, data: Mapping[str, Any]) -> TrackingCode:
        """Make a code for a content, campaign or account; the brand may have no other of its kind and text then."""
        return create_code(asking(self.request), data)

    def perform_update(self, instance: TrackingCode, data: Mapping[str, Any], *, expected: int | None) -> TrackingCode:
        """Change the days on which a code is good, or the page that it opens."""
        return revise_code(asking(self.request), instance, data, expected=expected)

    def perform_destroy(self, instance: TrackingCode, *, expected: int | None) -> None:
        """Archive a code: what was done with it before today stays, from today its text is free again."""
        archive_code(asking(self.request), instance, expected=expected)
