"""Pages of things that are no rows: definitions that live in the code, and what is worked out for one answer."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from rest_framework.response import Response

from apikit.cursors import decode_cursor, encode_cursor
from apikit.pagination import cursor_of, limit_of, next_link, query_binding


def page_of_definitions(
    request: Any,
    definitions: Sequence[Any],
    shown: Callable[[Any], Any],
    *,
    place: Callable[[Any], Any] = attrgetter("key"),
) -> Response:
    """Answer with one page of definitions by a keyset over their `place`: a text, or a tuple of what cursors hold.

    `shown` makes the JSON of one definition. A place is one definition's alone, and says nothing of the others.
    """
    params = request.query_params
    limit, cursor = limit_of(params), cursor_of(params)
    bound_to = query_binding(request.path, params)

    def position(definition: Any) -> tuple[Any, ...]:
        found = place(definition)
        return found if isinstance(found, tuple) else (found,)

    ordered = sorted(definitions, key=position)
    if cursor is not None:
        last = tuple(decode_cursor(cursor, bound_to=bound_to))
        ordered = [definition for definition in ordered if position(definition) > last]
    page = ordered[:limit]
    more = encode_cursor(position(page[-1]), bound_to=bound_to) if len(ordered) > limit else None
    response = Response({"items": [shown(definition) for definition in page], "next_cursor": more})
    if more:
        response.headers["Link"] = next_link(request.path, params, more)
    return response
