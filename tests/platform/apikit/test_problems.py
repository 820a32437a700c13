"""Every error leaves as a problem."""

import logging
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.db import DataError, OperationalError, ProgrammingError
from django.db.models import ProtectedError
from django.test import Client
from rest_framework import exceptions as drf
from rest_framework.exceptions import ErrorDetail

from apikit.problems import Problem, problem_for
from apikit.problems.fields import field_problems

MEMBERS = {"type", "title", "status", "detail", "instance", "code", "request_id", "errors"}


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def problem(response: Any, status: int, code: str) -> dict[str, Any]:
    assert response.headers["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert (response.status_code, body["code"], body["status"]) == (status, code, status)
    assert set(body) == MEMBERS
    assert body["type"] == f"/problems/{code}"
    assert body["request_id"] == response.headers["X-Request-Id"]
    return body


def test_an_address_that_does_not_exist_is_not_found_and_not_repeated(client: Client) -> None:
    body = problem(client.get("/api/v1/nowhere-to-be-found"), 404, "not_found")
    assert "nowhere" not in str(body)


def test_an_unhandled_exception_says_nothing_of_itself(client: Client) -> None:
    body = problem(client.get("/api/v1/broken"), 500, "internal_error")
    assert "secrets" not in str(body)


def test_a_bare_error_response_becomes_a_problem_and_keeps_its_headers(client: Client) -> None:
    response = client.get("/api/v1/refused")
    problem(response, 403, "forbidden")
    assert response.headers["Retry-After"] == "7"


def test_an_integrity_error_of_a_plain_view_is_a_conflict(client: Client) -> None:
    problem(client.get("/api/v1/contradictory"), 409, "conflict")


def test_what_is_outside_of_the_api_is_left_alone(client: Client) -> None:
    assert client.get("/outside").content == b"<h1>no</h1>"


def test_a_method_that_is_not_served_names_those_that_are(client: Client) -> None:
    response = client.put("/api/v1/echo", data={}, content_type="application/json")
    problem(response, 405, "method_not_allowed")
    assert set(response.headers["Allow"].split(", ")) >= {"GET", "POST", "DELETE"}


def test_a_format_that_is_not_offered_is_not_acceptable(client: Client) -> None:
    problem(client.get("/api/v1/echo", headers={"accept": "text/csv"}), 406, "not_acceptable")
    problem(client.get("/api/v1/echo?format=csv"), 406, "not_acceptable")


def test_format_in_the_query_beats_the_accept_header(client: Client) -> None:
    assert client.get("/api/v1/echo?format=json", headers={"accept": "text/csv"}).json() == {"said": "nothing"}


def test_a_content_type_that_is_not_read_is_unsupported(client: Client) -> None:
    problem(client.post("/api/v1/echo", data="a", content_type="text/plain"), 415, "unsupported_media_type")
    problem(client.post("/api/v1/echo", data={"name": "a"}), 415, "unsupported_media_type")


def test_an_action_that_needs_a_credential_says_so(client: Client) -> None:
    response = client.delete("/api/v1/echo")
    problem(response, 401, "not_authenticated")
    assert response.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "malformed"),
        (b'{"name": NaN}', "malformed"),
        (b'{"name": "\xff"}', "malformed"),
        (b"[1]", "not_an_object"),
        (b'"x"', "not_an_object"),
        (b'{"name": "a\\u0000"}', "nul_character"),
        (b"[" * 100_000, "malformed"),
    ],
)
def test_a_body_that_cannot_be_read_is_malformed(client: Client, body: bytes, code: str) -> None:
    problem(client.post("/api/v1/echo", data=body, content_type="application/json"), 400, code)


def test_a_nul_character_is_pointed_to_and_a_backslash_is_none(client: Client) -> None:
    nul = client.post("/api/v1/echo", data=b'{"a": [{"b": "\\u0000"}]}', content_type="application/json").json()
    assert [error["pointer"] for error in nul["errors"]] == ["#/a/0/b"]
    escaped = client.post("/api/v1/echo", data=b'{"name": "\\\\u0000"}', content_type="application/json")
    assert escaped.json() == {"name": "\\u0000"}


def test_unknown_parameters_are_all_named(client: Client) -> None:
    body = problem(client.get("/api/v1/echo?colour=red&size=1"), 400, "unknown_parameter")
    assert [error["pointer"] for error in body["errors"]] == ["?colour", "?size"]


