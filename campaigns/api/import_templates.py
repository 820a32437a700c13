"""`/import-templates/{grain}`: our own CSV of each grain, to be filled in."""

from collections.abc import Mapping
from typing import Any, ClassVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response

from apikit.problems import missing
from apikit.views import ActionView
from campaigns.readers import Grain, template_csv


class CsvRenderer(BaseRenderer):
    """Renders text that is CSV already."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self, data: str, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """Encode the text."""
        del accepted_media_type, renderer_context
        return data.encode()


def csv_file() -> OpenApiResponse:
    """Describe the answer of a download."""
    return OpenApiResponse(OpenApiTypes.STR, description="The CSV file.")


class ImportTemplateView(ActionView):
    """Our own CSV of one grain."""

    resource = "import-templates"
    operations: ClassVar = {"get": "import_templates_download"}
    capabilities: ClassVar = {"get": "imports:read"}
    path_parameters: ClassVar = {"grain": {"type": "string", "enum": [grain.value for grain in Grain]}}
    output_serializers: ClassVar = {"get": csv_file}
    renderer_classes = (CsvRenderer,)  # type: ignore[assignment]  # the one answer here that is no JSON

    def get(self, request: Any, grain: str) -> Response:
        """Download the template of a grain: its header and one example row."""
        del request
        if grain not in list(Grain):
            raise missing()
        return Response(
            template_csv(Grain(grain)),
            headers={"Content-Disposition": f'attachment; filename="yardstick_{grain}.csv"'},
        )
