"""Writes: creation, versions, refusals, and the row that nobody may see."""

from typing import Any
from uuid import uuid4

import pytest

from apikit.etag import bump_version, etag_of
from clients.models import Brand
from tests.people import World


@pytest.fixture
def alice(api: Any) -> Any:
    return api("alice")


@pytest.fixture
def thing(alice: Any) -> Any:
    return alice.post("/things", {"name": "Lamp"})


def code(response: Any, status: int) -> str:
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    return str(response.json()["code"])


def test_what_is_created_has_an_address_and_a_tag(alice: Any, thing: Any) -> None:
    assert thing.status_code == 201
    assert thing.headers["Location"] == f"/api/v1/things/{thing.json()['id']}"
    read = alice.get(f"/things/{thing.json()['id']}")
    assert read.json() == thing.json()
    assert read.headers["ETag"] == thing.headers["ETag"] == etag_of(1, read.content)


def test_who_has_that_very_body_is_told_so_without_it(alice: Any, thing: Any) -> None:
    path = f"/things/{thing.json()['id']}"
    known = alice.get(path, if_none_match=thing.headers["ETag"])
    assert (known.status_code, known.content, known.headers["ETag"]) == (304, b"", thing.headers["ETag"])
    assert alice.get(path, if_none_match=f"W/{thing.headers['ETag']}").status_code == 304
    assert alice.get(path, if_none_match='"1.other"').status_code == 200
    assert alice.get(f"{path}?fields=name", if_none_match=thing.headers["ETag"]).status_code == 200


def test_a_change_must_say_which_version_it_is_based_on(alice: Any, thing: Any) -> None:
    path = f"/things/{thing.json()['id']}"
    assert code(alice.patch(path, {"industry": "light"}), 428) == "precondition_required"
    changed = alice.patch(path, {"industry": "light"}, if_match=thing.headers["ETag"])
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert changed.headers["ETag"].startswith('"2.')


def test_a_change_of_an_older_version_is_refused_and_changes_nothing(alice: Any, thing: Any) -> None:
    path = f"/things/{thing.json()['id']}"
    alice.patch(path, {"industry": "light"}, if_match=thing.headers["ETag"])
    assert code(alice.patch(path, {"industry": "dark"}, if_match=thing.headers["ETag"]), 412) == "version_conflict"
    assert alice.get(path).json()["industry"] == "light"
    assert code(alice.delete(path, if_match=thing.headers["ETag"]), 412) == "version_conflict"


@pytest.mark.parametrize("condition", ["*", '"1.anything"', 'W/"1.zipped"', '"7.x", "1.y"', '"1"'])
def test_only_the_version_of_a_tag_counts(alice: Any, thing: Any, condition: str) -> None:
    changed = alice.patch(f"/things/{thing.json()['id']}", {"industry": "light"}, if_match=condition)
    assert changed.status_code == 200


@pytest.mark.parametrize("condition", ["1", "", '"1', "x y"])
def test_a_condition_that_is_no_tag_is_refused(alice: Any, thing: Any, condition: str) -> None:
    changed = alice.patch(f"/things/{thing.json()['id']}", {"industry": "light"}, if_match=condition)
    assert code(changed, 400) == "bad_if_match"


def test_what_is_deleted_is_gone(alice: Any, thing: Any) -> None:
    path = f"/things/{thing.json()['id']}"
    gone = alice.delete(path, if_match=thing.headers["ETag"])
    assert (gone.status_code, gone.content) == (204, b"")
    assert code(alice.get(path), 404) == "not_found"


def test_what_may_not_be_seen_is_not_found_like_what_does_not_exist(alice: Any, world: World) -> None:
    def told(path: str) -> dict[str, Any]:
        response = alice.get(path)
        assert response.status_code == 404
        body: dict[str, Any] = response.json()
        return {name: value for name, value in body.items() if name not in {"request_id", "instance"}}

    missing = told(f"/things/{uuid4()}")
    assert told(f"/things/{world.borealis}") == missing
    assert told(f"/things/{world.southern}") == missing
    assert told("/things/not-an-id") == missing
    assert told("/things/%00") == missing
    assert told("/nowhere") == missing


def test_who_lacks_the_capability_is_refused_before_the_body_is_read(api: Any) -> None:
    assert code(api("dora").post("/things", {"nonsense": 1}), 403) == "forbidden"
    assert code(api("alice").post("/things", {"nonsense": 1}), 400) == "unknown_field"
    assert code(api(None).post("/things", {"nonsense": 1}), 401) == "not_authenticated"


def test_a_constraint_speaks_in_its_own_words_and_takes_the_writes_back(alice: Any, thing: Any) -> None:
    again = alice.post("/things", {"name": "LAMP"})
    assert code(again, 409) == "conflict"
    assert again.json()["detail"] == "There is a brand of this name already."
    assert len(alice.get("/things?name=Lamp").json()["items"]) == 1


def test_a_related_thing_that_may_not_be_used_is_not_found_like_a_missing_one(alice: Any, world: World) -> None:
    def told(thing_id: object) -> list[dict[str, str]]:
        response = alice.post("/parts", {"thing": thing_id, "handle": "h"})
        assert code(response, 422) == "validation_failed"
        errors: list[dict[str, str]] = response.json()["errors"]
        return errors

    missing = told(str(uuid4()))
    assert [(error["pointer"], error["code"]) for error in missing] == [("#/thing", "not_found")]
    assert told(str(world.borealis)) == told(str(world.southern)) == told("nonsense") == told(5) == missing
    assert alice.post("/parts", {"thing": str(world.aurora), "handle": "h"}).status_code == 201


def test_a_version_is_compared_and_set_in_one_statement(in_north: World) -> None:
    brand = Brand.objects.filter(pk=in_north.aurora)
    assert bump_version(brand, expected=1, industry="light") == 1
    assert bump_version(brand, expected=1, industry="dark") == 0
    assert brand.values_list("version", "industry").get() == (2, "light")
    assert bump_version(brand, expected=None, industry="dark") == 1
    assert brand.values_list("version", "industry").get() == (3, "dark")
