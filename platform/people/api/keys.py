"""`/api-keys`: credentials for programs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone
from django_filters import UUIDFilter
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from apikit.closed import Example
from apikit.fields import Moment, TextLine
from apikit.mixins import Creatable, Deletable, Listable, Retrievable
from apikit.serializers import StrictModelSerializer
from apikit.viewsets import ResourceViewSet
from people.keys import issue_key, revoke_key
from people.models import Credential
from people.principal import asking
from people.roles import CAPABILITIES
from people.tokens import TokenKind


class ApiKeySerializer(StrictModelSerializer):
    """An API key: bound to the member who made it, never able to do more than they."""

    name = TextLine(max_length=200)
    member = serializers.UUIDField(source="membership_id", read_only=True)
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=sorted(CAPABILITIES)),
        required=False,
        help_text="Capabilities that the key is narrowed to. Empty: whatever its maker may.",
    )
    expires_at = Moment(required=False, allow_null=True)

    class Meta:
        model = Credential
        fields: ClassVar[tuple[str, ...]] = (
            "id",
            "name",
            "member",
            "key_id",
            "scopes",
            "expires_at",
            "last_used_at",
            "created_at",
        )
        read_only_fields = ("id", "key_id", "last_used_at", "created_at")

    def validate_expires_at(self, value: datetime | None) -> datetime | None:
        """Refuse a key that would be dead at birth."""
        if value is not None and value <= timezone.now():
            raise serializers.ValidationError([ErrorDetail("This moment is past.", "in_the_past")])
        return value


class IssuedApiKey(ApiKeySerializer):
    """An API key just made, with its token, shown this once."""

    token = serializers.CharField(read_only=True)

    class Meta(ApiKeySerializer.Meta):
        fields = (*ApiKeySerializer.Meta.fields, "token")


class ApiKeyViewSet(Listable, Retrievable, Creatable, Deletable, ResourceViewSet):
    """The agency's API keys that still work."""

    resource = "api-keys"
    singular = "API key"
    serializer_class = ApiKeySerializer
    output_serializers: ClassVar = {"create": IssuedApiKey}
    capabilities: ClassVar = {
        "list": "api_keys:manage",
        "retrieve": "api_keys:manage",
        "create": "api_keys:manage",
        "destroy": "api_keys:manage",
    }
    mints_credential = frozenset({"create"})
    filters: ClassVar = {"member": UUIDFilter(field_name="membership_id")}
    sort_fields: ClassVar = {"created_at": "created_at", "name": "name"}
    examples: ClassVar = {"create": Example({"name": "Nightly export", "scopes": ["results:read"]})}

    def scope(self) -> QuerySet[Credential]:
        """Give the keys that nobody revoked."""
        own = Credential.objects.filter(agency_id=asking(self.request).agency.id)
        return own.filter(kind=TokenKind.API_KEY, revoked_at=None, membership__removed_at=None)

    def perform_create(self, data: Mapping[str, Any]) -> Credential:
        """Make an API key: its token is shown this once."""
        credential, token = issue_key(
            asking(self.request),
            name=data["name"],
            scopes=list(data.get("scopes", ())),
            expires_at=data.get("expires_at"),
        )
        credential.token = token
        return credential

    def perform_destroy(self, instance: Credential, *, expected: int | None) -> None:
        """Revoke an API key: it stops within seconds."""
        del expected
        revoke_key(asking(self.request), instance)
