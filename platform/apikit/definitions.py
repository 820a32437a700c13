"""Pages of things that are no rows: definitions that live in the code, ordered by key."""

from collections.abc import Sequence
from typing import Any

from rest_framework.response import Response

from apikit.cursors import decode_cursor, encode_cursor
from apikit.pagination import cursor_of, limit_of, next_link, query_binding


def page_of_definitions(request: Any, definitions: Sequence[Any], shown: Any) -> Response:
    """Answer with one page of definitions, each with a `key`, by a keyset over that key.

    `shown` makes the JSON of one definition.
    """
    params = request.query_params
    limit, cursor = limit_of(params), cursor_of(params)
    bound_to = query_binding(request.path, params)
    ordered = sorted(definitions, key=lambda definition: definition.key)
    if cursor is not None:
        last = str(decode_cursor(cursor, bound_to=bound_to)[0])
        ordered = [definition for definition in ordered if definition.key > last]
    page = ordered[:limit]
    more = encode_cursor([page[-1].key], bound_to=bound_to) if len(ordered) > limit else None
    response = Response({"items": [shown(definition) for definition in page], "next_cursor": more})
    if more:
        response.headers["Link"] = next_link(request.path, params, more)
    return response
