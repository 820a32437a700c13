"""`/results`: KPIs over a scope and a window, grouped, graded, compared, and set against targets."""

from http import HTTPStatus
from typing import ClassVar

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from apikit.cursors import decode_cursor, encode_cursor
from apikit.pagination import cursor_of, next_link, query_binding
from apikit.problems import Problem
from apikit.views import ActionView
from kpis.api.asked import limit_of_page
from kpis.api.questions import QUESTION, question_of
from kpis.api.result_shapes import ResultPageSerializer
from kpis.compute.question import Question
from kpis.results.former import Against
from kpis.results.items import result_page
from kpis.results.versions import data_version
from people.principal import asking


class ResultsView(ActionView):
    """Results of KPIs. Groups are paged; the cursor belongs to one version of the data."""

    resource = "results"
    capabilities: ClassVar = {"get": "results:read"}
    operations: ClassVar = {"get": "results_list"}
    output_serializers: ClassVar = {"get": ResultPageSerializer}
    parameters: ClassVar = {"get": QUESTION}

    def get(self, request: Request) -> Response:
        """Compute, grade, compare and page the results."""
        limit = limit_of_page(request.query_params)
        question, against = question_of(request.query_params, asking(request), self.capability)
        return _page(request, question, against, limit)


def _page(request: Request, question: Question, against: Against | None, limit: int) -> Response:
    """Cut the groups into pages; a cursor made from other data is refused with 409."""
    version = data_version()
    bound_to = query_binding(request.path, request.query_params)
    first, cursor = 0, cursor_of(request.query_params)
    if cursor is not None:
        first, made_from = decode_cursor(cursor, bound_to=bound_to)  # type: ignore[assignment]
        if made_from != version:
            detail = "The numbers changed since the first page; start again without the cursor."
            raise Problem(HTTPStatus.CONFLICT, "data_changed", detail)
    today = timezone.now().date()
    page, more = result_page(question, today=today, first=first, limit=limit, against=against)
    following = encode_cursor([first + limit, version], bound_to=bound_to) if more else None
    response = Response({"items": page, "next_cursor": following, "data_version": version})
    if following:
        response.headers["Link"] = next_link(request.path, request.query_params, following)
    return response
