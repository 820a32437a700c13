"""What every request gets before any view: an id, safe headers on the answer, and a limit on its body."""

import re
from collections.abc import Callable
from http import HTTPStatus

import structlog
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from apikit.problems import Problem, ProblemResponse
from apikit.requests import is_api, request_id_of

GetResponse = Callable[[HttpRequest], HttpResponseBase]
JSON_BODY_BYTES = 2 * 1024 * 1024
BATCH_BODY_BYTES = 64 * 1024 * 1024
MULTIPART_BODY_BYTES = 201 * 1024 * 1024  # the largest file that is read, and what a form says beside it
_BATCH = ":batch"


class RequestIdMiddleware:
    """Names the request in logs and answer, and sets the headers that every API answer carries."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Bind the id for the logs, answer, and unbind it again."""
        request_id = request_id_of(request)
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
        response.headers["X-Request-Id"] = request_id
        response.headers["X-Content-Type-Options"] = "nosniff"
        if is_api(request):
            response.headers.setdefault("Cache-Control", "no-store")
            patch_vary_headers(response, ("Authorization", "Accept"))
        return response


class BodyLimitMiddleware:
    """Refuses a body that is too large, or of untold length, before a byte of it is read."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.json_bytes: int = getattr(settings, "APIKIT_JSON_BODY_BYTES", JSON_BODY_BYTES)
        self.batch_bytes: int = getattr(settings, "APIKIT_BATCH_BODY_BYTES", BATCH_BODY_BYTES)
        self.multipart_bytes: int = getattr(settings, "APIKIT_MULTIPART_BODY_BYTES", MULTIPART_BODY_BYTES)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 413 or 411 instead of the view where the body breaks the limit."""
        refusal = self._refusal(request)
        return ProblemResponse(request, refusal) if refusal else self.get_response(request)

    def _refusal(self, request: HttpRequest) -> Problem | None:
        length = request.META.get("CONTENT_LENGTH") or ""
        if not length:
            return _of_untold_length() if request.META.get("HTTP_TRANSFER_ENCODING") else None
        if not re.fullmatch(r"[0-9]{1,18}", length):
            return Problem(HTTPStatus.BAD_REQUEST, "malformed", "Content-Length is not a number.")
        limit = self._limit(request)
        if int(length) <= limit:
            return None
        detail = f"The body may have at most {limit // 1024} KiB here."
        return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", detail)

    def _limit(self, request: HttpRequest) -> int:
        if (request.content_type or "").startswith("multipart/"):
            return self.multipart_bytes
        return self.batch_bytes if request.path_info.endswith(_BATCH) else self.json_bytes


def _of_untold_length() -> Problem:
    return Problem(HTTPStatus.LENGTH_REQUIRED, "length_required", "Send Content-Length; chunked bodies are not read.")
