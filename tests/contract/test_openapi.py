"""The API's description: it is valid, it is the committed one, and it leaves no route out."""

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from config.api_examples import FILE as ANSWERS
from tests.contract.routes import served

FILE = Path(__file__).resolve().parent.parent.parent / "openapi.yaml"
METHODS = {"get", "post", "patch", "delete"}
PUBLIC = {"/session", "/password:request-reset", "/password:reset", "/invitations:accept"}


@cache
def described():
    schema = SchemaGenerator().get_schema(request=None, public=True)
    return read(OpenApiYamlRenderer().render(schema, renderer_context={}))


def read(text):
    return yaml.load(text, Loader=yaml.CSafeLoader)  # five times as quick as the loader in Python


def operations():
    for path, item in described()["paths"].items():
        for method in METHODS & set(item):
            yield path.removeprefix("/api/v1"), method, item[method]


def test_the_committed_file_is_what_the_code_describes():
    assert read(FILE.read_text()) == described()


def test_it_is_a_valid_document_of_version_3_1():
    assert described()["openapi"].startswith("3.1")
    validate(described())


def test_it_describes_every_served_route_and_no_other():
    assert {(method.upper(), path) for path, method, _ in operations()} == {
        (method, route) for method, route in served()
    }


def test_every_operation_has_a_name_of_its_own_a_summary_and_a_tag_that_is_explained():
    names = Counter(operation["operationId"] for _, _, operation in operations())
    assert [name for name, count in names.items() if count > 1] == []
    explained = {tag["name"] for tag in described()["tags"] if tag["description"]}
    for path, method, operation in operations():
        assert operation.get("summary"), (path, method)
        assert set(operation["tags"]) <= explained, (path, method)


def test_every_operation_names_its_problems_by_the_shared_shape_and_asks_for_a_token_unless_public():
    for path, method, operation in operations():
        problems = [status for status in operation["responses"] if status.startswith("4")]
        assert problems, (path, method)
        if path not in PUBLIC:
            assert operation["security"], (path, method)
            assert "401" in problems, (path, method)


JSON = "application/json"
ANY_LENS = {("/reports/{id}/lenses/{lens}", "get")}  # its shape is the reader's, not one


def bodies(part):
    """Yield what each operation takes, or gives where it succeeds, as JSON."""
    for path, method, operation in operations():
        taken = [operation["requestBody"]] if "requestBody" in operation else []
        given = [answer for status, answer in operation["responses"].items() if status.startswith("2")]
        for body in {"taken": taken, "given": given}[part]:
            if JSON in body.get("content", {}):
                yield path, method, body["content"][JSON]


def examples(media):
    return [media["example"]] if "example" in media else [each["value"] for each in media.get("examples", {}).values()]


@pytest.mark.parametrize("part", ["taken", "given"])
def test_the_examples_are_what_is_described(part):
    components = described()["components"]
    for path, method, media in bodies(part):
        for example in examples(media):
            faults = Draft202012Validator({**media["schema"], "components": components}).iter_errors(example)
            assert [fault.message for fault in faults] == [], (method, path)


@pytest.mark.parametrize("part", ["taken", "given"])
def test_every_operation_shows_what_it_takes_and_gives(part):
    silent = {(path, method) for path, method, media in bodies(part) if not examples(media)}
    assert silent <= ANY_LENS


def test_an_example_is_of_an_operation_that_there_is():
    known = {operation["operationId"] for _, _, operation in operations()}
    assert [name for name in json.loads(ANSWERS.read_text()) if name not in known] == []


def test_nothing_is_nullable_in_the_way_of_version_3_0():
    assert "nullable" not in FILE.read_text()


@pytest.mark.parametrize("name", ["Problem", "Result", "Import", "Target", "Report", "Brand"])
def test_answers_promise_every_member_that_is_always_there(name):
    shape = described()["components"]["schemas"][name]
    assert set(shape["required"]) <= set(shape["properties"])
    assert len(shape["required"]) >= len(shape["properties"]) - 1
