"""The agency's client brands and their accounts, as a Django app."""

from django.apps import AppConfig


class ClientsConfig(AppConfig):
    """Holds the agency's profile, brands, network accounts and who may see which brand."""

    name = "clients"
