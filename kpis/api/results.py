"""`/results`: KPIs over a scope and a window, grouped, graded, compared, and set against targets."""

from typing import ClassVar

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from apikit.views import ActionView
from kpis.api.asked import Asked
from kpis.api.computed_pages import Page, computed_page
from kpis.api.questions import QUESTION, question_asked
from kpis.api.result_shapes import ResultPageSerializer
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
        version = data_version()
        asked = Asked(request.query_params)
        limit = asked.limit()
        question, against = question_asked(asked, asking(request), self.capability)
        today = timezone.now().date()

        def page(first: int, limit: int) -> Page:
            return result_page(question, today=today, first=first, limit=limit, against=against)

        windows = [(each.scope, each.window) for each in (question, against and against.question) if each]
        return computed_page(request, limit, page, version=version, of={"windows": windows, "today": today})
