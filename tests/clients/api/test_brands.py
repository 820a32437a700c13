"""Brands: their defaults, versions, archive, and what stays inside the agency."""

import pytest

from agencies.context import in_agency
from clients.models import AgencyProfile, Brand, BrandAccess
from clients.services.brand_access import state_brand_roles
from tests.holders import code_of, key_of

NOTES = "rebate of 12 percent"


@pytest.fixture
def aurora(api, world):
    """Aurora's path, with internal notes on the brand."""
    with in_agency(world.north):
        Brand.objects.update(internal_notes=NOTES)
    return f"/brands/{world.aurora}"


def test_a_brand_needs_only_a_name(api, world):
    with in_agency(world.north):
        AgencyProfile.objects.update(currency="CNY", time_zone="Asia/Shanghai", industry="beauty")
    made = api("alice").post("/brands", {"name": "Nova"})
    assert made.status_code == 201
    assert made.headers["Location"] == f"/api/v1/brands/{made.json()['id']}"
    brand = made.json()
    assert (brand["currency"], brand["time_zone"], brand["industry"]) == ("CNY", "Asia/Shanghai", "beauty")
    stated = api("alice").post("/brands", {"name": "Vega", "currency": "EUR"}).json()
    assert (stated["currency"], stated["time_zone"]) == ("EUR", "Asia/Shanghai")


def test_who_makes_a_brand_works_on_it(api):
    brand = api("bob").post("/brands", {"name": "Nova"}).json()
    assert api("bob").get(f"/brands/{brand['id']}").status_code == 200
    assert [one["name"] for one in api("bob").get("/brands").json()["items"]] == ["Aurora", "Nova"]


def test_two_brands_do_not_share_a_name(api):
    refused = api("alice").post("/brands", {"name": "AURORA"})
    assert code_of(refused) == (409, "conflict")
    assert refused.json()["detail"] == "There is a brand of this name already."


def test_a_change_says_which_version_it_rests_on(api, aurora):
    read = api("bob").get(aurora)
    assert code_of(api("bob").patch(aurora, {"industry": "beauty"})) == (428, "precondition_required")
    changed = api("bob").patch(aurora, {"industry": "beauty"}, if_match=read.headers["ETag"])
    assert changed.json()["version"] == read.json()["version"] + 1
    late = api("bob").patch(aurora, {"industry": "food"}, if_match=read.headers["ETag"])
    assert code_of(late) == (412, "version_conflict")
    assert api("bob").get(aurora).json()["industry"] == "beauty"


def test_a_deleted_brand_leaves_the_lists_and_can_be_restored(api, world, aurora):
    assert api("alice").delete(aurora, if_match="*").status_code == 204
    assert [one["name"] for one in api("alice").get("/brands").json()["items"]] == ["Borealis"]
    assert [one["name"] for one in api("alice").get("/brands?archived=true").json()["items"]] == ["Aurora"]
    assert api("alice").get(aurora).json()["archived_at"] is not None
    assert code_of(api("alice").patch(aurora, {"name": "x"}, if_match="*")) == (409, "archived")
    assert code_of(api("alice").delete(aurora, if_match="*")) == (409, "archived")
    assert api("alice").post(f"{aurora}:restore").json()["archived_at"] is None
    assert len(api("alice").get("/brands").json()["items"]) == 2


def test_nothing_new_is_made_for_a_deleted_brand(api, world, aurora):
    body = {"brand": str(world.aurora), "network": "weibo", "handle": "new"}
    assert api("alice").delete(aurora, if_match="*").status_code == 204
    assert api("alice").post("/accounts", body).json()["errors"][0]["pointer"] == "#/brand"
    api("alice").post(f"{aurora}:restore")
    assert api("alice").post("/accounts", body).status_code == 201


@pytest.mark.parametrize("who", ["carol", "dora"])
def test_internal_notes_stay_inside(api, aurora, who):
    for path in (aurora, "/brands", "/accounts?expand=brand"):
        assert NOTES not in api(who).get(path).content.decode()
        assert NOTES in api("bob").get(path).content.decode()
    assert "internal_notes" not in api(who).get(aurora).json()


def test_a_key_without_the_scope_neither_reads_nor_writes_internal_notes(api, aurora):
    key = key_of(api("alice"), "brands:read", "brands:update")
    assert "internal_notes" not in key.get(aurora).json()
    assert code_of(key.patch(aurora, {"internal_notes": "x"}, if_match="*")) == (400, "unknown_field")
    wider = key_of(api("alice"), "brands:read", "brands:update", "internal:read")
    assert wider.patch(aurora, {"internal_notes": "x"}, if_match="*").json()["internal_notes"] == "x"


def test_a_role_on_one_brand_counts_on_that_brand_alone(api, world, aurora):
    with in_agency(world.north):
        BrandAccess.objects.create(
            brand_id=world.borealis, membership_id=world.carol.membership_id, role="account_manager"
        )
        state_brand_roles(world.carol.membership_id)
    borealis = f"/brands/{world.borealis}"
    assert "internal_notes" in api("carol").get(borealis).json()
    assert "internal_notes" not in api("carol").get(aurora).json()
    assert api("carol").patch(borealis, {"industry": "beauty"}, if_match="*").status_code == 200
    assert code_of(api("carol").patch(aurora, {"industry": "beauty"}, if_match="*")) == (404, "not_found")


def test_brands_are_read_in_part_sorted_and_page_by_page(api):
    first = api("alice").get("/brands?fields=name&sort=-name&limit=1").json()
    assert first["items"] == [{"name": "Borealis"}]
    second = api("alice").get(f"/brands?fields=name&sort=-name&limit=1&cursor={first['next_cursor']}").json()
    assert second == {"items": [{"name": "Aurora"}], "next_cursor": None}


def test_an_unchanged_brand_is_not_sent_again(api, aurora):
    tag = api("bob").get(aurora).headers["ETag"]
    assert api("bob").get(aurora, if_none_match=tag).status_code == 304
    assert api("bob").get(aurora, if_none_match='"0.0"').status_code == 200


def test_a_brand_is_found_however_its_accents_are_written(api):
    assert api("alice").post("/brands", {"name": "Cafe\u0301 Nord"}).status_code == 201
    for spelling in ("Caf%C3%A9", "Cafe%CC%81"):
        found = api("alice").get(f"/brands?name={spelling}").json()["items"]
        assert [brand["name"] for brand in found] == ["Caf\u00e9 Nord"]
