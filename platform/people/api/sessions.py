"""`/session`: log in, log out, switch agency."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.response import Response

from apikit.bodies import read_body
from apikit.closed import Example
from apikit.fields import EmailLine, TextLine
from apikit.principals import AUTHENTICATED, PUBLIC
from apikit.requests import request_id_of
from apikit.serializers import StrictSerializer
from people.api.door import DoorView, address_of
from people.api.secrets import SecretLine
from people.principal import Principal, asking
from people.refusals import SessionRequired
from people.roles import Role
from people.sessions import OpenedSession, log_in, log_out, memberships_of, switch
from people.tokens import TokenKind


class LogIn(StrictSerializer):
    """E-mail and password, and the agency where there are several."""

    email = EmailLine(max_length=254)
    password = SecretLine()
    agency = TextLine(required=False, help_text="Slug or id; needed where the person belongs to several agencies.")


class Switch(StrictSerializer):
    """The agency to go to."""

    agency = TextLine(help_text="Slug or id.")


class AgencySummary(StrictSerializer):
    """An agency by its names."""

    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()


class OwnMembership(StrictSerializer):
    """One of the person's agencies, and their role in it."""

    slug = serializers.CharField(source="agency.slug")
    name = serializers.CharField(source="agency.name")
    role = serializers.ChoiceField(choices=list(Role))


class OwnMember(StrictSerializer):
    """The person as a member of the agency."""

    id = serializers.UUIDField()
    name = serializers.CharField(source="display_name")
    email = serializers.CharField()
    role = serializers.ChoiceField(choices=list(Role))


class Session(StrictSerializer):
    """An open session; the token is shown this once."""

    token = serializers.CharField()
    expires_at = serializers.DateTimeField()
    agency = AgencySummary()
    member = OwnMember(source="membership")
    agencies = OwnMembership(many=True)


def session_answer(opened: OpenedSession) -> Response:
    """Answer 201 with a session just opened."""
    values = {
        "token": opened.token,
        "expires_at": opened.expires_at,
        "agency": opened.agency,
        "membership": opened.membership,
        "agencies": memberships_of(opened.membership.user_id),
    }
    return Response(Session(values).data, status=HTTPStatus.CREATED)


def require_session(principal: Principal) -> None:
    """Raise SessionRequired for an API key."""
    if principal.credential_kind != TokenKind.SESSION:
        raise SessionRequired


SESSION_EXAMPLE: Mapping[str, Any] = {
    "token": "yss_0a1B2c3D4e5F6g7H_…_3kQ9aZ",
    "expires_at": "2026-03-08T09:30:00Z",
    "agency": {"id": "01990000-0000-7000-8000-000000000001", "slug": "north", "name": "North Agency"},
    "member": {
        "id": "01990000-0000-7000-8000-000000000002",
        "name": "Alice",
        "email": "alice@north.example",
        "role": "owner",
    },
    "agencies": [{"slug": "north", "name": "North Agency", "role": "owner"}],
}


class SessionView(DoorView):
    """The session of the caller."""

    resource = "session"
    operations: ClassVar = {"post": "session_log_in", "delete": "session_log_out"}
    capabilities: ClassVar = {"post": PUBLIC, "delete": AUTHENTICATED}
    mints_credential = frozenset({"post"})
    input_serializers: ClassVar = {"post": LogIn}
    output_serializers: ClassVar = {"post": Session}
    success_status: ClassVar = {"post": 201}
    examples: ClassVar = {
        "post": Example({"email": "alice@north.example", "password": "a long pass phrase"}, SESSION_EXAMPLE)
    }

    def post(self, request: Any) -> Response:
        """Log in: the answer's token opens the agency in every other request."""
        body = read_body(request, LogIn)
        opened = log_in(
            email=body["email"],
            password=body["password"],
            agency=body.get("agency"),
            address=address_of(request),
            request_id=request_id_of(request),
        )
        return session_answer(opened)

    def delete(self, request: Any) -> Response:
        """Log out: the token stops working."""
        principal = asking(request)
        require_session(principal)
        log_out(principal)
        return Response(status=HTTPStatus.NO_CONTENT)


class SessionSwitchView(DoorView):
    """Another agency of the same person."""

    resource = "session"
    operations: ClassVar = {"post": "session_switch"}
    capabilities: ClassVar = {"post": AUTHENTICATED}
    mints_credential = True
    input_serializers: ClassVar = {"post": Switch}
    output_serializers: ClassVar = {"post": Session}
    success_status: ClassVar = {"post": 201}
    examples: ClassVar = {"post": Example({"agency": "north"}, SESSION_EXAMPLE)}

    def post(self, request: Any) -> Response:
        """Open a session in another of the caller's agencies; the present one stays open."""
        principal = asking(request)
        require_session(principal)
        return session_answer(switch(principal, agency=read_body(request, Switch)["agency"]))
