"""Lists by keyset: `{"items": [...], "next_cursor": ...}`, stable while rows come and go."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, QuerySet
from django.http import QueryDict

from apikit.cursors import binding, decode_cursor, encode_cursor
from apikit.problems import Problem, bad_parameter
from apikit.sorting import SortKey, after, in_order

DEFAULT_LIMIT = 50
MAX_LIMIT = 200
_NOT_OF_THE_QUERY = frozenset({"limit", "cursor", "fields", "expand", "format"})
_POSITION = "_position_"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows and the cursor of the next, None at the end."""

    items: list[Any]
    next_cursor: str | None


def limit_of(params: QueryDict) -> int:
    """Read `limit`: 50 where nothing is asked, at most 200, else 400 `bad_limit`."""
    given = params.getlist("limit")
    if not given:
        return DEFAULT_LIMIT
    if len(given) > 1 or not re.fullmatch(r"[0-9]{1,18}", given[0]) or int(given[0]) == 0:
        raise _bad_limit()
    return min(int(given[0]), MAX_LIMIT)


def query_binding(path: str, params: QueryDict) -> str:
    """Digest the path with every parameter that decides which rows come, and in what order."""
    query = {name: sorted(params.getlist(name)) for name in params if name not in _NOT_OF_THE_QUERY}
    return binding(path, query)


def page_of(queryset: QuerySet[Any], keys: Sequence[SortKey], *, path: str, params: QueryDict) -> Page:
    """Read one page in the order of `keys`, from the cursor in `params` on."""
    limit = limit_of(params)
    bound_to = query_binding(path, params)
    rows = in_order(queryset, keys).annotate(**{f"{_POSITION}{i}": F(key.path) for i, key in enumerate(keys)})
    cursor = cursor_of(params)
    if cursor is not None:
        position = decode_cursor(cursor, bound_to=bound_to)
        if len(position) != len(keys):
            raise bad_parameter("cursor", "The cursor was made for another sort.", code="cursor_mismatch")
        rows = after(rows, keys, position)
    found = list(rows[: limit + 1])
    if len(found) <= limit:
        return Page(found, None)
    last = [_value(found[limit - 1], f"{_POSITION}{index}") for index in range(len(keys))]
    return Page(found[:limit], encode_cursor(last, bound_to=bound_to))


def cursor_of(params: QueryDict) -> str | None:
    """Read `cursor`, None on the first page."""
    given = params.getlist("cursor")
    if len(given) > 1:
        raise bad_parameter("cursor", "Send one cursor.", code="bad_cursor")
    return given[0] if given else None


def next_link(path: str, params: QueryDict, cursor: str) -> str:
    """Write the `Link` header (RFC 8288) to the next page, relative to this server."""
    query = [(name, value) for name in params if name != "cursor" for value in params.getlist(name)]
    return f'<{path}?{urlencode([*query, ("cursor", cursor)])}>; rel="next"'


def _value(row: Any, name: str) -> object:
    return row[name] if isinstance(row, dict) else getattr(row, name)


def _bad_limit() -> Problem:
    return bad_parameter("limit", f"limit is a whole number from 1 to {MAX_LIMIT}.", code="bad_limit")
