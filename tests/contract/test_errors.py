"""Every error is a problem of RFC 9457 with a stable code, whatever went wrong and wherever."""

import pytest
from django.test import override_settings

from tests.contract.asking import BODIES, ask
from tests.contract.routes import served

MEMBERS = {"type", "title", "status", "detail", "instance", "code", "request_id", "errors"}


def refused(answer) -> tuple[int, str]:
    """Give status and code of a problem, sure that it is one."""
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert set(body) == MEMBERS
    assert body["status"] == answer.status_code
    assert body["type"] == f"/problems/{body['code']}"
    assert body["request_id"] == answer.headers["X-Request-Id"]
    return answer.status_code, body["code"]


def test_an_address_that_does_not_exist_is_a_problem(api):
    assert refused(api("alice").get("/nothing")) == (404, "not_found")
    assert refused(api(None).get("/brands/")) == (404, "not_found")


def test_a_method_that_is_not_served_names_those_that_are(api):
    answer = api("alice")("PUT", "/brands")
    assert refused(answer) == (405, "method_not_allowed")
    assert answer.headers["Allow"] == "GET, HEAD, POST"


def test_a_format_that_is_not_given_is_refused(api):
    assert refused(api("alice").get("/brands", accept="text/csv")) == (406, "not_acceptable")
    assert refused(api("alice").get("/brands?format=xml")) == (406, "not_acceptable")
    assert api("alice").get("/brands", accept="application/json").status_code == 200


@override_settings(APIKIT_JSON_BODY_BYTES=1000)
def test_a_body_that_is_too_large_is_refused_before_it_is_read(api):
    assert refused(api("alice").post("/brands", {"name": "x" * 1000})) == (413, "too_large")
    assert api("alice").post("/brands", {"name": "x" * 100}).status_code == 201


def test_another_content_type_is_refused(api):
    sent = api("alice").client.post("/api/v1/brands", "name=x", content_type="text/plain", **api("alice").headers)
    assert refused(sent) == (415, "unsupported_media_type")


@pytest.mark.parametrize("body", ["{", "nonsense", '{"name": NaN}', b"\xff\xfe"])
def test_a_body_that_is_no_json_is_refused(api, body):
    sent = api("alice").client.post("/api/v1/brands", body, content_type="application/json", **api("alice").headers)
    assert refused(sent) == (400, "malformed")


def test_a_body_that_is_no_object_is_refused(api):
    sent = api("alice").client.post("/api/v1/brands", "[]", content_type="application/json", **api("alice").headers)
    assert refused(sent) == (400, "not_an_object")


def test_every_field_at_fault_is_named_at_once(api):
    answer = api("alice").post("/brands", {"color": "red", "currency": "euro", "time_zone": "Moon/Crater"})
    assert refused(answer) == (400, "unknown_field")
    assert {error["pointer"] for error in answer.json()["errors"]} == {"#/color", "#/currency", "#/name", "#/time_zone"}


def test_a_nul_character_is_refused(api):
    assert refused(api("alice").post("/brands", {"name": "a\x00b"})) == (400, "nul_character")


def test_without_a_credential_the_answer_says_what_to_send(api):
    answer = api(None).get("/brands")
    assert refused(answer) == (401, "not_authenticated")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_fault_of_ours_tells_nothing_of_itself(api, monkeypatch):
    def broken(*_: object) -> None:
        message = "SELECT secret FROM somewhere"
        raise RuntimeError(message)

    monkeypatch.setattr("clients.api.brands.visible_brands", broken)
    answer = api("alice").get("/brands")
    assert refused(answer) == (500, "internal_error")
    assert b"secret" not in answer.content


OF_PEOPLE = sorted((method, route) for method, route in served() if route != "/hand-in")  # which only links reach


@pytest.mark.parametrize(("method", "route"), OF_PEOPLE, ids=lambda part: part)
def test_an_unknown_parameter_is_refused_everywhere(api, places_for, method, route):
    place = places_for(route)["own"]
    answer = ask(api("alice"), method, route, place, query="nonsense=1")
    assert refused(answer) == (400, "unknown_parameter")
    assert answer.json()["errors"][0]["pointer"] == "?nonsense"


@pytest.mark.parametrize(("method", "route"), sorted(BODIES), ids=lambda part: part)
def test_an_unknown_field_is_refused_everywhere(api, places_for, method, route):
    place = places_for(route)["own"]
    assert refused(ask(api("alice"), method, route, place, nonsense="1")) == (400, "unknown_field")


def test_the_type_of_a_problem_leads_to_its_explanation(client):
    answer = client.get("/problems/ends_before_start")
    assert answer.json()["detail"] == "The last day lies before the first."
    page = client.get("/problems/ends_before_start", headers={"accept": "text/html"})
    assert b"<h1>Ends before start</h1>" in page.content
