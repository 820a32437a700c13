"""Filters that refuse what they do not know, over django-filter's typed fields."""

from collections.abc import Collection, Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django_filters import ChoiceFilter, Filter, FilterSet, IsoDateTimeFilter, MultipleChoiceFilter
from django_filters.constants import EMPTY_VALUES
from django_filters.fields import IsoDateTimeField

from apikit.moments import in_utc
from apikit.problems import FieldProblem, malformed, parameter_pointer

_LONGEST_VALUE = 2000


class _MomentField(IsoDateTimeField):
    """A moment with its offset, of which the database takes fewer than Python."""

    def clean(self, value: Any) -> Any:
        moment = super().clean(value)
        try:
            return moment and in_utc(moment)
        except ValueError as fault:
            raise ValidationError(str(fault)) from None


class MomentFilter(IsoDateTimeFilter):
    """Compares with a moment."""

    field_class = _MomentField


def refuse_unknown(params: Iterable[str], known: Collection[str]) -> None:
    """Raise 400 `unknown_parameter` that names each parameter not in `known`."""
    unknown = [name for name in params if name not in known]
    if not unknown:
        return
    detail = f"This address knows {', '.join(sorted(known)) or 'no parameters'}."
    errors = [
        FieldProblem(parameter_pointer(name), "unknown_parameter", f"'{name[:60]}' is not a parameter here.")
        for name in unknown
    ]
    raise malformed("unknown_parameter", detail, errors=errors)


def filter_set_of(filters: Mapping[str, Filter], *, name: str) -> type[FilterSet]:
    """Make a filter set from public names and filters; a filter without a field name filters the like-named field."""
    for public, declared in filters.items():
        declared.field_name = declared.field_name or public
    return type(f"{name}Filters", (FilterSet,), dict(filters))


def filtered(queryset: QuerySet[Any], filter_set: type[FilterSet], params: QueryDict, *, request: Any) -> QuerySet[Any]:
    """Apply each filter that `params` names: values of one parameter are alternatives, parameters add up.

    Raises 400 `bad_parameter` with every value at fault.
    """
    bound = filter_set(queryset=queryset, request=request)
    wanted: list[tuple[Filter, list[Any]]] = []
    errors: list[FieldProblem] = []
    for name, declared in bound.filters.items():
        given = [normalize("NFC", text) for text in params.getlist(name)]  # as texts are stored
        if not given:
            continue
        try:
            wanted.append((declared, _cleaned(declared, name, given)))
        except ValidationError as error:
            detail = " ".join(error.messages)
            errors.append(FieldProblem(parameter_pointer(name), "bad_parameter", detail))
    if errors:
        raise malformed("bad_parameter", "Some parameters have values that cannot be read; see errors.", errors=errors)
    for declared, values in wanted:
        queryset = _applied(queryset, declared, values)
    return queryset


def _cleaned(declared: Filter, name: str, given: list[str]) -> list[Any]:
    for text in given:
        if not text.strip():
            raise ValidationError("A value is missing.")
        if "\x00" in text or len(text) > _LONGEST_VALUE:
            raise ValidationError("The value cannot be read.")
    if isinstance(declared, MultipleChoiceFilter):
        return [_clean(declared, name, given)]
    if len(given) > 1 and not _combinable(declared):
        raise ValidationError("Send this parameter once.")
    return [_clean(declared, name, [text]) for text in given]


def _clean(declared: Filter, name: str, given: list[str]) -> Any:
    """Let the form field read the values; a widget that shrugs an unreadable one off counts as refusal."""
    field = declared.field
    raw = field.widget.value_from_datadict(MultiValueDict({name: given}), MultiValueDict(), name)
    try:
        value = field.clean(raw)
    except ValueError:
        raise ValidationError("The value cannot be read.") from None
    if value in EMPTY_VALUES:
        raise ValidationError("The value cannot be read.")
    return value


def _combinable(declared: Filter) -> bool:
    plain = type(declared).filter in {Filter.filter, ChoiceFilter.filter}
    return plain and declared.method is None and not declared.exclude


def _applied(queryset: QuerySet[Any], declared: Filter, values: list[Any]) -> QuerySet[Any]:
    if len(values) == 1:
        narrowed: QuerySet[Any] = declared.filter(queryset, values[0])
        return narrowed
    lookup = f"{declared.field_name}__{declared.lookup_expr}"
    matching = queryset.filter(reduce(or_, (Q(**{lookup: value}) for value in values)))
    return matching.distinct() if declared.distinct else matching
