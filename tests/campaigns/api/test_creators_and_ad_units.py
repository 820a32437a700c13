"""Creators, whom the whole agency knows, and ad units, which wait to be linked."""

from tests.holders import code_of


def test_a_creator_is_known_to_the_whole_agency(api):
    made = api("bob").post("/creators", {"name": "Lin", "network": "douyin", "internal_notes": "slow"}).json()
    assert api("alice").get(f"/creators/{made['id']}").json()["internal_notes"] == "slow"
    assert "internal_notes" not in api("carol").get(f"/creators/{made['id']}").json()


def test_a_creator_with_contents_is_kept(api, own):
    api("bob").patch(f"/contents/{own['contents']}", {"creator": own["creators"]})
    assert code_of(api("bob").delete(f"/creators/{own['creators']}")) == (409, "in_use")
    api("bob").patch(f"/contents/{own['contents']}", {"creator": None})
    assert api("bob").delete(f"/creators/{own['creators']}").status_code == 204


def test_a_creator_whom_a_rule_gives_to_contents_is_kept(api, own):
    rule = {"name": "Lin's", "match": {"title_contains": ["lin"]}, "set": {"creator": own["creators"]}}
    assert api("alice").post("/tag-rules", rule).status_code == 201
    assert code_of(api("bob").delete(f"/creators/{own['creators']}")) == (409, "in_use")


def test_an_ad_unit_is_linked_inside_its_brand(api, own, other):
    path = f"/ad-units/{own['ad-units']}"
    assert [one["id"] for one in api("bob").get("/ad-units?unlinked=true").json()["items"]] == [own["ad-units"]]
    assert code_of(api("alice").patch(path, {"campaign": other["campaigns"]})) == (422, "wrong_brand")
    assert code_of(api("alice").patch(path, {"content": other["contents"]})) == (422, "wrong_brand")
    linked = api("bob").patch(path, {"campaign": own["campaigns"], "content": own["contents"]}).json()
    assert (linked["campaign"], linked["content"]) == (own["campaigns"], own["contents"])
    assert api("bob").get("/ad-units?unlinked=true").json()["items"] == []
    assert len(api("bob").get("/ad-units?unlinked=false").json()["items"]) == 1


def test_an_ad_unit_is_known_once(api, world):
    body = {"account": str(world.aurora_account), "source": "tiktok_ads", "external_id": "1"}
    assert api("bob").post("/ad-units", body).status_code == 201
    assert code_of(api("bob").post("/ad-units", body)) == (409, "conflict")


def test_what_the_vendor_says_of_an_ad_unit_is_not_changed(api, own):
    refused = api("bob").patch(f"/ad-units/{own['ad-units']}", {"external_id": "2", "currency": "EUR"})
    assert code_of(refused) == (400, "read_only_field")
