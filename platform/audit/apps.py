"""Who did what, as a Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Holds the audit entries of an agency."""

    name = "audit"
