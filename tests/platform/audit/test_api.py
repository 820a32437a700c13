"""The audit trail as its readers see it."""


def test_what_is_done_is_told_with_who_and_by_which_request(api, world):
    made = api("bob").post("/brands", {"name": "Nova"}, x_request_id="a-request")
    brand = made.json()["id"]
    (entry,) = api("alice").get(f"/audit-entries?object_id={brand}").json()["items"]
    assert (entry["action"], entry["object_name"], entry["actor_name"]) == ("brand.created", "Nova", "bob")
    assert entry["actor_id"] == str(world.bob.membership_id)
    assert entry["request_id"] == "a-request"
    assert entry["changes"]["name"] == "Nova"


def test_entries_are_found_by_action_actor_and_time(api, world):
    api("bob").post("/brands", {"name": "Nova"})
    api("alice").post("/brands", {"name": "Vega"})
    read = api("alice")
    names = [one["object_name"] for one in read.get("/audit-entries?action=brand.created").json()["items"]]
    assert names == ["Nova", "Vega"]
    by_bob = read.get(f"/audit-entries?actor_id={world.bob.membership_id}&object_type=brand").json()["items"]
    assert [one["object_name"] for one in by_bob] == ["Nova"]
    assert read.get("/audit-entries?created_at__gte=2999-01-01T00:00:00Z").json()["items"] == []
    newest = read.get("/audit-entries?sort=-created_at&limit=1").json()["items"]
    assert newest[0]["action"] == "brand.created"


def test_the_trail_does_not_tell_internal_values(api):
    api("alice").post("/creators", {"name": "Lin", "network": "tiktok", "internal_notes": "never pays on time"})
    trail = api("alice").get("/audit-entries?action=creator.created")
    assert trail.json()["items"][0]["changes"]["internal_notes"] == "(internal)"
    assert b"never pays" not in trail.content


def test_a_refused_change_leaves_no_entry(api):
    assert api("alice").post("/brands", {"name": "Aurora"}).status_code == 409
    assert api("alice").get("/audit-entries?action=brand.created").json()["items"] == []
