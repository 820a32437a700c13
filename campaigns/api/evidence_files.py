"""`/evidence-files`: screenshots and documents that show where typed values were read."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django_filters import UUIDFilter
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.renderers import BaseRenderer

from apikit.closed import Example
from apikit.fields import ScopedRelatedField
from apikit.mixins import Creatable, Deletable, Listable, Retrievable
from apikit.serializers import StrictModelSerializer, StrictSerializer
from apikit.viewsets import ResourceViewSet
from apikit.wire import to_json
from campaigns.api.import_shapes import UploadedFileField
from campaigns.models import EvidenceFile
from campaigns.pushes.evidence import LARGEST_BYTES, MEDIA_TYPES, Shown, discard_evidence, keep_evidence
from campaigns.scoping import visible_evidence
from clients.api.relations import account_field
from people.principal import asking

HARMLESS = "default-src 'none'; sandbox"
"""The browser shows the file alone: no script in it runs, and nothing else is fetched."""


class EvidenceFileSerializer(StrictModelSerializer):
    """A file that shows where values were read; its bytes are at `/content`."""

    account = ScopedRelatedField(read_only=True)
    media_type = serializers.ChoiceField(choices=MEDIA_TYPES, read_only=True)

    class Meta:
        model = EvidenceFile
        fields = ("id", "account", "file_name", "media_type", "size", "sha256", "created_by", "created_at")
        read_only_fields = fields


class EvidenceUpload(StrictSerializer):
    """A file and the account whose values it shows, as `multipart/form-data`."""

    file = UploadedFileField(help_text="PNG, JPEG, WebP or PDF, at most 10 MB; told by its first bytes.")
    account = account_field(help_text="Whose values it shows.")


class AsItIsRenderer(BaseRenderer):
    """Stands for whatever a kept file is; a problem stays JSON."""

    media_type = "*/*"
    format = "file"
    charset = None
    render_style = "binary"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """Encode what is no file."""
        del accepted_media_type, renderer_context
        return to_json(data)


def the_file() -> OpenApiResponse:
    """Describe the answer of a download."""
    return OpenApiResponse(OpenApiTypes.BINARY, description="The file as it was sent.")


class EvidenceFileViewSet(Listable, Retrievable, Creatable, Deletable, ResourceViewSet):
    """The evidence of the accounts that the caller works on."""

    resource = "evidence-files"
    serializer_class = EvidenceFileSerializer
    input_serializers: ClassVar = {"create": EvidenceUpload}
    output_serializers: ClassVar[Any] = {"content": the_file}
    file_actions = frozenset({"create"})
    capabilities: ClassVar = {
        "list": "imports:read",
        "retrieve": "imports:read",
        "content": "imports:read",
        "create": "imports:write",
        "destroy": "imports:write",
    }
    filters: ClassVar = {
        "account": UUIDFilter(field_name="account_id"),
        "brand": UUIDFilter(field_name="account__brand_id"),
        "value": UUIDFilter(field_name="shows__value_id", help_text="Those that show this manual value."),
    }
    sort_fields: ClassVar = {"created_at": "created_at"}
    examples: ClassVar = {
        "create": Example({"file": "overview.png", "account": "01990000-0000-7000-8000-000000000020"})
    }

    def scope(self) -> QuerySet[EvidenceFile]:
        """Give the evidence of the accounts on which the caller has the action's capability, without its bytes."""
        return visible_evidence(asking(self.request), self.capability).defer("data")

    def perform_create(self, data: Mapping[str, Any]) -> EvidenceFile:
        """Keep a picture or document, for the values that it shows."""
        file = data["file"]
        shown = Shown(data["account"], file.name, file.read(LARGEST_BYTES + 1))
        return keep_evidence(shown, actor=asking(self.request).actor())

    def perform_destroy(self, instance: EvidenceFile, *, expected: int | None) -> None:
        """Delete a file that no value which counts names."""
        del expected
        discard_evidence(instance, actor=asking(self.request).actor())

    @action(detail=True, methods=["get"], url_path="content", renderer_classes=[AsItIsRenderer])
    def content(self, request: Any, **_: str) -> HttpResponse:
        """Download the file, as it was sent."""
        del request
        file = self.get_object()
        return HttpResponse(
            bytes(file.data),
            content_type=file.media_type,
            headers={
                "Content-Disposition": str(content_disposition_header(as_attachment=True, filename=file.file_name)),
                "Content-Security-Policy": HARMLESS,
            },
        )
