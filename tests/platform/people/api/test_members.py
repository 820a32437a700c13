"""Members: what they are, and who may change that."""

from tests.holders import code_of, key_of


def test_a_new_role_counts_at_once(api, world):
    assert code_of(api("bob").get("/audit-entries")) == (403, "forbidden")
    changed = api("alice").patch(f"/members/{world.bob.membership_id}", {"role": "admin"})
    assert changed.json()["role"] == "admin"
    assert api("bob").get("/audit-entries").status_code == 200


def test_a_role_is_changed_from_the_version_that_was_read(api, world):
    path = f"/members/{world.bob.membership_id}"
    tag = api("alice").get(path).headers["ETag"]
    assert api("alice").patch(path, {"role": "analyst"}, if_match=tag).json()["version"] == 2
    assert code_of(api("alice").patch(path, {"role": "client"}, if_match=tag)) == (412, "version_conflict")


def test_only_the_role_can_be_changed(api, world):
    refused = api("alice").patch(f"/members/{world.bob.membership_id}", {"email": "b@north.example"})
    assert code_of(refused) == (400, "read_only_field")


def test_an_admin_does_not_touch_an_owner(api, world):
    assert code_of(api("adam").patch(f"/members/{world.alice.membership_id}", {"role": "client"})) == (
        403,
        "role_too_high",
    )
    assert code_of(api("adam").delete(f"/members/{world.alice.membership_id}")) == (403, "role_too_high")


def test_an_admin_makes_nobody_owner(api, world):
    assert code_of(api("adam").patch(f"/members/{world.adam.membership_id}", {"role": "owner"})) == (
        403,
        "role_too_high",
    )


def test_the_last_owner_stays(api, world):
    path = f"/members/{world.alice.membership_id}"
    assert code_of(api("alice").patch(path, {"role": "admin"})) == (409, "last_owner")
    assert code_of(api("alice").delete(path)) == (409, "last_owner")
    assert api("alice").patch(f"/members/{world.adam.membership_id}", {"role": "owner"}).status_code == 200
    assert api("alice").patch(path, {"role": "admin"}).status_code == 200


def test_a_removed_member_is_out(api, world):
    assert api("alice").delete(f"/members/{world.bob.membership_id}").status_code == 204
    assert code_of(api("bob").get("/me")) == (401, "invalid_token")
    names = [member["name"] for member in api("alice").get("/members").json()["items"]]
    assert names == ["alice", "adam", "carol", "dora"]


def test_a_narrow_key_raises_nobody(api, world):
    path = f"/members/{world.bob.membership_id}"
    assert code_of(key_of(api("alice"), "members:manage").patch(path, {"role": "admin"})) == (403, "role_too_high")


def test_members_are_found_by_role_and_e_mail(api):
    assert [one["name"] for one in api("bob").get("/members?role=client").json()["items"]] == ["dora"]
    assert [one["name"] for one in api("bob").get("/members?email=CAROL@north.example").json()["items"]] == ["carol"]
