"""Refuses a queryset or an instance of one schema where another schema, or none, is active."""

import threading
from collections.abc import Callable, Iterator
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connections, models

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

Row = TypeVar("Row", bound=models.Model)


class WrongContextError(RuntimeError):
    """A row or a query of one agency is used in another agency's context, or in none."""


class _OfThread(threading.local):
    """The connections of a thread, which keeps its own while it lives: Django's look-up costs six times as much."""

    def __init__(self) -> None:
        self.connections: dict[str, BaseDatabaseWrapper] = {}


_of_thread = _OfThread()


def active_schema(using: str) -> str | None:
    """Name the schema whose context is open on the thread's connection, or None. Asked at every row that is read."""
    connection = _of_thread.connections.get(using)
    if connection is None:
        connection = _of_thread.connections[using] = connections[using]
    return getattr(connection, "active_schema", None)


def require_context(stamp: str | None, *, using: str, what: str) -> str:
    """Give the open schema, or refuse: none is open, or it is not the one that `stamp` names."""
    active = active_schema(using)
    if active is None:
        msg = f"{what} needs an open agency context"
        raise WrongContextError(msg)
    if stamp is not None and stamp != active:
        msg = f"{what} belongs to another agency's context"
        raise WrongContextError(msg)
    return active


def _guarded(name: str) -> Callable[..., Any]:
    original = getattr(models.QuerySet, name)

    @wraps(original)
    def checked(self: "GuardedQuerySet[Any]", *args: Any, **kwargs: Any) -> Any:
        self.stamp = require_context(self.stamp, using=self.db, what=f"A query on {self.model.__name__}")
        return original(self, *args, **kwargs)

    return checked


class GuardedQuerySet(models.QuerySet[Row]):
    """A queryset that remembers the schema it was built or first read in, and is refused in any other."""

    stamp: str | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stamp = active_schema(self.db)

    def _clone(self) -> "GuardedQuerySet[Row]":
        clone: GuardedQuerySet[Row] = super()._clone()  # type: ignore[misc]
        clone.stamp = self.stamp or active_schema(self.db)
        return clone

    def __iter__(self) -> Any:
        """Check the context even when the rows were read before."""
        self._check()
        return super().__iter__()

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        """Refuse to become a subquery of another agency's query; without a context of its own it takes the query's."""
        if self.stamp is not None:
            self._check()
        return super().resolve_expression(*args, **kwargs)

    # Django's mark of what is no manager's method.
    resolve_expression.queryset_only = True  # type: ignore[attr-defined]

    def raw(self, *_: Any, **__: Any) -> Any:
        """Refuse: a raw query is read whenever somebody looks at it, in whatever agency is open then."""
        msg = "Use a cursor inside the context: raw queries cannot be tied to an agency"
        raise WrongContextError(msg)

    def _check(self) -> None:
        self.stamp = require_context(self.stamp, using=self.db, what=f"A query on {self.model.__name__}")

    def _iterator(self, *args: Any, **kwargs: Any) -> Iterator[Row]:
        """Check at every row: an iterator begun in one context must not be read on in another."""
        self._check()
        for row in super()._iterator(*args, **kwargs):  # type: ignore[misc]
            self._check()
            yield row

    def _insert(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        """Refuse rows that were read in another agency, and stamp the new ones."""
        self._check()
        for row in objs:
            stamp = getattr(row._state, "schema", None)
            row._state.schema = require_context(stamp, using=self.db, what=f"This {self.model.__name__}")
        return super()._insert(objs, *args, **kwargs)  # type: ignore[misc]

    _fetch_all = _guarded("_fetch_all")
    _update = _guarded("_update")
    _raw_delete = _guarded("_raw_delete")
    iterator = _guarded("iterator")
    aggregate = _guarded("aggregate")
    count = _guarded("count")
    exists = _guarded("exists")
    update = _guarded("update")
    delete = _guarded("delete")
    bulk_create = _guarded("bulk_create")
    bulk_update = _guarded("bulk_update")
