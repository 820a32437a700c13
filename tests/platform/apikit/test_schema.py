"""The description of closed views."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import patched_settings
from openapi_spec_validator import validate

STATED = {
    "OAS_VERSION": "3.1.0",
    "TITLE": "Shelf",
    "VERSION": "1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "apikit.schema.finish_description"],
}


@pytest.fixture
def described() -> dict[str, Any]:
    with patched_settings(STATED):
        schema: dict[str, Any] = SchemaGenerator(urlconf="tests.platform.apikit.shelf").get_schema(public=True)
    return schema


def operations(described: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["operationId"]: one for methods in described["paths"].values() for one in methods.values()}


def everything(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from everything(inner)


def test_the_description_is_openapi_3_1_without_remains_of_3_0(described: dict[str, Any]) -> None:
    validate(described)
    assert described["openapi"] == "3.1.0"
    assert all("nullable" not in node for node in everything(described))


def test_every_operation_has_a_name_of_its_own(described: dict[str, Any]) -> None:
    assert set(operations(described)) == {
        "echo_read",
        "echo_say",
        "echo_stop",
        "things_list",
        "things_read",
        "things_create",
        "things_update",
        "things_delete",
        "things_mint",
        "things_clash",
        "things_parts",
        "parts_list",
        "parts_create",
    }


def test_every_operation_says_what_it_is_needs_and_may_refuse(described: dict[str, Any]) -> None:
    for operation in operations(described).values():
        assert operation["summary"]
        assert operation["description"]
        assert operation["tags"]
        assert operation["x-capability"]
        assert {"400", "429"} <= set(operation["responses"])
        assert operation["security"] == ([] if operation["x-capability"] == "public" else [{"bearer": []}])


def test_an_operation_takes_its_words_from_its_docstring(described: dict[str, Any]) -> None:
    assert operations(described)["things_create"]["description"].startswith("Put a thing on the shelf.")
    assert operations(described)["things_mint"]["summary"] == "Mint a secret"


def test_a_change_needs_if_match_and_tells_its_refusals(described: dict[str, Any]) -> None:
    update = operations(described)["things_update"]
    (condition,) = [one for one in update["parameters"] if one["name"] == "If-Match"]
    assert condition["required"] is True
    assert {"404", "409", "412", "413", "415", "422", "428"} <= set(update["responses"])


def test_a_list_is_a_page_with_its_parameters(described: dict[str, Any]) -> None:
    listing = operations(described)["things_list"]
    names = {one["name"] for one in listing["parameters"]}
    assert names == {"limit", "cursor", "sort", "fields", "name", "industry", "created_at__gte", "archived"}
    schema = listing["responses"]["200"]["content"]["application/json"]["schema"]
    assert schema == {"$ref": "#/components/schemas/ThingPage"}
    assert described["components"]["schemas"]["ThingPage"]["required"] == ["items", "next_cursor"]


def test_every_member_of_an_answer_is_promised_and_no_other_of_a_body_is_taken(described: dict[str, Any]) -> None:
    schemas = described["components"]["schemas"]
    assert set(schemas["Thing"]["required"]) == set(schemas["Thing"]["properties"])
    assert schemas["ThingRequest"]["required"] == ["name"]
    assert schemas["ThingRequest"]["additionalProperties"] is False
    assert "id" not in schemas["ThingRequest"]["properties"]


def test_an_expandable_member_is_an_id_or_the_thing_itself(described: dict[str, Any]) -> None:
    assert described["components"]["schemas"]["Part"]["properties"]["thing"] == {
        "anyOf": [{"type": "string", "format": "uuid"}, {"$ref": "#/components/schemas/Thing"}]
    }


def test_examples_stand_with_their_operation(described: dict[str, Any]) -> None:
    said = operations(described)["echo_say"]
    assert said["requestBody"]["content"]["application/json"]["example"] == {"name": "a"}
    assert said["responses"]["200"]["content"]["application/json"]["example"] == {"name": "a", "budget": None}


def test_bodies_are_json_alone(described: dict[str, Any]) -> None:
    for operation in operations(described).values():
        if "requestBody" in operation:
            assert set(operation["requestBody"]["content"]) == {"application/json"}


def test_a_parameter_that_a_view_reads_itself_is_described_and_taken(described: dict[str, Any], client: Client) -> None:
    (loud,) = operations(described)["echo_read"]["parameters"]
    assert (loud["name"], loud["in"], loud["schema"]) == ("loud", "query", {"type": "boolean"})
    assert client.get("/api/v1/echo?loud=true").status_code == 200
    assert client.get("/api/v1/echo?quiet=true").json()["code"] == "unknown_parameter"
