"""Assigning people to brands."""

from uuid import uuid4

from people.resolution import recent_holders
from tests.holders import code_of, key_of


def test_access_opens_one_brand_and_its_end_closes_it(api, world):
    path = f"/brands/{world.borealis}"
    body = {"member": str(world.bob.membership_id), "brand": str(world.borealis)}
    assert code_of(api("bob").get(path)) == (404, "not_found")
    granted = api("alice").post("/brand-access", body)
    assert granted.json()["role"] is None
    assert api("bob").get(path).status_code == 200
    assert api("alice").delete(f"/brand-access/{granted.json()['id']}").status_code == 204
    assert code_of(api("bob").get(path)) == (404, "not_found")


def test_a_role_on_a_brand_shows_on_the_member(api, world):
    body = {"member": str(world.carol.membership_id), "brand": str(world.borealis), "role": "account_manager"}
    granted = api("alice").post("/brand-access", body).json()
    member = f"/members/{world.carol.membership_id}"
    assert api("alice").get(member).json()["brand_roles"] == ["account_manager"]
    api("alice").delete(f"/brand-access/{granted['id']}")
    assert api("alice").get(member).json()["brand_roles"] == []


def test_only_people_of_the_agency_get_access(api, world):
    for stranger in (world.erin.membership_id, uuid4()):
        refused = api("alice").post("/brand-access", {"member": str(stranger), "brand": str(world.aurora)})
        assert code_of(refused) == (422, "not_found")
        assert refused.json()["errors"][0]["pointer"] == "#/member"


def test_access_is_granted_once(api, world):
    body = {"member": str(world.bob.membership_id), "brand": str(world.aurora)}
    assert code_of(api("alice").post("/brand-access", body)) == (409, "conflict")


def test_nobody_is_made_admin_of_a_brand(api, world):
    body = {"member": str(world.bob.membership_id), "brand": str(world.borealis), "role": "admin"}
    refused = api("alice").post("/brand-access", body)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "#/role"


def test_a_narrow_key_grants_no_more_than_it_has(api, world):
    body = {"member": str(world.carol.membership_id), "brand": str(world.borealis), "role": "account_manager"}
    narrow = key_of(api("alice"), "brand_access:manage")
    assert code_of(narrow.post("/brand-access", body)) == (403, "role_too_high")
    assert key_of(api("alice")).post("/brand-access", body).status_code == 201


def test_access_is_listed_by_member_and_brand(api, world):
    listed = api("adam").get(f"/brand-access?brand={world.aurora}&member={world.bob.membership_id}").json()["items"]
    assert [one["member"] for one in listed] == [str(world.bob.membership_id)]
    assert api("adam").get(f"/brand-access?brand={world.borealis}").json()["items"] == []


def test_who_left_works_on_no_brand(api, world):
    def listed() -> set[str]:
        return {one["member"] for one in api("alice").get("/brand-access").json()["items"]}

    bob, carol = str(world.bob.membership_id), str(world.carol.membership_id)
    assert {bob, carol} <= listed()
    assert api("alice").delete(f"/members/{bob}").status_code == 204
    assert bob not in listed()
    assert carol in listed()


def test_a_lower_role_on_a_brand_holds_at_once_even_for_a_remembered_credential(api, world):
    alice, bob = api("alice"), api("bob")
    brand = alice.post("/brands", {"name": "Ember", "internal_notes": "only for us"}).json()["id"]
    assert bob.get("/me").status_code == 200  # the credential, and bob's roles in it, are remembered now
    remembered = dict(recent_holders._kept)
    granted = {"brand": brand, "member": str(world.bob.membership_id), "role": "analyst"}
    assert alice.post("/brand-access", granted).status_code == 201
    recent_holders._kept.update(remembered)  # another process has not heard of it yet
    seen = bob.get(f"/brands/{brand}")
    assert seen.status_code == 200
    assert "internal_notes" not in seen.json()
