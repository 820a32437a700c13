"""`/import-profiles`: which files are understood, where each is found, and a sample of each."""

from collections.abc import Mapping
from typing import Any, ClassVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response

from apikit.closed import Parameter
from apikit.definitions import page_of_definitions
from apikit.problems import bad_parameter, missing
from apikit.serializers import StrictSerializer
from apikit.views import ActionView
from campaigns.readers import Cadence, Dropped, Grain, Profile, profiles
from clients.networks import WECHAT_KINDS, Network

CLOSED: Mapping[str, Parameter] = {
    "network": Parameter(
        {"type": "string", "enum": [network.value for network in Network]},
        "Only files of this network, and those that may be of any.",
    ),
    "grain": Parameter({"type": "string", "enum": [grain.value for grain in Grain]}, "Only files with such rows."),
}
PROFILE_PATH: Mapping[str, Mapping[str, Any]] = {"profile": {"type": "string"}}


class ImportProfileSerializer(StrictSerializer):
    """One kind of file that can be imported."""

    key = serializers.CharField()
    version = serializers.IntegerField()
    network = serializers.CharField(allow_null=True, help_text="Null where the file may be of any network.")
    account_kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=[kind.value for kind in WECHAT_KINDS]),
        help_text="The kinds of WeChat account that have it; empty: any.",
    )
    grain = serializers.ChoiceField(choices=[grain.value for grain in Grain])
    title = serializers.CharField()
    titles = serializers.DictField(child=serializers.CharField(), help_text="By language.")
    description = serializers.CharField()
    descriptions = serializers.DictField(child=serializers.CharField(), help_text="By language.")
    found_in = serializers.DictField(
        child=serializers.CharField(), help_text="The way to the export in the vendor's product, by language."
    )
    covers_days = serializers.IntegerField(
        allow_null=True, help_text="How many days back one file reaches at most; null: no limit is known."
    )
    cadence = serializers.ChoiceField(choices=[cadence.value for cadence in Cadence])
    header = serializers.DictField(
        child=serializers.CharField(), help_text="What each column is taken for; blank where it is not kept."
    )
    required = serializers.ListField(  # type: ignore[assignment]  # a member, not the base class's attribute
        child=serializers.CharField(), help_text="Columns that a file must have."
    )
    one_of = serializers.ListField(child=serializers.CharField(), help_text="Where not empty: one of these as well.")
    aliases = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text="Other spellings of a column, of older versions and in other languages.",
    )
    dropped = serializers.DictField(
        child=serializers.ChoiceField(choices=[each.value for each in Dropped]),
        help_text="Columns that are never stored, for what they say of people.",
    )
    fingerprint = serializers.CharField(help_text="SHA-256 of the vendor's header as it is compared.")
    sample = serializers.CharField(help_text="The address of a small example file.")

    def get_fields(self) -> dict[str, Any]:
        """Add `source`, a name that serializers keep for themselves."""
        return {**super().get_fields(), "source": serializers.CharField(help_text="Where the header was seen.")}


class SampleRenderer(BaseRenderer):
    """Hands a file on as it is."""

    media_type = "application/octet-stream"
    format = "file"
    charset = None
    render_style = "binary"

    def render(
        self, data: bytes, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """Give the bytes."""
        del accepted_media_type, renderer_context
        return data


class ImportProfilesView(ActionView):
    """The kinds of file that can be imported."""

    resource = "import-profiles"
    operations: ClassVar = {"get": "import_profiles_list"}
    capabilities: ClassVar = {"get": "imports:read"}
    parameters: ClassVar = {"get": CLOSED}
    paged_actions = frozenset({"get"})
    serializer_class = ImportProfileSerializer

    def get(self, request: Any) -> Response:
        """List the kinds of file that are understood."""
        network, grain = _asked(request, "network"), _asked(request, "grain")
        found = [
            profile
            for profile in profiles()
            if (network is None or profile.network in {None, network}) and grain in {None, profile.grain.value}
        ]
        return page_of_definitions(request, found, profile_shown)


class ImportProfileView(ActionView):
    """One kind of file."""

    resource = "import-profiles"
    operations: ClassVar = {"get": "import_profiles_read"}
    capabilities: ClassVar = {"get": "imports:read"}
    path_parameters: ClassVar = PROFILE_PATH
    serializer_class = ImportProfileSerializer

    def get(self, request: Any, profile: str) -> Response:
        """Read one kind of file by its key."""
        del request
        return Response(profile_shown(_named(profile)))


def sample_file() -> OpenApiResponse:
    """Describe the answer of a download."""
    return OpenApiResponse(OpenApiTypes.BINARY, description="The file.")


class ImportProfileSampleView(ActionView):
    """The sample of one kind of file."""

    resource = "import-profiles"
    operations: ClassVar = {"get": "import_profiles_sample"}
    capabilities: ClassVar = {"get": "imports:read"}
    path_parameters: ClassVar = PROFILE_PATH
    output_serializers: ClassVar = {"get": sample_file}
    renderer_classes = (SampleRenderer,)  # type: ignore[assignment]  # the one answer here that is no JSON

    def get(self, request: Any, profile: str) -> Response:
        """Download a small example of one kind of file: made-up numbers under the vendor's own header."""
        del request
        named = _named(profile)
        name = f"{named.key.replace('.', '_')}{named.sample.suffix}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(named.sample.read_bytes(), headers=headers)


def _asked(request: Any, name: str) -> str | None:
    given = request.query_params.getlist(name)
    known = CLOSED[name].schema["enum"]
    if not given:
        return None
    if len(given) > 1 or given[0] not in known:
        raise bad_parameter(name, f"Send one of {', '.join(known)}.")
    return str(given[0])


def _named(key: str) -> Profile:
    found = next((profile for profile in profiles() if profile.key == key), None)
    if found is None:
        raise missing()
    return found


def profile_shown(profile: Profile) -> dict[str, Any]:
    """Write a kind of file."""
    return {
        "key": profile.key,
        "version": profile.version,
        "network": profile.network,
        "account_kinds": list(profile.account_kinds),
        "grain": profile.grain.value,
        "title": profile.title,
        "titles": dict(profile.titles),
        "description": profile.descriptions["en"],
        "descriptions": dict(profile.descriptions),
        "found_in": dict(profile.collection.found_in),
        "covers_days": profile.collection.covers_days,
        "cadence": profile.collection.cadence.value,
        "header": dict(profile.header),
        "required": sorted(profile.required),
        "one_of": sorted(profile.one_of),
        "aliases": {header: list(others) for header, others in profile.aliases.items()},
        "dropped": {header: why.value for header, why in profile.dropped.items()},
        "fingerprint": profile.fingerprint,
        "source": profile.source,
        "sample": f"/api/v1/import-profiles/{profile.key}/sample",
    }
