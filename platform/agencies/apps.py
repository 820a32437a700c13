"""The tenants of the platform as a Django app."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Holds the agencies and closes django-tenants' own ways of switching between them."""

    name = "agencies"

    def ready(self) -> None:
        """Refuse django-tenants' context managers from here on."""
        from agencies.stock import refuse_stock_context_managers

        refuse_stock_context_managers()
