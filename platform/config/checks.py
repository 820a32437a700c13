"""System checks: mistakes of an installation, each with an id and a hint."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Caution

from config.environment import environment

SHORTEST_SECRET = 32
CONSOLE = "django.core.mail.backends.console.EmailBackend"


@register()
def secret_is_strong(**_: Any) -> list[CheckMessage]:
    """Refuse a production installation without a secret of its own."""
    if len(environment().secret()) >= SHORTEST_SECRET:
        return []
    return [
        Error(
            "The installation's secret is missing or shorter than 32 characters.",
            hint="Set YARDSTICK_SECRET_KEY, or YARDSTICK_SECRET_KEY_FILE to a file that holds it.",
            id="yardstick.E001",
        )
    ]


@register()
def letters_leave_the_logs(**_: Any) -> list[CheckMessage]:
    """Warn of a production installation that writes invitations and reset tokens into its logs."""
    chosen = environment()
    if not chosen.production or chosen.email_backend != CONSOLE:
        return []
    return [
        Caution(
            "E-mails go to the console: tokens of invitations and password resets stand in the logs.",
            hint="Set YARDSTICK_EMAIL_BACKEND to django.core.mail.backends.smtp.EmailBackend and YARDSTICK_EMAIL_HOST.",
            id="yardstick.W002",
        )
    ]
