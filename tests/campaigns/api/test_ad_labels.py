"""A vendor's name is mapped to a campaign once: what is there follows, what comes follows, and it can be undone."""

from datetime import date

import pytest

from agencies.context import in_agency
from campaigns.models import AdDay, AdUnit
from tests.campaigns.api.imports.uploading import sent
from tests.holders import code_of

HEADER = "day,source,external_id,level,name,parent_external_id,vendor_campaign_id,vendor_campaign_name,currency,spend"
DAY, NEXT = "2026-01-05,tiktok_ads", "2026-01-06,tiktok_ads"


def ads(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows, ""]).encode()


TREE = ads(
    f"{DAY},c1,campaign,Spring Launch,,,,EUR,30",
    f"{NEXT},g1,ad_group,Women 18-24,c1,,,EUR,20",
    f"{NEXT},g9,ad_group,Loose,,c9,Winter Sale,EUR,7.5",
)


@pytest.fixture
def label(bob, world, own):
    """State what a name stands for."""

    def state(**more):
        body = {"account": str(world.aurora_account), "source": "tiktok_ads", "campaign": own["campaigns"], **more}
        return bob.post("/ad-labels", body)

    return state


def load(bob, world, data: bytes = TREE, **more):
    return sent(bob, world.aurora_account, data, captured_on="2026-02-01", name="ads.csv", **more)


def links(bob):
    items = bob.get("/ad-units?source=tiktok_ads").json()["items"]
    return {one["external_id"]: (one["campaign"], one["linked_by"]) for one in items}


def test_a_name_links_its_units_and_those_under_them(bob, world, own, label):
    load(bob, world)
    made = label(name="spring  launch")
    assert made.status_code == 201, made.content
    assert (made.json()["units"], made.json()["created_by"]) == (2, "bob")
    mine = own["campaigns"]
    assert links(bob) == {"c1": (mine, "label"), "g1": (mine, "parent"), "g9": (None, None)}


def test_a_name_stated_before_the_file_links_what_comes(bob, world, own, label):
    label(name="Winter Sale")
    load(bob, world)
    assert links(bob)["g9"] == (own["campaigns"], "parent")


def test_an_id_is_stated_as_well_as_a_name(bob, world, own, label):
    made = label(external_id="c9").json()
    assert (made["name"], made["external_id"]) == (None, "c9")
    load(bob, world)
    assert links(bob)["g9"] == (own["campaigns"], "parent")


def test_deleting_a_label_undoes_it_and_says_who_did(bob, world, label):
    load(bob, world)
    made = label(name="Spring Launch").json()
    assert bob.delete(f"/ad-labels/{made['id']}", if_match="*").status_code == 204
    assert set(links(bob).values()) == {(None, None)}
    kept = bob.get("/ad-labels?archived=true").json()["items"]
    assert [(one["id"], one["archived_by"]) for one in kept] == [(made["id"], "bob")]
    assert label(name="Spring Launch").status_code == 201


def test_a_label_that_changes_its_campaign_takes_its_units_along(api, bob, world, own, label):
    load(bob, world)
    made = label(name="Spring Launch").json()
    days = {"start": "2026-01-01", "end": "2026-03-31"}
    other = bob.post("/campaigns", {"brand": str(world.aurora), "name": "New", "goal": "awareness", **days}).json()[
        "id"
    ]
    changed = bob.patch(f"/ad-labels/{made['id']}", {"campaign": other}, if_match="*").json()
    assert (changed["campaign"], changed["units"]) == (other, 2)
    assert links(bob)["g1"] == (other, "parent")


def test_what_a_person_says_of_a_unit_stays_until_they_take_it_back(bob, world, own, label):
    load(bob, world)
    days = {"start": "2026-01-01", "end": "2026-03-31"}
    other = bob.post("/campaigns", {"brand": str(world.aurora), "name": "New", "goal": "awareness", **days}).json()[
        "id"
    ]
    unit = bob.get("/ad-units?external_id=c1").json()["items"][0]["id"]
    bob.patch(f"/ad-units/{unit}", {"campaign": other})
    assert links(bob)["g1"] == (other, "parent")
    label(name="Spring Launch")
    assert links(bob)["c1"] == (other, None)
    assert bob.patch(f"/ad-units/{unit}", {"campaign": None}).json()["campaign"] == own["campaigns"]
    assert links(bob)["g1"] == (own["campaigns"], "parent")


def test_the_campaign_of_an_import_is_for_what_no_label_knows(bob, world, own, label):
    days = {"start": "2026-01-01", "end": "2026-03-31"}
    other = bob.post("/campaigns", {"brand": str(world.aurora), "name": "New", "goal": "awareness", **days}).json()[
        "id"
    ]
    label(name="Winter Sale")
    load(bob, world, campaign=other)
    assert links(bob) == {"c1": (other, None), "g1": (other, None), "g9": (own["campaigns"], "parent")}


def test_a_preview_links_nothing(bob, world, label):
    label(name="Spring Launch")
    load(bob, world, mode="preview")
    assert links(bob) == {}


