"""The installation itself: system checks over its settings."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Registers the checks that read settings."""

    name = "config"

    def ready(self) -> None:
        """Import the checks, which register themselves."""
        from config import checks  # noqa: F401 - registers on import
