"""Pages of what is computed and not stored: a cursor belongs to one query and to one version of the data."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from apikit.cursors import decode_cursor, encode_cursor
from apikit.pagination import cursor_of, next_link, query_binding
from apikit.problems import Problem
from kpis.results.versions import data_version

Page = tuple[list[dict[str, Any]], bool]  # items, and whether there are more


def computed_page(request: Request, limit: int, page: Callable[[int, int], Page]) -> Response:
    """Answer with `page(first, limit)`; a cursor that was made from other data is refused with 409."""
    version = data_version()
    bound_to = query_binding(request.path, request.query_params)
    first, cursor = 0, cursor_of(request.query_params)
    if cursor is not None:
        first, made_from = decode_cursor(cursor, bound_to=bound_to)  # type: ignore[assignment]
        if made_from != version:
            detail = "The numbers changed since the first page; start again without the cursor."
            raise Problem(HTTPStatus.CONFLICT, "data_changed", detail)
    items, more = page(first, limit)
    following = encode_cursor([first + limit, version], bound_to=bound_to) if more else None
    response = Response({"items": items, "next_cursor": following, "data_version": version})
    if following:
        response.headers["Link"] = next_link(request.path, request.query_params, following)
    return response
