"""System checks: mistakes of an installation, each with an id and a hint."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from config.environment import environment

SHORTEST_SECRET = 32


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
