"""Validation errors of any nesting as a flat list of fields at fault."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from rest_framework.settings import api_settings

from apikit.problems.values import FieldProblem

_POINTER_SAFE = "~!$&'()*+,;=:@"
_POINTER_LENGTH = 300


def step(pointer: str, key: object) -> str:
    """Extend a JSON pointer in URI fragment form (RFC 6901, section 6) by one step."""
    escaped = str(key).replace("~", "~0").replace("/", "~1")
    return f"{pointer}/{quote(escaped, safe=_POINTER_SAFE)}"[:_POINTER_LENGTH]


def field_problems(detail: Any, pointer: str = "#") -> Iterator[FieldProblem]:
    """Walk the errors of DRF: text, a list, {field: errors}, or {index: errors} of a list of objects."""
    if isinstance(detail, Mapping):
        for key, inner in detail.items():
            of_whole = key in (api_settings.NON_FIELD_ERRORS_KEY, NON_FIELD_ERRORS)
            yield from field_problems(inner, pointer if of_whole else step(pointer, key))
    elif isinstance(detail, list | tuple):
        yield from _of_list(detail, pointer)
    else:
        yield FieldProblem(pointer, getattr(detail, "code", None) or "invalid", str(detail))


def django_field_problems(error: ValidationError) -> Iterator[FieldProblem]:
    """Walk the errors of a model's or form's validation."""
    if not hasattr(error, "error_dict"):
        yield from _of_messages(error.error_list, "#")
        return
    for name, inner in error.error_dict.items():
        yield from _of_messages(inner, "#" if name == NON_FIELD_ERRORS else step("#", name))


def _of_list(detail: Iterable[Any], pointer: str) -> Iterator[FieldProblem]:
    for index, inner in enumerate(detail):
        nested = isinstance(inner, Mapping | list | tuple)
        yield from field_problems(inner, step(pointer, index) if nested else pointer)


def _of_messages(errors: Iterable[ValidationError], pointer: str) -> Iterator[FieldProblem]:
    for error in errors:
        for message in error.messages:
            yield FieldProblem(pointer, error.code or "invalid", message)
