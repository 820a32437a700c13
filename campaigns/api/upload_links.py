"""`/upload-links`: ways for clients and creators to hand files in without a log-in."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import QuerySet
from django_filters import BooleanFilter, UUIDFilter
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from apikit.closed import Example
from apikit.fields import Moment, ScopedRelatedField, TextBlock, TextLine
from apikit.mixins import Creatable, Deletable, Listable, Retrievable
from apikit.serializers import StrictModelSerializer
from apikit.viewsets import ResourceViewSet
from campaigns.collection.links import REFUSED_AT_MOST, issue_link, revoke_link
from campaigns.collection.scoping import visible_upload_links
from campaigns.models import HandedFile, UploadLink
from campaigns.models.collection import ARRIVALS, MODES
from campaigns.readers import profiles
from clients.api.relations import accounts_of, brand_field
from people.principal import asking

MOST_FILES, MOST_BYTES = 10_000, 10 * 1024**3
USUAL_FILES, USUAL_BYTES = 100, 200 * 1024**2
MOST_NAMED = 100


class LinkAccountField(ScopedRelatedField):
    """An account of a link, which keeps its id alone."""

    def to_representation(self, value: Any) -> Any:
        """Write the id."""
        return value


class UploadLinkSerializer(StrictModelSerializer):
    """A link that files are handed in by."""

    brand = brand_field()
    accounts = serializers.ListField(
        child=LinkAccountField(scope=accounts_of),
        required=False,
        max_length=MOST_NAMED,
        help_text="Accounts of the brand that files may be of; none: all of them.",
    )
    profiles = serializers.ListField(
        child=TextLine(max_length=60),
        required=False,
        max_length=MOST_NAMED,
        help_text="Kinds of file that are taken, by the keys of their import profiles; none: all.",
    )
    name = TextLine(max_length=200, help_text="For whom it is; holders do not see it.")
    note = TextBlock(required=False, allow_blank=True, max_length=2000, help_text="What holders of the link are told.")
    mode = serializers.ChoiceField(
        choices=MODES, default=MODES[0], help_text="Whether files wait as previews, or are committed as they come."
    )
    most_files = serializers.IntegerField(
        min_value=1,
        max_value=MOST_FILES,
        default=USUAL_FILES,
        help_text=f"Files that are taken. Refused ones do not count, of which a link stands {REFUSED_AT_MOST}.",
    )
    most_bytes = serializers.IntegerField(min_value=1, max_value=MOST_BYTES, default=USUAL_BYTES)
    expires_at = Moment(
        required=False, help_text="In thirty days where nothing is said, in 366 at most. It ends when its maker leaves."
    )

    class Meta:
        model = UploadLink
        fields: ClassVar[tuple[str, ...]] = (
            "id",
            "brand",
            "accounts",
            "profiles",
            "name",
            "note",
            "mode",
            "most_files",
            "most_bytes",
            "files_taken",
            "bytes_taken",
            "expires_at",
            "revoked_at",
            "last_used_at",
            "created_by",
            "created_at",
        )
        read_only_fields = (
            "id",
            "files_taken",
            "bytes_taken",
            "revoked_at",
            "last_used_at",
            "created_by",
            "created_at",
        )

    def validate_profiles(self, value: list[str]) -> list[str]:
        """Refuse kinds of file that are not known."""
        unknown = sorted(set(value) - {profile.key for profile in profiles()})
        if unknown:
            raise serializers.ValidationError(f"Not known: {', '.join(unknown)}.", code="unknown_profile")
        return value


class IssuedUploadLink(UploadLinkSerializer):
    """A link just made, with its secret, shown this once."""

    token = serializers.CharField(read_only=True)
    url = serializers.CharField(
        read_only=True, help_text="The page to hand files in. The secret stands behind the #, which no server logs."
    )

    class Meta(UploadLinkSerializer.Meta):
        fields = (*UploadLinkSerializer.Meta.fields, "token", "url")


class HandedFileSerializer(StrictModelSerializer):
    """One file that came by a link."""

    outcome = serializers.ChoiceField(choices=ARRIVALS, read_only=True)

    class Meta:
        model = HandedFile
        fields: ClassVar[tuple[str, ...]] = ("id", "file_name", "size", "outcome", "code", "detail", "created_at")
        read_only_fields = fields

    def get_fields(self) -> dict[str, Any]:
        """Add `import`, a word that Python keeps for itself."""
        field = serializers.UUIDField(source="upload_id", read_only=True, allow_null=True)
        return {**super().get_fields(), "import": field}


class UploadLinkViewSet(Listable, Retrievable, Creatable, Deletable, ResourceViewSet):
    """The upload links of the brands that the caller works on."""

    resource = "upload-links"
    serializer_class = UploadLinkSerializer
    output_serializers: ClassVar = {"create": IssuedUploadLink, "files": HandedFileSerializer}
    paged_actions = frozenset({"files"})
    mints_credential = frozenset({"create"})
    capabilities: ClassVar = {
        "list": "upload_links:manage",
        "retrieve": "upload_links:manage",
        "create": "upload_links:manage",
        "destroy": "upload_links:manage",
        "files": "upload_links:manage",
    }
    filters: ClassVar = {
        "brand": UUIDFilter(field_name="brand_id"),
        "revoked": BooleanFilter(field_name="revoked_at", lookup_expr="isnull", exclude=True),
    }
    sort_fields: ClassVar = {"created_at": "created_at", "expires_at": "expires_at", "name": "name"}
    examples: ClassVar = {
        "create": Example(
            {
                "brand": "01990000-0000-7000-8000-000000000010",
                "name": "Social team of Aurora",
                "note": "Please send last month's files.",
                "profiles": ["tiktok.studio.overview", "tiktok.studio.content"],
                "most_files": 20,
            }
        )
    }

    def scope(self) -> QuerySet[UploadLink]:
        """Give the links of the brands on which the caller has the action's capability."""
        return visible_upload_links(asking(self.request), self.capability)

    def perform_create(self, data: Mapping[str, Any]) -> UploadLink:
        """Make an upload link: its secret is shown this once."""
        values = {name: value for name, value in data.items() if name != "accounts"}
        issued = issue_link(asking(self.request), values, accounts=data.get("accounts", ()))
        issued.link.token = issued.token
        issued.link.url = f"{settings.PUBLIC_URL}/hand-in#{issued.token}"
        return issued.link

    def perform_destroy(self, instance: UploadLink, *, expected: int | None) -> None:
        """Revoke an upload link: it stops within seconds; what came by it stays."""
        del expected
        revoke_link(asking(self.request), instance)

    @action(detail=True, methods=["get"], url_path="files")
    def files(self, request: Any, **_: str) -> Response:
        """List the files that came by a link, with what became of each."""
        del request
        return self.page(HandedFile.objects.filter(link=self.get_object()))
