"""What was run and the numbers of it, as a Django app."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """Holds campaigns, contents, costs, ad units, imports and the facts that imports become."""

    name = "campaigns"

    def ready(self) -> None:
        """Import the checks, which register themselves."""
        from campaigns import checks  # noqa: F401 - registers on import
