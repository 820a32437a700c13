"""Rules tag contents that are there and contents as they come, and never over what a person has set."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.exports.tables import csv_bytes
from tests.holders import code_of

SPRING = {"match": {"title_contains": ["spring"]}, "set": {"category": "event"}}


@pytest.fixture
def rule(api, world):
    def run(who="bob", **values):
        return api(who).post("/tag-rules", {"name": "Spring", "brand": str(world.aurora), **SPRING, **values})

    return run


@pytest.fixture
def add(api, world):
    def run(title, **values):
        made = api("carol").post("/contents", {"account": str(world.aurora_account), "title": title, **values})
        assert made.status_code == 201, made.content
        return made.json()

    return run


@pytest.fixture
def load(api, world):
    def run(rows, **more):
        columns = ["external_id", "title", "published_on", "views"]
        file = SimpleUploadedFile("contents.csv", csv_bytes(columns, rows))
        made = api("carol").upload(
            "/imports", file=file, account=str(world.aurora_account), captured_on="2026-03-10", **more
        )
        assert made.status_code == 201, made.content
        return made.json()

    return run


def named(api, title):
    return next(one for one in api("carol").get("/contents?limit=200").json()["items"] if one["title"] == title)


def origin(api, content, attribute):
    tags = api("carol").get(f"/contents/{content}/tags").json()["tags"]
    return next(tag for tag in tags if tag["attribute"] == attribute)


def apply(api, made, **body):
    return api("bob").post(f"/tag-rules/{made['id']}:apply", body).json()


def test_a_rule_shows_every_condition_and_what_it_sets(rule, own):
    match = {"hashtags": ["#春季"], "duration_max": "15", "published_from": "2026-03-01"}
    made = rule(match=match, set={"campaign": own["campaigns"], "boosted": False}, add_hashtags=["#a"], priority=5)
    assert made.status_code == 201
    shown = made.json()
    assert shown["match"] == {
        "title_contains": [],
        "title_matches": [],
        "hashtags": ["春季"],
        "all_of": False,
        "published_from": "2026-03-01",
        "published_to": None,
        "format": None,
        "duration_min": None,
        "duration_max": "15",
    }
    assert shown["set"] == {"campaign": own["campaigns"], "boosted": False}
    assert (shown["add_hashtags"], shown["priority"], shown["active"], shown["created_by"]) == (["a"], 5, True, "bob")


def test_what_makes_no_sense_is_refused_by_name(rule, own, other, world):
    assert code_of(rule(set={})) == (422, "nothing_to_set")
    assert code_of(rule(match={})) == (422, "match_needed")
    assert rule(match={}, account=str(world.aurora_account)).status_code == 201
    assert code_of(rule("alice", set={"campaign": other["campaigns"]})) == (422, "wrong_brand")
    assert code_of(rule("alice", brand=None, set={"campaign": own["campaigns"]})) == (422, "campaign_needs_brand")
    assert code_of(rule("alice", account=str(world.borealis_account))) == (422, "wrong_brand")
    bad = rule(match={"title_matches": ["**"], "published_from": "2026-03-02", "published_to": "2026-03-01"}).json()
    assert [error["pointer"] for error in bad["errors"]] == ["#/match/title_matches"]
    bad = rule(match={"title_contains": ["a"], "duration_min": "9", "duration_max": "1"}).json()
    assert [error["pointer"] for error in bad["errors"]] == ["#/match/duration_max"]


def test_rules_for_every_brand_are_for_owners_and_admins(api, rule):
    assert code_of(rule(brand=None)) == (403, "brand_needed")
    made = rule("alice", brand=None).json()
    assert api("bob").get(f"/tag-rules/{made['id']}").status_code == 200
    assert api("bob").patch(f"/tag-rules/{made['id']}", {"priority": 1}, if_match="*").status_code == 404
    assert api("adam").patch(f"/tag-rules/{made['id']}", {"priority": 1}, if_match="*").status_code == 200


def test_analysts_and_clients_make_no_rules(rule):
    assert code_of(rule("carol")) == (403, "forbidden")
    assert code_of(rule("dora")) == (403, "forbidden")
    assert rule("bob").status_code == 201


def test_a_rule_tags_contents_that_come_by_hand_where_nothing_is_stated(api, rule, add):
    made = rule(set={"category": "event", "hook": "question"}).json()
    content = add("Spring is here", hook="shock")
    assert (content["category"], content["hook"]) == ("event", "shock")
    told = origin(api, content["id"], "category")
    assert (told["source"], told["rule"], told["set_by"]) == ("rule", made["id"], "carol")
    assert add("autumn")["category"] == ""


def test_a_rule_that_rests_or_is_archived_tags_nothing(api, rule, add):
    made = rule().json()
    api("bob").patch(f"/tag-rules/{made['id']}", {"active": False}, if_match="*")
    assert add("spring 1")["category"] == ""
    api("bob").patch(f"/tag-rules/{made['id']}", {"active": True}, if_match="*")
    assert add("spring 2")["category"] == "event"
    assert api("bob").delete(f"/tag-rules/{made['id']}", if_match="*").status_code == 204
    assert add("spring 3")["category"] == ""
    assert code_of(api("bob").post(f"/tag-rules/{made['id']}:apply")) == (409, "archived")


def test_a_change_says_which_version_it_is_based_on(api, rule):
    path = f"/tag-rules/{rule().json()['id']}"
    assert code_of(api("bob").patch(path, {"priority": 1})) == (428, "precondition_required")
    assert code_of(api("bob").patch(path, {"priority": 1}, if_match='"9.x"')) == (412, "version_conflict")
    assert code_of(api("bob").patch(path, {"brand": None}, if_match="*")) == (400, "read_only_field")
    assert api("bob").patch(path, {"set": {"hook": "x"}}, if_match='"1.x"').json()["set"] == {"hook": "x"}


def test_applying_a_rule_respects_people_and_is_told_before_it_is_done(api, rule, add):
    free, taken = add("spring 1"), add("spring 2", category="ugc")
    made = rule().json()
    told = apply(api, made, dry_run=True)
    assert (told["id"], told["matched"], told["changed"], told["kept"]) == (None, 2, 1, 1)
    assert named(api, "spring 1")["category"] == ""
    done = apply(api, made)
    assert (done["changed"], done["kept"]) == (1, 1)
    assert (named(api, "spring 1")["category"], named(api, "spring 2")["category"]) == ("event", "ugc")
    assert origin(api, taken["id"], "category")["source"] == "hand"
    assert apply(api, made)["id"] is None
    assert api("carol").post(f"/taggings/{done['id']}:undo").json()["restored"] == 1
    assert named(api, "spring 1")["id"] == free["id"]
    assert named(api, "spring 1")["category"] == ""


def test_a_later_rule_takes_over_unless_the_first_comes_before_it(api, rule, add):
    rule(set={"category": "first"}, priority=10)
    rule(set={"hook": "first"}, priority=100)
    add("spring")
    later = rule(set={"category": "later", "hook": "later"}, priority=100).json()
    assert apply(api, later)["changed"] == 1
    assert (named(api, "spring")["category"], named(api, "spring")["hook"]) == ("first", "later")


def test_a_rule_never_leaves_its_brand(api, rule, world):
    made = rule().json()
    body = {"account": str(world.borealis_account), "title": "spring"}
    assert api("alice").post("/contents", body).json()["category"] == ""
    assert api("alice").post(f"/tag-rules/{made['id']}:apply").json()["matched"] == 0


def test_imports_are_tagged_by_rules_and_by_their_campaign(api, rule, load, own):
    made = rule().json()
    imported = load([["1", "Spring", "2026-03-01", "5"], ["2", "Autumn", "2026-03-02", "6"]], campaign=own["campaigns"])
    spring, autumn = named(api, "Spring"), named(api, "Autumn")
    assert (spring["category"], autumn["category"]) == ("event", "")
    assert spring["campaign"] == autumn["campaign"] == own["campaigns"]
    assert origin(api, autumn["id"], "campaign")["source"] == "import"
    taggings = api("carol").get(f"/taggings?import={imported['id']}").json()["items"]
    assert {(one["source"], one["rule"], one["changed"]) for one in taggings} == {
        ("rule", made["id"], 1),
        ("import", None, 2),
    }


def test_a_preview_tags_nothing_and_the_same_file_again_leaves_what_was_taken_back(api, rule, load):
    rule()
    rows = [["1", "Spring", "2026-03-01", "5"]]
    load(rows, mode="preview")
    assert api("carol").get("/taggings?source=rule").json()["items"] == []
    load(rows)
    (tagging,) = api("carol").get("/taggings?source=rule").json()["items"]
    api("carol").post(f"/taggings/{tagging['id']}:undo")
    load(rows)
    assert named(api, "Spring")["category"] == ""
    load([["1", "Spring again", "2026-03-01", "5"]])
    assert named(api, "Spring again")["category"] == "event"


def test_an_import_leaves_a_campaign_that_a_person_took_away(api, load, own):
    load([["1", "a", "2026-03-01", "5"]], campaign=own["campaigns"])
    path = f"/contents/{named(api, 'a')['id']}"
    api("bob").patch(path, {"campaign": None})
    load([["1", "a", "2026-03-01", "6"]], campaign=own["campaigns"])
    assert named(api, "a")["campaign"] is None
    assert origin(api, named(api, "a")["id"], "campaign")["source"] == "hand"


def test_an_archived_campaign_is_no_longer_set(api, rule, add, own):
    rule(set={"campaign": own["campaigns"], "hook": "x"})
    assert add("spring 1")["campaign"] == own["campaigns"]
    assert api("bob").delete(f"/campaigns/{own['campaigns']}", if_match="*").status_code == 204
    content = add("spring 2")
    assert (content["campaign"], content["hook"]) == (None, "x")


def test_a_rule_does_not_add_and_remove_one_hashtag(api, rule):
    refused = rule(add_hashtags=["spring", "two words"])
    assert [(each["pointer"], each["code"]) for each in refused.json()["errors"]] == [
        ("#/add_hashtags/1", "space_in_hashtag")
    ]
    assert code_of(rule(add_hashtags=["spring"], remove_hashtags=["#SPRING"])) == (422, "added_and_removed")
    made = rule(add_hashtags=["spring"])
    path, tag = f"/tag-rules/{made.json()['id']}", made.headers["ETag"]
    changed = api("bob").patch(path, {"remove_hashtags": ["Spring"]}, if_match=tag)
    assert code_of(changed) == (422, "added_and_removed")
    assert api("bob").patch(path, {"remove_hashtags": ["winter"]}, if_match=tag).status_code == 200
