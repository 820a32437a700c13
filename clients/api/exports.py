"""`/exports`: everything that the agency has, as one archive that leaves with its owner."""

from base64 import b64encode
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import FileResponse
from django_filters import ChoiceFilter
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response

from apikit.closed import Example
from apikit.mixins import Creatable, Listable, Retrievable
from apikit.serializers import StrictModelSerializer, StrictSerializer
from apikit.viewsets import ResourceViewSet
from clients.exports.services import archive_of, request_export
from clients.models import EXPORT_STATES, AgencyExport
from people.principal import asking


class ZipRenderer(BaseRenderer):
    """Stands for the media type of an archive, which is sent as the file that it is."""

    media_type = "application/zip"
    format = "zip"
    charset = None
    render_style = "binary"


class ProblemSerializer(StrictSerializer):
    """Why an archive could not be made."""

    code = serializers.CharField()
    detail = serializers.CharField()


class ExportSerializer(StrictModelSerializer):
    """An archive that was asked for: `sha256` is the file's digest, `manifest_digest` that of its table of contents."""

    problem = ProblemSerializer(allow_null=True, read_only=True)

    class Meta:
        model = AgencyExport
        fields = (
            "id",
            "state",
            "bytes",
            "sha256",
            "manifest_digest",
            "tables",
            "rows",
            "files",
            "problem",
            "created_by",
            "created_at",
            "finished_at",
            "expires_at",
        )
        read_only_fields = fields


class NothingAsked(StrictSerializer):
    """A body without members."""


def archive_file() -> OpenApiResponse:
    """Describe the answer of a download."""
    return OpenApiResponse(OpenApiTypes.BINARY, description="The archive, a zip.")


class ExportViewSet(Listable, Retrievable, Creatable, ResourceViewSet):
    """The archives that the agency had made."""

    resource = "exports"
    serializer_class = ExportSerializer
    input_serializers: ClassVar = {"create": NothingAsked}
    output_serializers: ClassVar = {"archive": archive_file}  # type: ignore[dict-item]  # what it answers with is no JSON
    capabilities: ClassVar = {
        "list": "exports:manage",
        "retrieve": "exports:manage",
        "create": "exports:manage",
        "archive": "exports:manage",
    }
    filters: ClassVar = {"state": ChoiceFilter(choices=EXPORT_STATES)}
    sort_fields: ClassVar = {"created_at": "created_at"}
    success_status: ClassVar = {"create": 202}
    examples: ClassVar = {"create": Example({})}

    def scope(self) -> QuerySet[AgencyExport]:
        """Give the agency's exports."""
        return AgencyExport.objects.all()

    def perform_create(self, data: Mapping[str, Any]) -> AgencyExport:
        """Have everything that the agency has written into one archive.

        The export is `queued`, then `running`, then `ready`; its archive is kept for 7 days. Only one is made at a
        time.
        """
        del data
        return request_export(asking(self.request))

    def created(self, instance: AgencyExport) -> Response:
        """Answer 202: the archive is made after this answer."""
        response = super().created(instance)
        response.status_code = HTTPStatus.ACCEPTED
        response.headers["Retry-After"] = "1"
        return response

    @action(detail=True, methods=["get"], url_path="archive", renderer_classes=(ZipRenderer,))
    def archive(self, request: Any, **_: str) -> Any:
        """Download the archive. `Repr-Digest` holds the SHA-256 of the file."""
        export, agency = self.get_object(), asking(request).agency
        name = f"{agency.slug}_{export.created_at:%Y%m%d}.zip"
        answer = FileResponse(
            archive_of(agency, export).open("rb"), as_attachment=True, filename=name, content_type="application/zip"
        )
        answer.headers["Repr-Digest"] = f"sha-256=:{b64encode(bytes.fromhex(export.sha256)).decode()}:"  # RFC 9530
        return answer
