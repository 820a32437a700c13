"""Idempotency-Key: the same POST sent twice acts once and is answered twice."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import connection
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from apikit.guard import active_schema
from apikit.models import IdempotencyRecord
from apikit.principals import principal_of
from apikit.problems import Problem, ProblemResponse, conflict, malformed, unprocessable
from apikit.problems.responses import Answered
from apikit.wire import to_canonical_json

KEPT_FOR = timedelta(hours=48)
REPLAYED_HEADERS = ("Content-Type", "Location", "ETag", "Link", "Retry-After", "Content-Location", "Preference-Applied")
_KEY = re.compile(r"[\x20-\x7e]{1,255}")
_NO_AGENCY = (None, "public")
_LOWEST_FAULT = 500


@dataclass(slots=True)
class Attempt:
    """One request with a key, from the middleware through the view and back."""

    principal_key: str
    key: str
    record: IdempotencyRecord | None = None
    fingerprint: str | None = None
    mints_credential: bool = False
    replayed: bool = field(default=False)

    def check(self, fingerprint: str, *, mints_credential: bool) -> None:
        """Go on where the key is new, else end the view with the stored answer or a refusal.

        Raises 422 `idempotency_mismatch` for another request, 409 `already_issued` where the answer was a secret.
        """
        self.fingerprint = fingerprint
        self.mints_credential = mints_credential
        if self.record is None:
            return
        self.replayed = True
        if self.record.fingerprint != fingerprint:
            raise unprocessable("This Idempotency-Key was used for another request.", code="idempotency_mismatch")
        if mints_credential and self.record.status < HTTPStatus.BAD_REQUEST:
            raise conflict("The credential was issued to the first request and is shown once.", code="already_issued")
        raise Answered(_stored_answer(self.record))

    def remember(self, response: HttpResponseBase) -> None:
        """Store the answer, unless it is a fault, a refusal of the moment, or was stored before; drop outlived ones."""
        if self.replayed or self.fingerprint is None or not _worth_keeping(response):
            return
        if not isinstance(response, HttpResponse):
            return  # a stream is read once and cannot be kept
        secret = self.mints_credential and response.status_code < HTTPStatus.BAD_REQUEST
        of_holder = IdempotencyRecord.objects.filter(principal_key=self.principal_key)
        outlived = of_holder.filter(created_at__lt=timezone.now() - KEPT_FOR)
        free = outlived.select_for_update(skip_locked=True).values("id")  # nobody waits for another's request
        of_holder.filter(Q(key=self.key) | Q(id__in=free)).delete()
        IdempotencyRecord.objects.create(
            principal_key=self.principal_key,
            key=self.key,
            fingerprint=self.fingerprint,
            status=response.status_code,
            headers={name: response.headers[name] for name in REPLAYED_HEADERS if name in response.headers},
            body=b"" if secret else response.content,
        )


class IdempotencyMiddleware:
    """Stands inside the agency's transaction and outside the view's savepoint, so that a refusal is stored too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let at most one request with a key through at a time, and store its answer."""
        key = request.headers.get("Idempotency-Key")
        principal = principal_of(request)
        if request.method != "POST" or key is None:
            return self.get_response(request)
        if not _KEY.fullmatch(key):
            return ProblemResponse(request, _bad_key())
        if principal is None or active_schema("default") in _NO_AGENCY:
            return self.get_response(request)
        if not _only_one(principal.key, key):
            return ProblemResponse(request, _in_flight())
        attempt = Attempt(principal.key, key, record=_record(principal.key, key))
        request.idempotency = attempt  # type: ignore[attr-defined]
        response = self.get_response(request)
        attempt.remember(response)
        return response


def fingerprint_of(request: Any) -> str:
    """Digest what a request asks: method, path, query, parsed fields, and the content of each file.

    Never the raw bytes: the boundary of a multipart body differs at every send.
    """
    fields = {name: value for name, value in _fields(request.data).items() if not isinstance(value, UploadedFile)}
    files = {name: [_digest(file) for file in request.FILES.getlist(name)] for name in request.FILES}
    query = {name: request.query_params.getlist(name) for name in request.query_params}
    parts = [request.method, request.path, query, fields, files]
    return sha256(to_canonical_json(parts)).hexdigest()


def key_required() -> Problem:
    """Make the 400 of an action that needs an Idempotency-Key."""
    return malformed("idempotency_key_required", "Send an Idempotency-Key header, a new random value a request.")


def _fields(data: Any) -> Mapping[str, Any]:
    if hasattr(data, "lists"):
        plain = {
            name: [value for value in values if not isinstance(value, UploadedFile)] for name, values in data.lists()
        }
        return {name: values for name, values in plain.items() if values}
    return dict(data)


def _digest(file: UploadedFile) -> str:
    digest = sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _only_one(principal_key: str, key: str) -> bool:
    """Take the lock of this key until the transaction ends; False where another request has it."""
    digest = sha256(f"{principal_key}\x00{key}".encode()).digest()
    number = int.from_bytes(digest[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        (taken,) = cursor.fetchone()
    return bool(taken)


def _record(principal_key: str, key: str) -> IdempotencyRecord | None:
    of_key = IdempotencyRecord.objects.filter(principal_key=principal_key, key=key)
    return of_key.filter(created_at__gt=timezone.now() - KEPT_FOR).first()


def _stored_answer(record: IdempotencyRecord) -> HttpResponse:
    answer = HttpResponse(bytes(record.body), status=record.status, headers=record.headers)
    answer.headers["Idempotent-Replayed"] = "true"
    return answer


def _worth_keeping(response: HttpResponseBase) -> bool:
    momentary = response.status_code == HTTPStatus.TOO_MANY_REQUESTS or response.status_code >= _LOWEST_FAULT
    return isinstance(response, HttpResponse) and not momentary


def _bad_key() -> Problem:
    return malformed("bad_idempotency_key", "Idempotency-Key has 1 to 255 printable ASCII characters.")


def _in_flight() -> Problem:
    detail = "A request with this Idempotency-Key is still running."
    return conflict(detail, code="idempotency_in_flight").with_headers({"Retry-After": "1"})
