"""Passwords: set by their owner, reset by a link that goes to the e-mail and works once, for half an hour."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth import password_validation
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError

from agencies.context import at_the_door
from people.letters import send_letter
from people.models import User
from people.refusals import BadToken, WeakPassword, WrongPassword
from people.sessions import end_sessions_of_user
from people.throttle import count_failure, refuse_when_too_many

RESET_TEXT = """Somebody, probably you, asked for a new password on Yardstick.

Send this token with your new password to POST {url}/api/v1/password:reset within 30 minutes:

{token}

If it was not you, do nothing.
"""


def check_strength(password: str, user: User | None, *, pointer: str = "#/password") -> None:
    """Raise WeakPassword with every rule that the password breaks; `pointer` names the field that it came in."""
    try:
        password_validation.validate_password(password, user)
    except ValidationError as error:
        raise WeakPassword(" ".join(error.messages), pointer=pointer) from error


def set_password(user_id: UUID, *, current: str, new: str, address: str) -> None:
    """Change the own password; every session of the person ends. Raises WrongPassword or WeakPassword."""
    with at_the_door():
        user = User.objects.get(id=user_id)
        refuse_when_too_many(user.email, address)
        right = user.check_password(current)
        if not right:
            count_failure(user.email, address)
    if not right:
        raise WrongPassword
    with at_the_door():
        _store(user, new, pointer="#/new_password")


def request_reset(email: str, *, address: str) -> None:
    """Send a reset token if the e-mail belongs to somebody; say nothing either way."""
    with at_the_door():
        refuse_when_too_many(f"reset:{email}", address)
        count_failure(f"reset:{email}", address)
        user = User.objects.filter(email__iexact=email).first()
    if user is None:
        return
    token = f"{user.id.hex}.{default_token_generator.make_token(user)}"
    text = RESET_TEXT.format(url=settings.PUBLIC_URL, token=token)
    send_letter("A new password for Yardstick", text, to=user.email)


def reset(*, token: str, password: str) -> None:
    """Set a new password by a token from an e-mail; the token and every session of the person end. Raises BadToken."""
    user_hex, _, secret = token.partition(".")
    try:
        user_id = UUID(hex=user_hex)
    except ValueError as error:
        raise BadToken from error
    with at_the_door():
        user = User.objects.select_for_update().filter(id=user_id).first()
        if user is None or not default_token_generator.check_token(user, secret):
            raise BadToken
        _store(user, password, pointer="#/password")


def _store(user: User, password: str, *, pointer: str) -> None:
    check_strength(password, user, pointer=pointer)
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions_of_user(user.id)
