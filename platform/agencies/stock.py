"""Closes django-tenants' own ways of switching schemas, which keep state between threads, requests and jobs."""

from typing import Any, NoReturn

from django_tenants import utils
from django_tenants.models import TenantMixin

from agencies.errors import StockContextError


def _refuse(*_: Any, **__: Any) -> NoReturn:
    msg = "Use agencies.context.in_agency: django-tenants' context managers leak between threads and requests"
    raise StockContextError(msg)


def refuse_stock_context_managers() -> None:
    """Make `with tenant:`, `activate`, `tenant_context` and `schema_context` raise `StockContextError`."""
    for name in ("__enter__", "activate"):
        setattr(TenantMixin, name, _refuse)
    for manager in (utils.tenant_context, utils.schema_context):  # noqa: TID251 - to close them
        manager.__enter__ = _refuse
