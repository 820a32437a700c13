"""What the numbers mean, as a Django app."""

from django.apps import AppConfig


class KpisConfig(AppConfig):
    """Holds targets and reports; KPI definitions are files, benchmarks a pack."""

    name = "kpis"

    def ready(self) -> None:
        """Import the checks, which register themselves."""
        from kpis import checks  # noqa: F401 - registers on import
