"""`/invitations`: open doors for single e-mails, and the way through them."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django_filters import CharFilter
from rest_framework import serializers
from rest_framework.response import Response

from apikit.bodies import read_body
from apikit.closed import Example
from apikit.fields import EmailLine, TextLine
from apikit.mixins import Creatable, Deletable, Listable, Retrievable
from apikit.principals import PUBLIC
from apikit.requests import request_id_of
from apikit.serializers import StrictModelSerializer, StrictSerializer
from apikit.viewsets import ResourceViewSet
from people.api.door import DoorView, address_of
from people.api.secrets import SecretLine
from people.api.sessions import SESSION_EXAMPLE, Session, session_answer
from people.arrivals import accept
from people.members import invite, revoke_invitation
from people.models import Invitation
from people.principal import asking
from people.roles import Role


class InvitationSerializer(StrictModelSerializer):
    """An open invitation. Its id becomes the member's, so brands can be assigned before it is accepted."""

    email = EmailLine(max_length=254)
    role = serializers.ChoiceField(choices=list(Role))

    class Meta:
        model = Invitation
        fields: ClassVar[tuple[str, ...]] = ("id", "email", "role", "invited_by", "expires_at", "created_at")
        read_only_fields = ("id", "invited_by", "expires_at", "created_at")


class IssuedInvitation(InvitationSerializer):
    """An invitation just made, with the token that accepts it, shown this once."""

    token = serializers.CharField(read_only=True)

    class Meta(InvitationSerializer.Meta):
        fields = (*InvitationSerializer.Meta.fields, "token")


class Acceptance(StrictSerializer):
    """What an invited person sends."""

    token = SecretLine()
    display_name = TextLine(max_length=200)
    password = SecretLine(help_text="A new one, or the present one of who has an account already.")


class InvitationViewSet(Listable, Retrievable, Creatable, Deletable, ResourceViewSet):
    """The agency's open invitations."""

    resource = "invitations"
    serializer_class = InvitationSerializer
    output_serializers: ClassVar = {"create": IssuedInvitation}
    capabilities: ClassVar = {
        "list": "members:manage",
        "retrieve": "members:manage",
        "create": "members:manage",
        "destroy": "members:manage",
    }
    mints_credential = frozenset({"create"})
    filters: ClassVar = {"email": CharFilter(lookup_expr="iexact")}
    sort_fields: ClassVar = {"created_at": "created_at", "email": "email", "expires_at": "expires_at"}
    examples: ClassVar = {"create": Example({"email": "bob@north.example", "role": "account_manager"})}

    def scope(self) -> QuerySet[Invitation]:
        """Give what is neither accepted nor revoked."""
        own = Invitation.objects.filter(agency_id=asking(self.request).agency.id)
        return own.filter(accepted_at=None, revoked_at=None)

    def perform_create(self, data: Mapping[str, Any]) -> Invitation:
        """Invite an e-mail: the token is sent there and shown here once."""
        invitation, token = invite(asking(self.request), email=data["email"], role=Role(data["role"]))
        invitation.token = token
        return invitation

    def perform_destroy(self, instance: Invitation, *, expected: int | None) -> None:
        """Take an invitation back."""
        del expected
        revoke_invitation(asking(self.request), instance)


class AcceptView(DoorView):
    """The way in for who was invited."""

    resource = "invitations"
    operations: ClassVar = {"post": "invitations_accept"}
    capabilities: ClassVar = {"post": PUBLIC}
    mints_credential = True
    input_serializers: ClassVar = {"post": Acceptance}
    output_serializers: ClassVar = {"post": Session}
    success_status: ClassVar = {"post": 201}
    examples: ClassVar = {
        "post": Example({"token": "ysi_…", "display_name": "Bob", "password": "a long pass phrase"}, SESSION_EXAMPLE)
    }

    def post(self, request: Any) -> Response:
        """Accept an invitation and get a session; who has an account already proves it with its password."""
        body = read_body(request, Acceptance)
        opened = accept(
            token=body["token"],
            display_name=body["display_name"],
            password=body["password"],
            address=address_of(request),
            request_id=request_id_of(request),
        )
        return session_answer(opened)
