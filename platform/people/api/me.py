"""`/me`: who the caller is and what they may do here."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.response import Response

from apikit.principals import AUTHENTICATED
from apikit.serializers import StrictSerializer
from people.api.door import DoorView
from people.api.sessions import AgencySummary, OwnMembership
from people.models import Membership
from people.principal import Principal, asking
from people.roles import CAPABILITIES, Role
from people.sessions import memberships_of
from people.tokens import TokenKind

KINDS = {TokenKind.SESSION: "session", TokenKind.API_KEY: "api_key"}


class OwnCredential(StrictSerializer):
    """The credential that the request came with."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=sorted(KINDS.values()))
    scopes = serializers.ListField(child=serializers.CharField(), help_text="Empty: whatever the role may.")


class MeMember(StrictSerializer):
    """The caller as a member."""

    id = serializers.UUIDField(source="membership_id")
    name = serializers.CharField()
    email = serializers.CharField()
    role = serializers.ChoiceField(choices=list(Role))


class Me(StrictSerializer):
    """The caller, the agency, and what the caller may do in it."""

    member = MeMember()
    role = serializers.ChoiceField(choices=list(Role))
    brand_roles = serializers.ListField(
        child=serializers.CharField(), help_text="Roles on single brands beside the own one."
    )
    capabilities = serializers.ListField(child=serializers.CharField())
    agency = AgencySummary()
    agencies = OwnMembership(many=True)
    credential = OwnCredential()


def shown(principal: Principal) -> dict[str, Any]:
    """Give what the answer is made from."""
    return {
        "member": principal,
        "role": principal.role,
        "brand_roles": sorted(principal.brand_roles),
        "capabilities": sorted(capability for capability in CAPABILITIES if principal.may(capability)),
        "agency": principal.agency,
        "agencies": agencies_of(principal),
        "credential": {
            "id": principal.credential_id,
            "kind": KINDS[TokenKind(principal.credential_kind)],
            "scopes": sorted(principal.scopes),
        },
    }


def agencies_of(principal: Principal) -> list[Membership]:
    """List the agencies that the caller may know of; a program with an API key sees its own alone."""
    every = memberships_of(principal.user_id)
    if principal.credential_kind == TokenKind.SESSION:
        return every
    return [membership for membership in every if membership.agency_id == principal.agency.id]


class MeView(DoorView):
    """The caller."""

    resource = "me"
    operations: ClassVar = {"get": "me_read"}
    capabilities: ClassVar = {"get": AUTHENTICATED}
    serializer_class = Me

    def get(self, request: Any) -> Response:
        """Say who the caller is, in which agency, and what the caller may do."""
        return Response(Me(shown(asking(request))).data)
