"""Pages of what is computed and not stored: a cursor belongs to one query and to one version of the data.

While nobody changes the data, the same question of who may see the same has the same answer, which is kept.
"""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from apikit.cursors import decode_cursor, encode_cursor
from apikit.pagination import cursor_of, next_link, query_binding
from apikit.problems import Problem
from apikit.wire import as_written
from kpis.api.kept_pages import kept_page

Page = tuple[list[dict[str, Any]], bool]  # items, and whether there are more


def computed_page(
    request: Request, limit: int, page: Callable[[int, int], Page], *, version: str, of: Mapping[str, Any]
) -> Response:
    """Answer with `page(first, limit)`; a cursor that was made from other data is refused with 409.

    Whatever the page depends on was read after `version`, the state of the data, or is told `of` it beside the query:
    what its asker may see, and today.
    """
    bound_to = query_binding(request.path, request.query_params)
    first, cursor = 0, cursor_of(request.query_params)
    if cursor is not None:
        first, made_from = decode_cursor(cursor, bound_to=bound_to)  # type: ignore[assignment]
        if made_from != version:
            detail = "The numbers changed since the first page; start again without the cursor."
            raise Problem(HTTPStatus.CONFLICT, "data_changed", detail)
    asked = {**of, "path": request.path, "query": sorted(request.query_params.lists()), "data": version}
    written = kept_page(asked, lambda: page(first, limit))
    following = encode_cursor([first + limit, version], bound_to=bound_to) if written.more else None
    items = as_written(written.items)
    response = Response({"items": items, "next_cursor": following, "data_version": version})
    if following:
        response.headers["Link"] = next_link(request.path, request.query_params, following)
    return response