def test_unlinked_names_are_listed_with_what_hangs_on_them(bob, world, label):
    load(bob, world)
    found = bob.get("/unlinked-ad-names?source=tiktok_ads").json()["items"]
    assert [(one["name"], one["units"], one["spend"]) for one in found] == [
        ("Spring Launch", 2, [{"amount": "50.000000", "currency": "EUR"}]),
        ("Winter Sale", 1, [{"amount": "7.500000", "currency": "EUR"}]),
    ]
    assert (found[0]["levels"], found[0]["first_day"]) == (["ad_group", "campaign"], "2026-01-05")
    label(name="Winter Sale")
    assert [one["name"] for one in bob.get("/unlinked-ad-names?source=tiktok_ads").json()["items"]] == ["Spring Launch"]


def spent(world, name, amount, currency, *, parent="", days=(5,)):
    """Make an ad unit with the same spend on some days; it is called as its vendor's id is."""
    with in_agency(world.north):
        unit = AdUnit.objects.create(
            account_id=world.aurora_account,
            source="tiktok_ads",
            external_id=name,
            name=name,
            parent_external_id=parent,
            currency=currency,
        )
        for day in () if amount is None else days:
            when = {"day": date(2026, 1, day), "captured_on": date(2026, 1, 9)}
            AdDay.objects.create(ad_unit=unit, spend=amount, impressions=amount, **when)
    return unit


def names(client, query=""):
    return [one["name"] for one in client.get(f"/unlinked-ad-names?{query}").json()["items"]]


def test_what_spent_most_comes_first_and_currencies_are_not_mixed(bob, world):
    spent(world, "small", 5, "EUR")
    spent(world, "large", 1200, "EUR")
    spent(world, "yuan", 90, "CNY")
    spent(world, "silent", None, "")
    spent(world, "larger yuan", 900, "CNY")
    assert names(bob) == ["larger yuan", "yuan", "large", "small", "silent"]
    assert names(bob, "currency=EUR") == ["large", "small"]
    refused = bob.get("/unlinked-ad-names?currency=EURO&brand=x")
    assert refused.status_code == 400
    assert {each["code"] for each in refused.json()["errors"]} == {"bad_currency", "bad_parameter"}


def test_unlinked_names_are_paged_in_their_order_while_some_get_a_label(bob, world, label):
    for number in range(1, 5):
        spent(world, f"name {number}", number, "EUR")
    first = bob.get("/unlinked-ad-names?limit=2").json()
    assert [one["name"] for one in first["items"]] == ["name 4", "name 3"]
    label(name="name 4")
    assert names(bob, f"limit=2&cursor={first['next_cursor']}") == ["name 2", "name 1"]


def test_the_spend_of_a_unit_over_others_is_not_added_to_theirs(bob, world):
    spent(world, "campaign", 10, "EUR", days=(4, 5))
    spent(world, "group", None, "", parent="campaign")
    spent(world, "ad", 7, "EUR", parent="group", days=(5, 6))
    (found,) = bob.get("/unlinked-ad-names").json()["items"]
    assert (found["name"], found["units"], found["impressions"]) == ("campaign", 3, 24)
    assert found["spend"] == [{"amount": "24.000000", "currency": "EUR"}]
    assert (found["first_day"], found["last_day"]) == ("2026-01-04", "2026-01-06")


def test_campaigns_of_a_like_name_are_proposed(bob, world):
    days = {"start": "2026-01-01", "end": "2026-03-31"}
    mine = bob.post("/campaigns", {"brand": str(world.aurora), "name": "Spring launch", "goal": "awareness", **days})
    load(bob, world)
    proposed = bob.get("/unlinked-ad-names?source=tiktok_ads").json()["items"][0]["proposals"]
    assert (proposed[0]["campaign"], proposed[0]["confidence"]) == (mine.json()["id"], "0.95")


def test_names_of_other_brands_are_not_listed(api, bob, world):
    with in_agency(world.north):
        AdUnit.objects.create(account_id=world.borealis_account, source="x", external_id="1", name="Secret")
    seen = [one["name"] for one in bob.get("/unlinked-ad-names").json()["items"]]
    assert "Secret" not in seen
    assert "Secret" in [one["name"] for one in api("alice").get("/unlinked-ad-names").json()["items"]]


def test_one_name_stands_for_one_campaign(label):
    assert label(name="Spring Launch").status_code == 201
    assert code_of(label(name="spring launch")) == (409, "labelled_already")


@pytest.mark.parametrize("more", [{}, {"name": "A", "external_id": "1"}])
def test_a_label_is_about_a_name_or_an_id(label, more):
    assert code_of(label(**more)) == (422, "name_or_external_id")


def test_a_label_stays_inside_its_brand(api, world, own, other):
    body = {"account": str(world.aurora_account), "source": "tiktok_ads", "name": "A", "campaign": other["campaigns"]}
    assert code_of(api("alice").post("/ad-labels", body)) == (422, "wrong_brand")
    assert api("alice").post("/ad-labels", {**body, "campaign": own["campaigns"]}).status_code == 201


def test_a_deleted_label_is_not_changed(bob, own, label):
    made = label(name="Spring Launch").json()
    bob.delete(f"/ad-labels/{made['id']}", if_match="*")
    again = bob.patch(f"/ad-labels/{made['id']}", {"campaign": own["campaigns"]}, if_match="*")
    assert code_of(again) == (409, "archived")