def test_every_field_at_fault_is_named_at_once(client: Client) -> None:
    sent = {"name": 5, "budget": {"amount": "x", "currency": "yuan"}, "extra": 1}
    body = problem(client.post("/api/v1/echo", data=sent, content_type="application/json"), 400, "unknown_field")
    found = {error["pointer"]: error["code"] for error in body["errors"]}
    assert found == {
        "#/name": "invalid",
        "#/budget/amount": "invalid",
        "#/budget/currency": "bad_currency",
        "#/extra": "unknown_field",
    }


def test_values_that_cannot_be_accepted_are_unprocessable(client: Client) -> None:
    sent = {"name": "n" * 21}
    body = problem(client.post("/api/v1/echo", data=sent, content_type="application/json"), 422, "validation_failed")
    assert [(error["pointer"], error["code"]) for error in body["errors"]] == [("#/name", "max_length")]


def test_a_refusal_of_a_rule_keeps_its_code_and_pointer(client: Client) -> None:
    sent = {"name": "full"}
    body = problem(client.post("/api/v1/echo", data=sent, content_type="application/json"), 409, "shelf_full")
    assert body["errors"] == [{"pointer": "#/name", "code": "shelf_full", "detail": "The shelf is full."}]


def test_a_body_over_the_limit_is_refused_before_it_is_read(client: Client, settings: Any) -> None:
    settings.APIKIT_JSON_BODY_BYTES = 10
    sent = {"data": {"name": "longer than ten"}, "content_type": "application/json"}
    problem(Client().post("/api/v1/echo", **sent), 413, "too_large")
    settings.APIKIT_JSON_BODY_BYTES = 1000
    assert Client().post("/api/v1/echo", **sent).status_code == 200


def test_a_body_of_untold_length_is_refused(client: Client) -> None:
    response = client.generic("POST", "/api/v1/echo", headers={"transfer-encoding": "chunked"}, CONTENT_LENGTH="")
    problem(response, 411, "length_required")


def test_an_acceptable_request_id_is_kept_and_another_is_replaced(client: Client) -> None:
    assert client.get("/api/v1/echo", headers={"x-request-id": "trace-1.a_B"}).headers["X-Request-Id"] == "trace-1.a_B"
    made = client.get("/api/v1/echo", headers={"x-request-id": "a b\tc"}).headers["X-Request-Id"]
    assert UUID(made).version == 7


def test_answers_are_safe_to_hold_for_nobody_else(client: Client) -> None:
    headers = client.get("/api/v1/echo").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert {"Authorization", "Accept"} <= {name.strip() for name in headers["Vary"].split(",")}


def test_errors_are_flat_whatever_their_nesting() -> None:
    detail = {
        "rows": {1: {"a/b": [ErrorDetail("no", "invalid")]}, 3: {"c": {"d": [ErrorDetail("no", "blank")]}}},
        "list": [{}, {"x": [ErrorDetail("no", "null")]}],
        "non_field_errors": [ErrorDetail("both", "contradiction")],
    }
    found = [(one.pointer, one.code) for one in field_problems(detail)]
    assert found == [
        ("#/rows/1/a~1b", "invalid"),
        ("#/rows/3/c/d", "blank"),
        ("#/list/1/x", "null"),
        ("#", "contradiction"),
    ]


def test_at_most_a_hundred_errors_are_told() -> None:
    error = drf.ValidationError({f"f{number}": ["no"] for number in range(300)})
    told = problem_for(error)
    assert told is not None
    assert len(told.errors) == 100


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (ValidationError({"name": "taken"}), 422, "validation_failed"),
        (RequestDataTooBig(), 413, "too_large"),
        (DataError("text fields cannot contain NUL"), 422, "bad_value"),
        (OperationalError("gone"), 503, "unavailable"),
        (ProtectedError("rests", set()), 409, "in_use"),
        (drf.Throttled(wait=2.4), 429, "throttled"),
        (drf.AuthenticationFailed(), 401, "not_authenticated"),
        (drf.PermissionDenied(), 403, "forbidden"),
    ],
)
def test_known_exceptions_have_their_problem(error: Exception, status: int, code: str) -> None:
    told = problem_for(error)
    assert told is not None
    assert (told.status_code, told.code) == (status, code)


def test_throttling_tells_when_to_come_back() -> None:
    told = problem_for(drf.Throttled(wait=2.4))
    assert told is not None
    assert told.headers == {"Retry-After": "3"}


@pytest.mark.parametrize("fault", [RuntimeError(), ProgrammingError("no such table"), KeyError("x")])
def test_a_fault_of_ours_is_nobody_elses_problem(fault: Exception) -> None:
    assert problem_for(fault) is None


def test_a_problem_is_its_own_translation() -> None:
    told = Problem(418, "teapot", "No coffee.")
    assert problem_for(told) is told
    assert told.title == "Teapot"
