"""What the numbers mean, as a Django app."""

from django.apps import AppConfig


class KpisConfig(AppConfig):
    """Holds targets and reports; KPI definitions are files, benchmarks a pack."""

    name = "kpis"
