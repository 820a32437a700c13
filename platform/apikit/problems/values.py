"""A problem as a value that can be raised: status, code, sentences, and one entry a field at fault."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Self

from rest_framework.exceptions import APIException

ERRORS_AT_MOST = 100
MEDIA_TYPE = "application/problem+json"
NOT_FOUND_DETAIL = "There is nothing at this address that you may see."

TITLES: Mapping[str, str] = {
    "already_issued": "The credential was already issued",
    "bad_cursor": "The cursor is not one of ours",
    "cursor_mismatch": "The cursor belongs to another query",
    "forbidden": "You may not do this",
    "idempotency_in_flight": "The same request is still running",
    "idempotency_mismatch": "The key was used for another request",
    "internal_error": "Something broke on our side",
    "not_authenticated": "A valid credential is needed",
    "not_found": "Not found",
    "precondition_required": "If-Match is needed",
    "throttled": "Too many requests",
    "too_large": "The request is too large",
    "unknown_field": "A field is not known here",
    "unknown_parameter": "A query parameter is not known here",
    "validation_failed": "Some fields cannot be accepted",
    "version_conflict": "Somebody changed it first",
}


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One field at fault: `pointer` is `#/a/0/b` in the body or `?name` in the query.

    `position` counts characters from 0 where the field is a text with a grammar of its own, such as a formula.
    """

    pointer: str
    code: str
    detail: str
    position: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give the entry of `errors`; `position` only where there is one."""
        entry = {"pointer": self.pointer, "code": self.code, "detail": self.detail}
        return entry if self.position is None else {**entry, "position": self.position}


class Problem(APIException):
    """An error with an HTTP status; `code` is stable and for machines, `detail` is for people."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        title: str = "",
        errors: Iterable[FieldProblem] = (),
        headers: Mapping[str, str] | None = None,
        particulars: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail, code)
        self.status_code = int(status)
        self.code = code
        self.text = detail
        self.title = title or TITLES.get(code) or code.replace("_", " ").capitalize()
        self.errors = tuple(errors)[:ERRORS_AT_MOST]
        self.headers = dict(headers or {})
        self.particulars = particulars

    def to_dict(self, *, request_id: str) -> dict[str, Any]:
        """Give the members of RFC 9457 and ours, for one request; `particulars` only where there are any."""
        members = {
            "type": f"/problems/{self.code}",
            "title": self.title,
            "status": self.status_code,
            "detail": self.text,
            "instance": f"urn:request:{request_id}",
            "code": self.code,
            "request_id": request_id,
            "errors": [error.to_dict() for error in self.errors],
        }
        return members if self.particulars is None else {**members, "particulars": dict(self.particulars)}

    def with_headers(self, headers: Mapping[str, str]) -> Self:
        """Add response headers and give the same problem."""
        self.headers.update(headers)
        return self


def parameter_pointer(name: str) -> str:
    """Point to a query parameter."""
    return f"?{name[:100]}"


def malformed(code: str, detail: str, *, errors: Iterable[FieldProblem] = ()) -> Problem:
    """Make a 400: the request cannot be read as meant."""
    return Problem(HTTPStatus.BAD_REQUEST, code, detail, errors=errors)


def bad_parameter(name: str, detail: str, *, code: str = "bad_parameter") -> Problem:
    """Make a 400 that points to one query parameter."""
    return malformed(code, detail, errors=[FieldProblem(parameter_pointer(name), code, detail)])


def unprocessable(detail: str, *, code: str = "validation_failed", errors: Iterable[FieldProblem] = ()) -> Problem:
    """Make a 422: readable, but the values cannot be accepted."""
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, code, detail, errors=errors)


def conflict(detail: str, *, code: str = "conflict", errors: Iterable[FieldProblem] = ()) -> Problem:
    """Make a 409: it clashes with what is there now."""
    return Problem(HTTPStatus.CONFLICT, code, detail, errors=errors)


def missing() -> Problem:
    """Make the one 404, equal for what does not exist and what the caller may not see."""
    return Problem(HTTPStatus.NOT_FOUND, "not_found", NOT_FOUND_DETAIL)
