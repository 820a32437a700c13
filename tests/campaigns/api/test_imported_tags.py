"""What a file says of contents is taken over where nobody stronger has said anything."""

import pytest

from tests.campaigns.api.imports.uploading import send
from tests.exports.tables import csv_bytes
from tests.holders import code_of

COLUMNS = ["external_id", "title", "published_on", "category", "hashtags", "boosted", "views"]


@pytest.fixture
def load(api, world):
    def run(*rows, captured_on="2026-03-10"):
        made = send(api("carol"), world.aurora_account, csv_bytes(COLUMNS, rows), captured_on=captured_on)
        assert made.status_code == 201, made.content
        return made.json()

    return run


def row(title="Launch", *, number="1", category="", hashtags="", boosted="", views="5"):
    return [number, title, "2026-03-01", category, hashtags, boosted, views]


def content(api, title="Launch"):
    return next(one for one in api("carol").get("/contents?limit=200").json()["items"] if one["title"] == title)


def source(api, attribute):
    tags = api("carol").get(f"/contents/{content(api)['id']}/tags").json()["tags"]
    return next(tag["source"] for tag in tags if tag["attribute"] == attribute)


def test_a_file_says_category_hashtags_and_boost(api, load):
    load(row(category="event", hashtags="#a #b", boosted="yes"))
    shown = content(api)
    assert (shown["category"], shown["hashtags"], shown["boosted"]) == ("event", ["a", "b"], True)
    assert (source(api, "category"), source(api, "boosted")) == ("import", "import")


def test_a_later_file_says_otherwise_and_one_that_says_nothing_leaves_it(api, load):
    load(row(category="event"))
    load(row(category="ugc", views="6"), captured_on="2026-03-11")
    assert content(api)["category"] == "ugc"
    load(row(views="7"), captured_on="2026-03-12")
    assert content(api)["category"] == "ugc"


def test_a_file_leaves_what_a_person_set_and_the_hashtags_that_a_person_took_away(api, load):
    load(row(category="event", hashtags="#a #b"))
    path = f"/contents/{content(api)['id']}"
    api("bob").patch(path, {"category": "service", "hashtags": ["b", "mine"]})
    load(row(category="event", hashtags="#a #b", views="6"), captured_on="2026-03-11")
    shown = content(api)
    assert (shown["category"], shown["hashtags"]) == ("service", ["b", "mine"])
    assert source(api, "category") == "hand"


def test_a_rule_goes_before_what_a_file_says_and_looks_at_its_hashtags(api, load, world):
    rule = {
        "name": "r",
        "brand": str(world.aurora),
        "match": {"hashtags": ["春季"]},
        "set": {"category": "promotional"},
    }
    assert api("bob").post("/tag-rules", rule).status_code == 201
    load(row(category="event", hashtags="#春季"), row("Other", number="2", category="event"))
    assert (content(api)["category"], content(api, "Other")["category"]) == ("promotional", "event")


def test_what_a_file_tagged_is_undone_like_everything_else(api, load):
    made = load(row(category="event"))
    (tagging,) = api("carol").get(f"/taggings?import={made['id']}").json()["items"]
    assert code_of(api("dora").post(f"/taggings/{tagging['id']}:undo")) == (403, "forbidden")
    assert api("carol").post(f"/taggings/{tagging['id']}:undo").json()["restored"] == 1
    assert content(api)["category"] == ""
