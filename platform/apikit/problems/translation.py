"""Which problem each kind of exception is; what is not listed is our own fault and stays a 500."""

import math
from collections.abc import Callable, Mapping
from http import HTTPStatus

from django.core import exceptions as django
from django.db import Error as DatabaseFault
from django.http import Http404
from django.http.multipartparser import MultiPartParserError
from rest_framework import exceptions as drf

from apikit.problems.database import database_problem
from apikit.problems.fields import django_field_problems, field_problems
from apikit.problems.values import FieldProblem, Problem, malformed, missing, unprocessable
from apikit.refusals import Refusal, RefusalKind

_MALFORMED_CODES = frozenset({"unknown_field", "read_only_field", "nul_character"})
_REFUSAL_STATUS: Mapping[RefusalKind, HTTPStatus] = {
    RefusalKind.MALFORMED: HTTPStatus.BAD_REQUEST,
    RefusalKind.UNAUTHENTICATED: HTTPStatus.UNAUTHORIZED,
    RefusalKind.FORBIDDEN: HTTPStatus.FORBIDDEN,
    RefusalKind.MISSING: HTTPStatus.NOT_FOUND,
    RefusalKind.CONFLICT: HTTPStatus.CONFLICT,
    RefusalKind.GONE: HTTPStatus.GONE,
    RefusalKind.STALE: HTTPStatus.PRECONDITION_FAILED,
    RefusalKind.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
    RefusalKind.THROTTLED: HTTPStatus.TOO_MANY_REQUESTS,
    RefusalKind.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
}
_STATUS_PROBLEMS: Mapping[int, tuple[str, str]] = {
    400: ("malformed", "The request cannot be read."),
    401: ("not_authenticated", "Send a valid credential as 'Authorization: Bearer <token>'."),
    403: ("forbidden", "Your role does not allow this."),
    405: ("method_not_allowed", "This address does not answer to this method."),
    406: ("not_acceptable", "None of the accepted formats can be given here."),
    409: ("conflict", "The request clashes with what is there now."),
    413: ("too_large", "The request is larger than this address takes."),
    415: ("unsupported_media_type", "This address does not read that content type."),
    429: ("throttled", "There were too many requests; wait before the next."),
    500: ("internal_error", "Something broke on our side; the request id finds it in our logs."),
    503: ("unavailable", "The service cannot answer just now; try again soon."),
}
_TOO_LARGE = (django.RequestDataTooBig, django.TooManyFieldsSent, django.TooManyFilesSent)


def problem_for(error: BaseException) -> Problem | None:
    """Give the problem that an exception is, or None where it is a fault of ours."""
    if isinstance(error, Problem):
        return error
    for kinds, translate in _TRANSLATIONS:
        if isinstance(error, kinds):
            return translate(error)
    return None


def problem_of_status(status: int) -> Problem:
    """Give the plain problem of an HTTP status that came without one."""
    if status == HTTPStatus.NOT_FOUND:
        return missing()
    code, detail = _STATUS_PROBLEMS.get(status) or _unlisted(status)
    return Problem(status, code, detail)


def refused_fields(errors: tuple[FieldProblem, ...]) -> Problem:
    """Give 400 where a field is not known or not readable, else 422; either way with every field at fault."""
    for error in errors:
        if error.code in _MALFORMED_CODES:
            return malformed(error.code, "The request has fields that cannot be taken; see errors.", errors=errors)
    return unprocessable("Some fields cannot be accepted; see errors.", errors=errors)


def _unlisted(status: int) -> tuple[str, str]:
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "Error"
    return phrase.lower().replace(" ", "_").replace("-", "_").replace("'", ""), f"{phrase}."


def _validation(error: drf.ValidationError) -> Problem:
    return refused_fields(tuple(field_problems(error.detail)))


def _django_validation(error: django.ValidationError) -> Problem:
    return refused_fields(tuple(django_field_problems(error)))


def _unread(error: drf.ParseError) -> Problem:
    return malformed("malformed", str(error.detail))


def _throttled(error: drf.Throttled) -> Problem:
    wait = math.ceil(getattr(error, "wait", None) or 1)
    return problem_of_status(429).with_headers({"Retry-After": str(max(wait, 1))})


def _of_api(error: drf.APIException) -> Problem:
    return problem_of_status(error.status_code)


def _refused(error: Refusal) -> Problem:
    status = _REFUSAL_STATUS[error.kind]
    errors = [FieldProblem(error.pointer, error.code, error.detail)] if error.pointer else []
    problem = (
        missing()
        if error.kind is RefusalKind.MISSING
        else Problem(status, error.code, error.detail, errors=errors, particulars=error.particulars)
    )
    if error.kind is RefusalKind.UNAUTHENTICATED:
        problem.with_headers({"WWW-Authenticate": "Bearer"})
    if error.retry_after_seconds is not None:
        problem.with_headers({"Retry-After": str(error.retry_after_seconds)})
    return problem


def _unauthenticated(_: drf.APIException) -> Problem:
    return problem_of_status(401).with_headers({"WWW-Authenticate": "Bearer"})


def _fixed(status: int) -> Callable[[BaseException], Problem]:
    return lambda _: problem_of_status(status)


_Translation = tuple[type[BaseException] | tuple[type[BaseException], ...], Callable[..., Problem | None]]
_TRANSLATIONS: tuple[_Translation, ...] = (
    (Refusal, _refused),
    ((Http404, drf.NotFound), lambda _: missing()),
    ((drf.NotAuthenticated, drf.AuthenticationFailed), _unauthenticated),
    ((django.PermissionDenied, drf.PermissionDenied), _fixed(403)),
    (drf.ValidationError, _validation),
    (django.ValidationError, _django_validation),
    (drf.ParseError, _unread),
    (drf.Throttled, _throttled),
    (drf.APIException, _of_api),
    (_TOO_LARGE, _fixed(413)),
    ((django.SuspiciousOperation, django.BadRequest, MultiPartParserError), _fixed(400)),
    (DatabaseFault, database_problem),
)
