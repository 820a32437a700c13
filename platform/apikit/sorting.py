"""The order of a list: `sort=-day,name` checked against what the view allows, with the id as last tie-breaker."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy

from apikit.problems import Problem, bad_parameter


@dataclass(frozen=True, slots=True)
class SortKey:
    """One step of an order: a query path, its direction, and whether it may be NULL.

    NULL counts as larger than every value, as in PostgreSQL, so that a plain index serves both directions.
    """

    path: str
    descending: bool = False
    nullable: bool = False

    def order_by(self) -> OrderBy:
        """Give the ORDER BY expression."""
        return F(self.path).desc() if self.descending else F(self.path).asc()

    def equal(self, value: object) -> Q:
        """Match rows with the same value."""
        return Q(**{f"{self.path}__isnull": True}) if value is None else Q(**{self.path: value})

    def beyond(self, value: object) -> Q | None:
        """Match rows that come later than `value` in this order; None where no row can."""
        if value is None:
            return Q(**{f"{self.path}__isnull": False}) if self.descending else None
        if self.descending:
            return Q(**{f"{self.path}__lt": value})
        later = Q(**{f"{self.path}__gt": value})
        return later | Q(**{f"{self.path}__isnull": True}) if self.nullable else later

    def at_or_beyond(self, value: object) -> Q | None:
        """Match rows not before `value`: a bound that an index can start from; None where none is needed."""
        if value is None or (self.nullable and not self.descending):
            return None
        return Q(**{f"{self.path}__{'lte' if self.descending else 'gte'}": value})


def sort_keys(
    text: str | None, *, allowed: Mapping[str, str], default: Sequence[str], model: type[Model]
) -> tuple[SortKey, ...]:
    """Read `sort`; `allowed` maps public names to query paths, `default` is used where nothing is asked.

    Raises 400 `bad_sort` for a name that is not allowed or comes twice.
    """
    names = default if text is None else text.split(",")
    keys = [_key(name, allowed=allowed, trusted=text is None, model=model) for name in names]
    if len({key.path for key in keys}) < len(keys):
        raise _bad_sort(text or "", allowed)
    if all(key.path not in {"id", "pk"} for key in keys):
        keys.append(SortKey("pk"))
    return tuple(keys)


def in_order(queryset: QuerySet[Any], keys: Sequence[SortKey]) -> QuerySet[Any]:
    """Sort the rows."""
    return queryset.order_by(*(key.order_by() for key in keys))


def after(queryset: QuerySet[Any], keys: Sequence[SortKey], position: Sequence[object]) -> QuerySet[Any]:
    """Keep the rows that come after `position`, one value a key, by comparing the whole tuple."""
    steps: list[Q] = []
    same = Q()
    for key, value in zip(keys, position, strict=True):
        beyond = key.beyond(value)
        if beyond is not None:
            steps.append(same & beyond)
        same &= key.equal(value)
    if not steps:
        return queryset.none()
    bound = keys[0].at_or_beyond(position[0])
    return queryset.filter(reduce(or_, steps) & bound if bound else reduce(or_, steps))


def _key(name: str, *, allowed: Mapping[str, str], trusted: bool, model: type[Model]) -> SortKey:
    descending = name.startswith("-")
    bare = name.removeprefix("-")
    path = allowed.get(bare, bare if trusted else None)
    if path is None:
        raise _bad_sort(bare, allowed)
    return SortKey(path, descending=descending, nullable=_may_be_null(model, path))


def _may_be_null(model: type[Model], path: str) -> bool:
    """Follow the path through the models; what is not a plain field (an annotation) may be NULL."""
    nullable = False
    step: Any = model
    for name in path.split("__"):
        if name == "pk":
            return nullable
        try:
            field = step._meta.get_field(name)
        except FieldDoesNotExist:
            return True
        nullable = nullable or bool(getattr(field, "null", True))
        step = field.related_model
    return nullable


def _bad_sort(name: str, allowed: Mapping[str, str]) -> Problem:
    known = ", ".join(sorted(allowed)) or "nothing"
    return bad_parameter("sort", f"Cannot sort by '{name[:60]}'; this list sorts by {known}.", code="bad_sort")
