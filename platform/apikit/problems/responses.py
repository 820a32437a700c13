"""A problem as an HTTP response, for DRF's views and for Django's own error pages."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from rest_framework.views import set_rollback

from apikit.problems.translation import problem_for, problem_of_status
from apikit.problems.values import MEDIA_TYPE, Problem
from apikit.requests import request_id_of
from apikit.wire import to_json


class ProblemResponse(HttpResponse):
    """An `application/problem+json` answer; always JSON, whatever format the view was asked for."""

    def __init__(self, request: Any, problem: Problem) -> None:
        body = to_json(problem.to_dict(request_id=request_id_of(request)))
        super().__init__(body, status=problem.status_code, content_type=MEDIA_TYPE, headers=problem.headers)
        self.problem = problem


class Answered(Exception):  # noqa: N818 - not an error: the answer is known before the view runs
    """Ends a view early with a response that is already complete."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


def problem_exception_handler(error: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """Answer an exception of a view with its problem, and roll back what the view wrote; None leaves it a 500."""
    if isinstance(error, Answered):
        return error.response
    problem = problem_for(error)
    if problem is None:
        return None
    if not _without_transaction(context["request"]):
        set_rollback()
    return ProblemResponse(context["request"], problem)


def _without_transaction(request: Any) -> bool:
    """Say whether the view opted out of the request's transaction: what its services committed stays committed."""
    view = getattr(getattr(request, "resolver_match", None), "func", None)
    return bool(getattr(view, "_non_atomic_requests", ()))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer as Django's `handler400`."""
    return _page(request, 400, exception)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer as Django's `handler403`."""
    return _page(request, 403, exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer as Django's `handler404`."""
    return _page(request, 404, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer as Django's `handler500`."""
    return _page(request, 500, None)


def _page(request: HttpRequest, status: int, exception: Exception | None) -> ProblemResponse:
    known = problem_for(exception) if exception else None
    return ProblemResponse(request, known or problem_of_status(status))
