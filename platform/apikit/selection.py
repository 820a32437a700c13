"""`fields=` and `expand=`: which members an answer has, and which related things come along."""

from collections.abc import Collection, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.utils.module_loading import import_string
from rest_framework.serializers import BaseSerializer, Serializer

from apikit.problems import Problem, bad_parameter


@dataclass(frozen=True, slots=True)
class Expansion:
    """A related thing that `expand` may put in place of its id.

    `relation` is an attribute of the row, at most two steps (`account.brand`), `serializer` an import path;
    `capability`, where given, is needed beyond the one of the action.
    """

    relation: str
    serializer: str
    capability: str | None = None

    def serializer_class(self) -> type[Serializer[Any]]:
        """Import the serializer of the related thing."""
        imported: type[Serializer[Any]] = import_string(self.serializer)
        return imported


def names_in(params: Any, name: str) -> tuple[str, ...] | None:
    """Read a comma-separated parameter; None where it is not sent."""
    if name not in params:
        return None
    return tuple(part for text in params.getlist(name) for part in text.split(","))


def chosen(names: tuple[str, ...] | None, *, allowed: Collection[str], parameter: str) -> tuple[str, ...] | None:
    """Check names against the allow-list, or raise 400 `bad_fields` or `bad_expand`."""
    for name in names or ():
        if name not in allowed:
            raise _not_offered(name, allowed, parameter)
    return names


def members_of(serializer: Any) -> MutableMapping[str, Any]:
    """Give the fields of one item, whether the serializer is of one or of many."""
    fields: MutableMapping[str, Any] = getattr(serializer, "child", serializer).fields
    return fields


def keep_only(serializer: BaseSerializer[Any], names: Collection[str]) -> None:
    """Drop every member of the answer that was not asked for."""
    fields = members_of(serializer)
    for name in set(fields) - set(names):
        fields.pop(name)


def expand(serializer: BaseSerializer[Any], names: Collection[str], offered: Mapping[str, Expansion]) -> None:
    """Put the related thing's serializer in place of each named member."""
    fields = members_of(serializer)
    for name in names:
        expansion = offered[name]
        inner = expansion.serializer_class()
        same_name = expansion.relation == name
        fields[name] = inner(read_only=True) if same_name else inner(read_only=True, source=expansion.relation)


def with_related(queryset: QuerySet[Any], expansions: Collection[Expansion]) -> QuerySet[Any]:
    """Load what will be expanded together with the rows, whatever their number."""
    for expansion in expansions:
        path = expansion.relation.replace(".", "__")
        joined = _leads_to_one(queryset.model, path)
        queryset = queryset.select_related(path) if joined else queryset.prefetch_related(path)
    return queryset


def _leads_to_one(model: type[Model], path: str) -> bool:
    step: Any = model
    for name in path.split("__"):
        try:
            field = step._meta.get_field(name)
        except FieldDoesNotExist:
            return False
        if not (field.many_to_one or field.one_to_one):
            return False
        step = field.related_model
    return True


def _not_offered(name: str, allowed: Collection[str], parameter: str) -> Problem:
    known = ", ".join(sorted(allowed)) or "nothing"
    return bad_parameter(parameter, f"'{name[:60]}' is not offered; this address has {known}.", code=f"bad_{parameter}")
