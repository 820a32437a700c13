"""Rows that a body names by their ids, looked up in one query."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from apikit.fields import ScopedRelatedField
from apikit.problems import FieldProblem, unprocessable

Row = TypeVar("Row", bound=Model)


def named_rows(rows: QuerySet[Row], ids: Sequence[UUID], *, member: str) -> list[Row]:
    """Give the rows of these ids, each once and as named; raises a Problem with every id that is none of theirs."""
    found = rows.in_bulk(set(ids))
    detail = str(ScopedRelatedField.default_error_messages["not_found"])
    missing = [
        FieldProblem(f"#/{member}/{at}", "not_found", detail) for at, each in enumerate(ids) if each not in found
    ]
    if missing:
        raise unprocessable(f"Some {member} cannot be used; see errors.", errors=missing)
    return [found[each] for each in dict.fromkeys(ids)]
