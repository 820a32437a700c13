"""Tracking links: built for what they are of, kept, previewed, made in bulk."""

import pytest

from agencies.context import in_agency
from campaigns.models import Content
from clients.models import NetworkAccount
from tests.holders import code_of

SHOP = "https://shop.example/spring?color=red"


@pytest.fixture
def make(api):
    return lambda **said: api("bob").post("/tracking-links", {"destination": SHOP, **said})


def test_a_link_of_a_content_carries_its_id_its_network_and_its_campaign(api, make, own):
    api("bob").patch(f"/campaigns/{own['campaigns']}", {"name": "Spring Launch"}, if_match="*")
    api("bob").patch(f"/contents/{own['contents']}", {"campaign": own["campaigns"]})
    link = make(content=own["contents"]).json()
    assert link["url"] == (
        "https://shop.example/spring?color=red&utm_source=tiktok&utm_medium=social&utm_campaign=spring_launch"
        f"&utm_content={own['contents']}&utm_id={own['campaigns']}"
    )
    assert (link["brand"], link["account"], link["warnings"]) == (own["brands"], own["accounts"], [])
    assert api("bob").get(f"/tracking-links/{link['id']}").json() == link


def test_what_is_paid_or_boosted_is_paid_social(api, make, own):
    assert make(content=own["contents"]).json()["medium"] == "social"
    assert make(content=own["contents"], paid=True).json()["medium"] == "paid_social"
    api("bob").patch(f"/contents/{own['contents']}", {"boosted": True})
    assert make(content=own["contents"]).json()["medium"] == "paid_social"
    assert make(content=own["contents"], medium="influencer").json()["medium"] == "influencer"


def test_a_link_of_an_account_or_a_campaign_has_no_content(make, own):
    assert "utm_content" not in make(account=own["accounts"]).json()["url"]
    link = make(campaign=own["campaigns"]).json()
    assert (link["source"], link["account"], link["survives"]) == ("aurora", None, None)


def test_a_link_is_of_something(make):
    refused = make()
    assert code_of(refused) == (422, "nothing_named")
    assert refused.json()["errors"][0]["pointer"] == "#/content"


def test_a_link_is_of_one_brand(api, own, other):
    body = {"destination": SHOP, "content": own["contents"]}
    for name, resource in (("campaign", "campaigns"), ("account", "accounts")):
        refused = api("alice").post("/tracking-links", {**body, name: other[resource]})
        assert code_of(refused) == (422, "wrong_brand")
        assert refused.json()["errors"][0]["pointer"] == f"#/{name}"
    assert api("alice").post("/tracking-links", body).status_code == 201


@pytest.mark.parametrize(
    ("destination", "code"),
    [
        ("ftp://shop.example", "bad_scheme"),
        ("https://user:secret@shop.example", "credentials_in_url"),
        ("https://shop.example/" + "a" * 1950, "url_too_long"),
    ],
)
def test_a_destination_that_cannot_be_tracked_is_refused(make, own, destination, code):
    refused = make(content=own["contents"], destination=destination)
    assert code_of(refused) == (422, code)
    assert refused.json()["errors"][0]["pointer"] == "#/destination"


def test_a_preview_builds_and_keeps_nothing(api, own):
    body = {"content": own["contents"], "destination": SHOP}
    preview = api("bob").post("/tracking-links:preview", body)
    assert preview.status_code == 200, preview.content
    assert preview.json()["url"] == api("bob").post("/tracking-links", body).json()["url"]
    assert (
        len(api("bob").get(f"/tracking-links?content={own['contents']}").json()["items"]) == 2
    )  # with the place's own


def test_a_network_that_loses_links_is_told_with_what_carries_instead(api, world, make, own):
    with in_agency(world.north):
        NetworkAccount.objects.filter(id=world.aurora_account).update(network="xiaohongshu")
    link = make(content=own["contents"], campaign=own["campaigns"]).json()
    assert [warning["code"] for warning in link["warnings"]] == ["link_lost"]
    assert link["survives"]["instead"] == ["coupon", "dm_keyword"]
    assert {place["verdict"] for place in link["survives"]["places"]} == {"lost", "carried"}
    assert make(content=own["contents"], campaign=own["campaigns"], paid=True).json()["warnings"] == []


def test_a_batch_makes_one_link_a_content_or_none(api, world, own, other):
    with in_agency(world.north):
        second = Content.objects.create(account_id=world.aurora_account, key="second")
    contents = [own["contents"], str(second.id), own["contents"]]
    made = api("bob").post("/tracking-links:batch", {"contents": contents, "destination": SHOP})
    assert made.status_code == 201, made.content
    assert [link["content"] for link in made.json()["items"]] == contents[:2]
    refused = api("bob").post(
        "/tracking-links:batch", {"contents": [*contents, other["contents"]], "destination": SHOP}
    )
    assert code_of(refused) == (422, "validation_failed")
    assert refused.json()["errors"][0] == {
        "pointer": "#/contents/3",
        "code": "not_found",
        "detail": "There is nothing with this id that you may use.",
    }


def test_a_change_builds_the_address_anew(api, make, own):
    link = make(content=own["contents"]).json()
    changed = api("bob").patch(f"/tracking-links/{link['id']}", {"term": "ootd", "destination": "https://shop.example"})
    assert changed.json()["url"].endswith("&utm_term=ootd")
    assert changed.json()["version"] == 2
    assert code_of(api("bob").patch(f"/tracking-links/{link['id']}", {"content": None})) == (400, "read_only_field")
    stale = api("bob").patch(f"/tracking-links/{link['id']}", {"term": "late"}, if_match='"1.x"')
    assert code_of(stale) == (412, "version_conflict")


def test_an_archived_link_leaves_the_list_and_still_lands(api, make, own):
    link = make(content=own["contents"]).json()
    assert api("bob").delete(f"/tracking-links/{link['id']}").status_code == 204
    assert link["id"] not in {each["id"] for each in api("bob").get("/tracking-links").json()["items"]}
    assert link["id"] in {each["id"] for each in api("bob").get("/tracking-links?archived=true").json()["items"]}
    assert code_of(api("bob").patch(f"/tracking-links/{link['id']}", {"term": "x"})) == (409, "archived")
    lead = {"event": "lead", "day": "2026-03-04", "link": link["id"]}
    (outcome,) = api("bob").post("/conversions:batch", {"conversions": [lead]}).json()["outcomes"]
    assert outcome["landed_on"]["by"] == "link"
