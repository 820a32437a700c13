"""The parameters of an operation, from the same declarations that the requests are checked with."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import django_filters
from drf_spectacular.utils import OpenApiParameter

from apikit.pagination import DEFAULT_LIMIT, MAX_LIMIT

_QUERY: Literal["query"] = "query"
_HEADER: Literal["header"] = "header"
_FILTER_SCHEMAS: tuple[tuple[type[django_filters.Filter], dict[str, Any]], ...] = (
    (django_filters.BooleanFilter, {"type": "boolean"}),
    (django_filters.UUIDFilter, {"type": "string", "format": "uuid"}),
    (django_filters.ModelChoiceFilter, {"type": "string", "format": "uuid"}),
    (django_filters.ModelMultipleChoiceFilter, {"type": "string", "format": "uuid"}),
    (django_filters.IsoDateTimeFilter, {"type": "string", "format": "date-time"}),
    (django_filters.DateTimeFilter, {"type": "string", "format": "date-time"}),
    (django_filters.DateFilter, {"type": "string", "format": "date"}),
    (django_filters.NumberFilter, {"type": "string", "format": "decimal"}),
)


def list_parameters(view: Any) -> Iterator[OpenApiParameter]:
    """Give what a list takes: page, order and filters."""
    yield from page_parameters()
    if view.sort_fields:
        yield _sort(view.sort_fields)
    for name, declared in view.filterset_class.base_filters.items():
        yield _filter(name, declared)


def page_parameters() -> Iterator[OpenApiParameter]:
    """Give `limit` and `cursor`."""
    schema = {"type": "integer", "minimum": 1, "default": DEFAULT_LIMIT}
    text = f"How many items at most; more than {MAX_LIMIT} count as {MAX_LIMIT}."
    yield OpenApiParameter("limit", schema, _QUERY, description=text)
    yield OpenApiParameter("cursor", {"type": "string"}, _QUERY, description="`next_cursor` of the page before.")


def reading_parameters(view: Any, members: Iterable[str]) -> Iterator[OpenApiParameter]:
    """Give `fields` and `expand`."""
    fields = _names(members)
    yield OpenApiParameter("fields", fields, _QUERY, explode=False, style="form", description="Only these members.")
    if view.expandable:
        text = "Put the related object in place of its id."
        yield OpenApiParameter("expand", _names(view.expandable), _QUERY, explode=False, style="form", description=text)


def own_parameters(view: Any, action: str) -> Iterator[OpenApiParameter]:
    """Give what the view reads itself."""
    for name, stated in view.parameters.get(action, {}).items():
        schema = dict(stated.schema)
        yield OpenApiParameter(name, schema, _QUERY, required=stated.required, description=stated.description)


def format_parameters(formats: list[str]) -> Iterator[OpenApiParameter]:
    """Give `format`, where there is a choice."""
    if len(formats) > 1:
        schema = {"type": "string", "enum": formats, "default": formats[0]}
        yield OpenApiParameter("format", schema, _QUERY, description="Beats the Accept header.")


def request_headers(view: Any, action: str, method: str, *, versioned: bool) -> Iterator[OpenApiParameter]:
    """Give the headers that an operation reads."""
    if method == "POST" and view.remembers_answers:
        schema = {"type": "string", "minLength": 1, "maxLength": 255}
        text = "A new random value a request; sent again with it, the request acts once and is answered again."
        needed = action in view.idempotency_required
        yield OpenApiParameter("Idempotency-Key", schema, _HEADER, required=needed, description=text)
    if action in view.may_answer_later:
        text = "`respond-async` is answered with 202 at once; the work goes on in the background (RFC 7240)."
        yield OpenApiParameter("Prefer", {"type": "string"}, _HEADER, description=text)
    if method in {"PATCH", "DELETE"} and versioned:
        text = "The ETag of the version that the change is based on."
        needed = bool(view.if_match_required)
        yield OpenApiParameter("If-Match", {"type": "string"}, _HEADER, required=needed, description=text)
    if method == "GET" and versioned:
        text = "An ETag; answered with 304 where nothing changed."
        yield OpenApiParameter("If-None-Match", {"type": "string"}, _HEADER, description=text)


def response_headers(
    *, tagged: bool, located: bool, paged: bool, status: str, later: str | None = None
) -> Iterator[OpenApiParameter]:
    """Give the headers that a successful answer carries; `later` is the status of one before the work is done."""
    stated: Mapping[str, tuple[bool, str]] = {
        "ETag": (tagged, 'The version and a hash of the body: `"3.0f3a…"`.'),
        "Location": (located, "The path of what was created."),
        "Link": (paged, 'The next page, as `<…>; rel="next"` (RFC 8288).'),
    }
    for name, (present, text) in stated.items():
        if present:
            yield OpenApiParameter(name, {"type": "string"}, _HEADER, description=text, response=[int(status)])
    if later is not None:
        where, when = "Where to see how far the work is.", "Seconds to wait before asking there."
        yield OpenApiParameter("Location", {"type": "string"}, _HEADER, description=where, response=[int(later)])
        yield OpenApiParameter("Retry-After", {"type": "integer"}, _HEADER, description=when, response=[int(later)])


def _names(members: Iterable[str]) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string", "enum": sorted(members)}}


def _sort(fields: Mapping[str, str]) -> OpenApiParameter:
    names = [name for field in fields for name in (field, f"-{field}")]
    schema = {"type": "array", "items": {"type": "string", "enum": names}}
    text = "Order by these; `-` turns one around."
    return OpenApiParameter("sort", schema, _QUERY, explode=False, style="form", description=text)


def _filter(name: str, declared: django_filters.Filter) -> OpenApiParameter:
    stated = declared.extra.get("help_text") or (declared.label if declared.extra.get("label") else "")
    one = _filter_schema(declared)
    required = bool(declared.extra.get("required", False))
    if declared.method is not None and not isinstance(declared, django_filters.MultipleChoiceFilter):
        return OpenApiParameter(name, one, _QUERY, required=required, description=stated or f"Narrows by {name}.")
    text = f"{stated or f'Narrows by {name}.'} Sent several times, any of the values will do."
    schema = {"type": "array", "items": one}
    return OpenApiParameter(name, schema, _QUERY, required=required, explode=True, style="form", description=text)


def _filter_schema(declared: django_filters.Filter) -> dict[str, Any]:
    choices = declared.extra.get("choices")
    if choices is not None and not callable(choices):
        return {"type": "string", "enum": [str(value) for value, _ in choices]}
    for kind, schema in _FILTER_SCHEMAS:
        if isinstance(declared, kind):
            return dict(schema)
    return {"type": "string"}
