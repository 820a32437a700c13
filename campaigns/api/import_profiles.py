"""`/import-profiles` and `/import-templates/{grain}`: which files are understood, and our own ones to fill in."""

from collections.abc import Mapping
from typing import Any, ClassVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response

from apikit.definitions import page_of_definitions
from apikit.problems import missing
from apikit.serializers import StrictSerializer
from apikit.views import ActionView
from campaigns.readers import Grain, Profile, profiles, template_csv


class ImportProfileSerializer(StrictSerializer):
    """One kind of file that can be imported."""

    key = serializers.CharField()
    network = serializers.CharField(allow_null=True, help_text="Null where the file may be of any network.")
    grain = serializers.ChoiceField(choices=[grain.value for grain in Grain])
    title = serializers.CharField()
    description = serializers.CharField()
    header = serializers.DictField(
        child=serializers.CharField(), help_text="What each column is taken for; blank where it is not kept."
    )
    required = serializers.ListField(  # type: ignore[assignment]  # a member, not the base class's attribute
        child=serializers.CharField(), help_text="Columns that a file must have."
    )


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


class ImportProfilesView(ActionView):
    """The kinds of file that can be imported."""

    resource = "import-profiles"
    operations: ClassVar = {"get": "import_profiles_list"}
    capabilities: ClassVar = {"get": "imports:read"}
    paged_actions = frozenset({"get"})
    serializer_class = ImportProfileSerializer

    def get(self, request: Any) -> Response:
        """List the kinds of file that are understood."""
        return page_of_definitions(request, profiles(), profile_shown)


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


def profile_shown(profile: Profile) -> dict[str, Any]:
    """Write a kind of file."""
    return {
        "key": profile.key,
        "network": profile.network,
        "grain": profile.grain.value,
        "title": profile.title,
        "description": profile.description,
        "header": dict(profile.header),
        "required": sorted(profile.required),
    }
