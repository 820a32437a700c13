"""Tracking codes: made to fit, good between two days, never twice at once for one brand; and what survives where."""

import pytest

from tests.holders import code_of

MARCH = {"valid_from": "2026-03-01", "valid_to": "2026-03-31"}


@pytest.fixture
def make(api, own):
    return lambda **said: api("bob").post("/tracking-codes", {"content": own["contents"], "kind": "coupon", **said})


@pytest.mark.parametrize("kind", ["coupon", "qr_scene", "mini_program_path", "wecom_code", "dm_keyword"])
def test_a_code_is_made_where_none_is_sent(make, own, kind):
    made = make(kind=kind)
    assert made.status_code == 201, made.content
    code = made.json()
    assert len(code["code"]) >= 5
    assert (code["brand"], code["account"], code["valid_to"]) == (own["brands"], own["accounts"], None)
    path = f"pages/index/index?scene={code['code']}" if kind == "mini_program_path" else None
    assert code["path"] == path


def test_a_page_is_opened_with_the_code_as_its_scene(make):
    code = make(kind="mini_program_path", code="c=1", page="pages/goods/detail").json()
    assert code["path"] == "pages/goods/detail?scene=c%3D1"


@pytest.mark.parametrize(
    ("said", "pointer", "code"),
    [
        ({"kind": "mini_program_path", "code": "a" * 33}, "#/code", "code_length"),
        ({"kind": "wecom_code", "code": "a" * 31}, "#/code", "code_length"),
        ({"kind": "mini_program_path", "code": "100%"}, "#/code", "code_characters"),
        ({"kind": "mini_program_path", "page": "/pages/index"}, "#/page", "bad_page"),
        ({"kind": "coupon", "page": "pages/index"}, "#/page", "page_of_mini_programs"),
        ({"valid_from": "2026-03-02", "valid_to": "2026-03-01"}, "#/valid_to", "ends_before_start"),
        ({"content": None}, "#/content", "nothing_named"),
    ],
)
def test_what_a_carrier_cannot_hold_is_refused(make, said, pointer, code):
    refused = make(**said)
    assert code_of(refused) == (422, code)
    assert refused.json()["errors"][0]["pointer"] == pointer


def test_one_code_is_good_for_one_thing_at_a_time(api, make, own):
    assert make(code="Spring8", **MARCH).status_code == 201
    assert code_of(make(code="SPRING8", valid_from="2026-03-31")) == (409, "code_taken")
    assert code_of(make(code="spring8", valid_from="2026-01-01")) == (409, "code_taken")
    assert make(code="spring8", valid_from="2026-01-01", valid_to="2026-02-28").status_code == 201
    assert make(kind="dm_keyword", code="spring8", **MARCH).status_code == 201
    later = make(code="spring8", valid_from="2026-04-01").json()
    refused = api("bob").patch(f"/tracking-codes/{later['id']}", {"valid_from": "2026-03-31"})
    assert code_of(refused) == (409, "code_taken")
    moved = api("bob").patch(f"/tracking-codes/{later['id']}", {"valid_from": "2026-05-01"})
    assert (moved.status_code, moved.json()["valid_from"]) == (200, "2026-05-01")


def test_an_archived_code_is_free_again(api, make):
    code = make(code="SPRING8", **MARCH).json()
    assert api("bob").delete(f"/tracking-codes/{code['id']}").status_code == 204
    assert code_of(api("bob").patch(f"/tracking-codes/{code['id']}", {"valid_to": None})) == (409, "archived")
    assert make(code="SPRING8", **MARCH).status_code == 201


def test_a_code_cannot_become_another(api, make):
    code = make(code="SPRING8").json()
    assert code_of(api("bob").patch(f"/tracking-codes/{code['id']}", {"code": "AUTUMN"})) == (400, "read_only_field")
    assert code_of(api("bob").patch(f"/tracking-codes/{code['id']}", {"kind": "qr_scene"})) == (400, "read_only_field")


def test_two_brands_may_use_one_text_and_neither_hears_of_the_other(api, make, other):
    said = {"content": other["contents"], "kind": "coupon", "code": "SPRING20"}
    theirs = api("alice").post("/tracking-codes", said)
    ours = make(code="SPRING20")
    assert (theirs.status_code, ours.status_code) == (201, 201), ours.content
    assert theirs.json()["brand"] != ours.json()["brand"]
    seen = api("bob").get("/tracking-codes?code=SPRING20").json()["items"]
    assert [code["id"] for code in seen] == [ours.json()["id"]]
    assert code_of(make(code="SPRING20")) == (409, "code_taken")
    assert code_of(api("alice").post("/tracking-codes", said)) == (409, "code_taken")


def test_carriers_tell_what_survives_where(api):
    items = api("dora").get("/attribution-carriers?network=wechat&account_kind=official_account").json()["items"]
    found = {item["key"]: item for item in items}
    places = {place["place"]: place["verdict"] for place in found["utm_link"]["survival"]}
    assert (places["read_more"], places["article_text"]) == ("carried", "lost")
    assert {place["network"] for item in items for place in item["survival"]} == {"wechat"}
    assert found["mini_program_path"]["code"]["longest"] == 32
    assert found["wecom_code"]["code"]["longest"] == 30
    assert code_of(api("dora").get("/attribution-carriers?network=myspace")) == (400, "bad_parameter")
