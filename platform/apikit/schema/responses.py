"""The shared answers of refusal: one component a status, all with the same body."""

from collections.abc import Mapping
from typing import Any

PROBLEM_MEDIA_TYPE = "application/problem+json"

PROBLEM_RESPONSES: Mapping[int, tuple[str, str]] = {
    400: ("BadRequest", "The request cannot be read: bad JSON, an unknown field or parameter, a bad cursor."),
    401: ("NotAuthenticated", "No valid credential was sent."),
    403: ("Forbidden", "The credential does not allow this."),
    404: ("NotFound", "It does not exist, or the caller may not see it."),
    406: ("NotAcceptable", "None of the accepted formats is offered."),
    409: ("Conflict", "It clashes with what is there, or the same request is still running."),
    412: ("VersionConflict", "Somebody changed it since the version that If-Match names."),
    413: ("TooLarge", "The body is too large."),
    415: ("UnsupportedMediaType", "The body's content type is not read here."),
    422: ("Unprocessable", "Some values cannot be accepted; `errors` names each."),
    428: ("PreconditionRequired", "If-Match is needed."),
    429: ("TooManyRequests", "Too many requests; see Retry-After."),
    500: ("InternalError", "Something broke on the server's side."),
}

FIELD_PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "One field or parameter at fault.",
    "properties": {
        "pointer": {"type": "string", "description": "`#/a/0/b` in the body (JSON Pointer), `?name` in the query."},
        "code": {"type": "string", "description": "Stable, for machines."},
        "detail": {"type": "string", "description": "A sentence for people."},
        "position": {
            "type": "integer",
            "minimum": 0,
            "description": "The character at fault, counted from 0; where the field is a formula.",
        },
    },
    "required": ["pointer", "code", "detail"],
}

PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "An error as RFC 9457 problem details. New codes may be added; treat unknown ones by `status`.",
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "description": "Names the kind of problem."},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "A sentence for people; not for parsing."},
        "instance": {"type": "string", "format": "uri-reference", "description": "Names this occurrence."},
        "code": {"type": "string", "description": "Stable, for machines."},
        "request_id": {"type": "string", "description": "Finds the request in the server's logs."},
        "errors": {"type": "array", "maxItems": 100, "items": {"$ref": "#/components/schemas/FieldProblem"}},
        "particulars": {
            "type": "object",
            "additionalProperties": True,
            "description": "What stands in the way, for machines; sent with some codes, which say what is in it.",
        },
    },
    "required": ["type", "title", "status", "detail", "instance", "code", "request_id", "errors"],
}

_EXTRA_HEADERS: Mapping[int, dict[str, Any]] = {
    401: {"WWW-Authenticate": {"schema": {"type": "string"}, "description": "The scheme to use: Bearer."}},
    429: {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds to wait."}},
}


def problem_reference(status: int) -> dict[str, str]:
    """Refer to the shared answer of a status."""
    return {"$ref": f"#/components/responses/{PROBLEM_RESPONSES[status][0]}"}


def problem_components() -> dict[str, Any]:
    """Give every shared answer by its component name."""
    return {name: _response(status, description) for status, (name, description) in PROBLEM_RESPONSES.items()}


def _response(status: int, description: str) -> dict[str, Any]:
    content = {PROBLEM_MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    response: dict[str, Any] = {"description": description, "content": content}
    if status in _EXTRA_HEADERS:
        response["headers"] = _EXTRA_HEADERS[status]
    return response
