"""Lists hide what is archived, unless they are asked for it."""

from typing import Any

from django.db.models import QuerySet
from django_filters import BooleanFilter


def archived_filter() -> BooleanFilter:
    """Make the filter `archived`."""
    return BooleanFilter(method=_archived, help_text="true lists what was deleted.")


def _archived(rows: QuerySet[Any], _: str, value: bool) -> QuerySet[Any]:  # noqa: FBT001 - called by django-filter
    return rows.filter(archived_at__isnull=not value)


def without_archived(view: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Hide archived rows from a list that does not name `archived`; one row is found by its id all the same."""
    if view.action == "list" and "archived" not in view.request.query_params:
        return rows.filter(archived_at=None)
    return rows
