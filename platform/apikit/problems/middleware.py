"""The last net: whatever error leaves the application under an API path leaves it as a problem."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from apikit.problems.responses import ProblemResponse
from apikit.problems.translation import problem_for, problem_of_status
from apikit.problems.values import MEDIA_TYPE
from apikit.requests import is_api

_OF_THE_BODY = frozenset({"content-type", "content-length", "content-encoding", "etag", "content-disposition"})
_LOWEST_ERROR = 400


class ProblemMiddleware:
    """Turns errors of Django, of other middleware and of plain views into problems; leaves other paths alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Replace an error response that is not a problem yet, keeping its headers."""
        response = self.get_response(request)
        if response.status_code < _LOWEST_ERROR or not is_api(request):
            return response
        if response.headers.get("Content-Type", "").startswith(MEDIA_TYPE):
            return response
        return _replaced(response, request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer an exception of a plain view where it is no fault of ours."""
        problem = problem_for(exception) if is_api(request) else None
        return ProblemResponse(request, problem) if problem else None


def _replaced(response: HttpResponseBase, request: HttpRequest) -> ProblemResponse:
    problem = ProblemResponse(request, problem_of_status(response.status_code))
    for name, value in response.headers.items():
        if name.lower() not in _OF_THE_BODY:
            problem.headers[name] = value
    problem.cookies = response.cookies
    response.close()
    return problem
