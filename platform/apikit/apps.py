"""The shared REST kit as a Django app."""

from django.apps import AppConfig


class ApikitConfig(AppConfig):
    """Holds the idempotency records of an agency."""

    name = "apikit"
