"""`/password`: change it, ask for a reset, reset it."""

from http import HTTPStatus
from typing import Any, ClassVar

from rest_framework.response import Response

from apikit.bodies import read_body
from apikit.closed import Example
from apikit.fields import EmailLine
from apikit.principals import AUTHENTICATED, PUBLIC
from apikit.serializers import StrictSerializer
from people.api.door import DoorView, address_of
from people.api.secrets import SecretLine
from people.api.sessions import require_session
from people.passwords import request_reset, reset, set_password
from people.principal import asking


class PasswordChange(StrictSerializer):
    """The old and the new password."""

    current_password = SecretLine()
    new_password = SecretLine()


class ResetRequest(StrictSerializer):
    """Whose password is lost."""

    email = EmailLine(max_length=254)


class PasswordReset(StrictSerializer):
    """The token from the e-mail and the new password."""

    token = SecretLine()
    password = SecretLine()


class PasswordView(DoorView):
    """The password of the caller."""

    resource = "password"
    operations: ClassVar = {"post": "password_change"}
    capabilities: ClassVar = {"post": AUTHENTICATED}
    input_serializers: ClassVar = {"post": PasswordChange}
    success_status: ClassVar = {"post": 204}
    examples: ClassVar = {
        "post": Example({"current_password": "a long pass phrase", "new_password": "a longer pass phrase"})
    }

    def post(self, request: Any) -> Response:
        """Change the own password; every session of the caller ends, this one too."""
        principal = asking(request)
        require_session(principal)
        body = read_body(request, PasswordChange)
        set_password(
            principal.user_id,
            current=body["current_password"],
            new=body["new_password"],
            address=address_of(request),
        )
        return Response(status=HTTPStatus.NO_CONTENT)


class ResetRequestView(DoorView):
    """A way back in for who lost the password."""

    resource = "password"
    operations: ClassVar = {"post": "password_request_reset"}
    capabilities: ClassVar = {"post": PUBLIC}
    input_serializers: ClassVar = {"post": ResetRequest}
    success_status: ClassVar = {"post": 202}
    examples: ClassVar = {"post": Example({"email": "alice@north.example"})}

    def post(self, request: Any) -> Response:
        """Ask for a reset: if the e-mail belongs to somebody, a token goes there. The answer is the same either way."""
        request_reset(read_body(request, ResetRequest)["email"], address=address_of(request))
        return Response(status=HTTPStatus.ACCEPTED)


class PasswordResetView(DoorView):
    """A new password by a token."""

    resource = "password"
    operations: ClassVar = {"post": "password_reset"}
    capabilities: ClassVar = {"post": PUBLIC}
    input_serializers: ClassVar = {"post": PasswordReset}
    success_status: ClassVar = {"post": 204}
    examples: ClassVar = {"post": Example({"token": "0199….c1a2b3-4d5e", "password": "a longer pass phrase"})}

    def post(self, request: Any) -> Response:
        """Set a new password by the token from the e-mail; it works once, and every session of the person ends."""
        body = read_body(request, PasswordReset)
        reset(token=body["token"], password=body["password"])
        return Response(status=HTTPStatus.NO_CONTENT)
