"""Contents: made by hand, tagged with campaigns of their own brand, found again."""

import pytest

from agencies.context import in_agency
from clients.models import NetworkAccount
from tests.holders import code_of


@pytest.fixture
def add(api, world):
    return lambda **values: api("carol").post("/contents", {"account": str(world.aurora_account), **values})


def test_a_content_is_known_by_its_external_id_or_its_own(add):
    assert add(external_id="741").json()["key"] == "741"
    by_hand = add(title="by hand").json()
    assert by_hand["key"] == by_hand["id"]
    assert code_of(add(external_id="741")) == (409, "conflict")


def test_the_day_of_publishing_is_the_accounts_day(add, world):
    with in_agency(world.north):
        NetworkAccount.objects.update(time_zone="Asia/Shanghai")
    content = add(published_at="2026-03-01T18:30:00Z").json()
    assert (content["published_on"], content["published_at"]) == ("2026-03-02", "2026-03-01T18:30:00Z")
    assert add(published_at="2026-03-01T18:30:00Z", published_on="2026-03-01").json()["published_on"] == "2026-03-01"


def test_a_content_joins_campaigns_of_its_own_brand_only(api, own, other):
    path = f"/contents/{own['contents']}"
    refused = api("alice").patch(path, {"campaign": other["campaigns"]})
    assert code_of(refused) == (422, "wrong_brand")
    assert refused.json()["errors"][0]["pointer"] == "#/campaign"
    assert api("alice").patch(path, {"campaign": own["campaigns"]}).json()["campaign"] == own["campaigns"]


def test_what_was_not_put_into_a_campaign_is_a_list_of_its_own(api, own):
    path = f"/contents/{own['contents']}"
    assert [one["id"] for one in api("bob").get("/contents?untagged=true").json()["items"]] == [own["contents"]]
    api("bob").patch(path, {"campaign": own["campaigns"]})
    assert api("bob").get("/contents?untagged=true").json()["items"] == []
    assert len(api("bob").get("/contents?untagged=false").json()["items"]) == 1
    assert api("bob").patch(path, {"campaign": None}).json()["campaign"] is None


def test_a_content_stays_with_its_account_and_id(api, own, other):
    refused = api("alice").patch(f"/contents/{own['contents']}", {"account": other["accounts"], "external_id": "1"})
    assert code_of(refused) == (400, "read_only_field")
    assert len(refused.json()["errors"]) == 2


def test_a_hashtag_holds_spaces_on_weibo_alone(api, add, world):
    refused = add(hashtags=["two words"])
    assert [(each["pointer"], each["code"]) for each in refused.json()["errors"]] == [
        ("#/hashtags", "space_in_hashtag")
    ]
    said = {"brand": str(world.aurora), "network": "weibo", "handle": "aurora-weibo", "display_name": "Aurora"}
    weibo = api("bob").post("/accounts", said).json()["id"]
    assert add(account=weibo, hashtags=["two words"]).json()["hashtags"] == ["two words"]


def test_hashtags_are_kept_without_their_sign(add):
    assert add(hashtags=["#spring", "ootd", " # "]).json()["hashtags"] == ["spring", "ootd"]


def test_impossible_numbers_are_refused(add):
    refused = add(duration_s="-1", followers_at_publish=-1)
    assert {error["pointer"] for error in refused.json()["errors"]} == {"#/duration_s", "#/followers_at_publish"}
    assert add(duration_s="12.5").json()["duration_s"] == "12.500"


@pytest.mark.parametrize(
    "moment", ["9999-12-31T23:59:59", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "1999-12-31"]
)
def test_a_moment_that_is_not_kept_is_refused(add, api, moment):
    refused = add(published_at=moment)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "#/published_at")
    content = add(published_at="2026-01-01T10:00:00+20:00").json()
    assert content["published_at"] == "2025-12-31T14:00:00Z"
    changed = api("carol").patch(f"/contents/{content['id']}", {"published_at": moment}, if_match="*")
    assert (changed.status_code, changed.json()["errors"][0]["pointer"]) == (422, "#/published_at")


def test_contents_are_found_by_what_describes_them(api, add, own):
    add(title="a", format="video", category="tutorial", published_on="2026-03-04", creator=own["creators"])
    add(title="b", format="article", category="news", published_on="2026-03-06")

    def titles(query):
        return [one["title"] for one in api("carol").get(f"/contents?{query}").json()["items"]]

    assert titles("format=video") == ["a"]
    assert titles("category=news") == ["b"]
    assert titles(f"creator={own['creators']}") == ["a"]
    assert titles("published_on__gte=2026-03-05") == ["b"]
    assert titles("published_on__lte=2026-03-05") == ["a"]


def test_a_content_is_read_with_what_it_belongs_to(api, own):
    api("bob").patch(f"/contents/{own['contents']}", {"campaign": own["campaigns"], "creator": own["creators"]})
    content = api("carol").get(f"/contents/{own['contents']}?expand=account,campaign,creator").json()
    assert content["account"]["handle"] == "aurora"
    assert content["campaign"]["id"] == own["campaigns"]
    assert "internal_notes" not in content["campaign"] | content["creator"]
