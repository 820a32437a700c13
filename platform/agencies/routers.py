"""Decides which apps' tables belong in the schema at hand: shared ones in `public`, an agency's in its own."""

from django_tenants.routers import TenantSyncRouter


class SchemaRouter(TenantSyncRouter):
    """django-tenants' router under our own name, so that settings and checks speak of one thing."""
