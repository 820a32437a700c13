"""`/agency:close` and `/agency:reopen`: the end of an agency, and the way back while there is one."""

from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from rest_framework import serializers
from rest_framework.response import Response

from agencies.closing import USUAL_GRACE
from agencies.references import AgencyRef, AgencyState
from apikit.bodies import read_body
from apikit.closed import Example
from apikit.fields import TextLine
from apikit.serializers import StrictSerializer
from people.api.door import DoorView, address_of
from people.api.secrets import SecretLine
from people.api.sessions import require_session
from people.departure import close_agency, reopen_agency
from people.principal import asking

LONGEST_GRACE_DAYS = 365
CLOSING_EXAMPLE = {
    "id": "01990000-0000-7000-8000-000000000001",
    "slug": "north",
    "name": "North Agency",
    "state": "closing",
    "purge_at": "2026-03-30T09:30:00Z",
}


class Closing(StrictSerializer):
    """The confirmation, and how long the agency can come back."""

    slug = TextLine(help_text="The agency's slug, so that it is clear which one is meant.")
    password = SecretLine(help_text="The caller's own.")
    grace_days = serializers.IntegerField(
        min_value=1, max_value=LONGEST_GRACE_DAYS, default=USUAL_GRACE.days, help_text="Days until it may be deleted."
    )


class AgencyReopening(StrictSerializer):
    """A body without members."""


class AgencyOutlook(StrictSerializer):
    """The agency, and when it is deleted: null where it is not closing."""

    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()
    state = serializers.ChoiceField(choices=[state.value for state in AgencyState])
    purge_at = serializers.DateTimeField(allow_null=True)


class AgencyCloseView(DoorView):
    """The end of the caller's agency."""

    resource = "agency"
    operations: ClassVar = {"post": "agency_close"}
    capabilities: ClassVar = {"post": "agency:close"}
    input_serializers: ClassVar = {"post": Closing}
    output_serializers: ClassVar = {"post": AgencyOutlook}
    examples: ClassVar = {
        "post": Example({"slug": "north", "password": "a long pass phrase", "grace_days": 30}, CLOSING_EXAMPLE)
    }

    def post(self, request: Any) -> Response:
        """Close the agency: until `purge_at` its owners can read, export and reopen; then everything is deleted.

        Everybody else loses access within seconds. Needs a session and the caller's password.
        """
        principal = asking(request)
        require_session(principal)
        body = read_body(request, Closing)
        closing = close_agency(
            principal,
            slug=body["slug"],
            password=body["password"],
            grace=timedelta(days=body["grace_days"]),
            address=address_of(request),
            url=settings.PUBLIC_URL,
        )
        return _answer(closing)


class AgencyReopenView(DoorView):
    """The way back."""

    resource = "agency"
    operations: ClassVar = {"post": "agency_reopen"}
    capabilities: ClassVar = {"post": "agency:close"}
    input_serializers: ClassVar = {"post": AgencyReopening}
    output_serializers: ClassVar = {"post": AgencyOutlook}
    examples: ClassVar = {"post": Example({}, {**CLOSING_EXAMPLE, "state": "active", "purge_at": None})}

    def post(self, request: Any) -> Response:
        """Take the closing back: everybody has the access that they had.

        What an operator closed an operator reopens: 409 `closed_by_operator`.
        """
        principal = asking(request)
        require_session(principal)
        read_body(request, AgencyReopening)
        return _answer(reopen_agency(principal))


def _answer(agency: AgencyRef) -> Response:
    return Response(AgencyOutlook(agency).data)
