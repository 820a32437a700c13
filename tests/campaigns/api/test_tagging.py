"""Contents are tagged in bulk, tell who tagged them, and have the way back."""

from uuid import uuid4

import pytest

from tests.holders import code_of, key_of


@pytest.fixture
def add(api, world):
    def run(title, **values):
        made = api("carol").post("/contents", {"account": str(world.aurora_account), "title": title, **values})
        assert made.status_code == 201, made.content
        return made.json()["id"]

    return run


@pytest.fixture
def tag(api):
    return lambda who="carol", **body: api(who).post("/contents:tag", body)


def read(api, content):
    return api("carol").get(f"/contents/{content}").json()


def origin(api, content, attribute):
    tags = api("carol").get(f"/contents/{content}/tags").json()["tags"]
    return next(tag for tag in tags if tag["attribute"] == attribute)


def test_many_contents_are_tagged_at_once_and_the_answer_says_what_changed(api, add, tag, own):
    ids = [add("a"), add("b", category="event")]
    done = tag(contents=ids, set={"category": "event", "campaign": own["campaigns"]}, add_hashtags=["#Spring"])
    answer = done.json()
    assert done.status_code == 200
    assert (answer["matched"], answer["changed"], answer["unchanged"], answer["kept"]) == (2, 2, 0, 0)
    assert answer["sample"][0]["title"] == "a"
    assert {"attribute": "category", "before": "", "after": "event"} in answer["sample"][0]["changes"]
    for content in ids:
        shown = read(api, content)
        assert (shown["category"], shown["campaign"], shown["hashtags"]) == ("event", own["campaigns"], ["Spring"])
        assert shown["version"] == 2


def test_tagging_again_changes_nothing_and_leaves_no_trace(api, add, tag):
    body = {"contents": [add("a")], "set": {"category": "event"}}
    assert tag(**body).json()["id"]
    again = tag(**body).json()
    assert (again["id"], again["changed"], again["unchanged"]) == (None, 0, 1)
    assert len(api("carol").get(f"/taggings?content={body['contents'][0]}").json()["items"]) == 1


def test_the_same_request_with_its_key_acts_once(api, add):
    body = {"contents": [add("a")], "set": {"category": "event"}}
    key = uuid4().hex
    answers = [api("carol").post("/contents:tag", body, idempotency_key=key).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert answers[0]["id"]


def test_a_dry_run_tells_and_changes_nothing(api, add, tag):
    content = add("a")
    answer = tag(contents=[content], set={"hook": "question"}, dry_run=True).json()
    assert (answer["id"], answer["changed"], answer["dry_run"]) == (None, 1, True)
    assert read(api, content)["hook"] == ""


def test_only_empty_leaves_what_says_something(api, add, tag):
    full, empty = add("a", hook="shock"), add("b")
    answer = tag(contents=[full, empty], set={"hook": "question"}, only_empty=True).json()
    assert (answer["changed"], answer["kept"]) == (1, 1)
    assert (read(api, full)["hook"], read(api, empty)["hook"]) == ("shock", "question")


def test_contents_are_named_by_the_filters_of_the_list(api, add, tag, world):
    wanted, other = add("a", sound="Song", boosted=True), add("b", sound="Other")
    stated = {"sound": ["Song", "None"], "boosted": True, "brand": str(world.aurora)}
    assert tag(filter=stated, set={"category": "ugc"}).json()["matched"] == 1
    assert (read(api, wanted)["category"], read(api, other)["category"]) == ("ugc", "")


def test_every_filter_at_fault_is_named(tag):
    unknown = tag(filter={"colour": "red", "brand": {}}, set={"hook": "x"})
    assert code_of(unknown) == (400, "unknown_field")
    assert {error["pointer"] for error in unknown.json()["errors"]} == {"#/filter/colour", "#/filter/brand"}
    unread = tag(filter={"brand": "no", "format": "opera"}, set={"hook": "x"})
    assert code_of(unread) == (422, "validation_failed")
    assert {error["pointer"] for error in unread.json()["errors"]} == {"#/filter/brand", "#/filter/format"}


def test_either_contents_or_a_filter_is_sent_and_something_to_set(add, tag):
    assert tag(set={"hook": "x"}).json()["errors"][0]["code"] == "contents_or_filter"
    assert tag(filter={}, set={"hook": "x"}).json()["errors"][0]["code"] == "filter_needed"
    assert code_of(tag(contents=[add("a")])) == (422, "nothing_to_set")
    assert tag(contents=[add("b")], set={"hook": "x"}).status_code == 200


def faults(refused):
    return [(error["pointer"], error["code"]) for error in refused.json()["errors"]]


@pytest.mark.parametrize("removed", ["Spring", "#sPRING", "Ｓｐｒｉｎｇ"])
def test_one_hashtag_is_not_added_and_removed_at_once(add, tag, removed):
    content = add("a")
    refused = tag(contents=[content], add_hashtags=["spring"], remove_hashtags=["old", removed])
    assert faults(refused) == [("#/remove_hashtags", "added_and_removed")]
    assert tag(contents=[content], add_hashtags=["spring"], remove_hashtags=["old"]).status_code == 200


def test_a_hashtag_that_is_added_has_no_spaces_inside(add, tag):
    content = add("a")
    refused = tag(contents=[content], add_hashtags=["fine", "# two words", "tab\u3000bed"])
    assert faults(refused) == [
        ("#/add_hashtags/1", "space_in_hashtag"),
        ("#/add_hashtags/2", "space_in_hashtag"),
    ]
    assert tag(contents=[content], add_hashtags=["fine", "# words "]).status_code == 200
    assert tag(contents=[content], remove_hashtags=["two words"]).status_code == 200


def test_every_id_that_is_none_is_named(add, tag):
    refused = tag(contents=["x", 5, None, add("a")], set={"hook": "x"})
    assert [pointer for pointer, _ in faults(refused)] == ["#/contents/0", "#/contents/1", "#/contents/2"]


@pytest.mark.parametrize("unclear", ["y", "true", 1, 0, "", []])
def test_yes_and_no_are_true_and_false_alone(add, tag, api, unclear):
    content = add("a")
    refused = tag(contents=[content], set={"boosted": unclear}, dry_run=unclear, only_empty=unclear)
    assert {pointer for pointer, _ in faults(refused)} == {"#/dry_run", "#/only_empty", "#/set/boosted"}
    assert faults(api("carol").patch(f"/contents/{content}", {"boosted": unclear})) == [("#/boosted", "invalid")]
    assert tag(contents=[content], set={"boosted": True}, dry_run=False, only_empty=True).json()["changed"] == 1


def test_contents_that_the_caller_may_not_write_are_missing_and_nothing_is_tagged(api, add, tag, other):
    mine = add("a")
    refused = tag(contents=[mine, other["contents"], str(uuid4())], set={"hook": "x"})
    assert [(error["pointer"], error["code"]) for error in refused.json()["errors"]] == [
        ("#/contents/1", "not_found"),
        ("#/contents/2", "not_found"),
    ]
    assert read(api, mine)["hook"] == ""
    assert tag("alice", contents=[mine, other["contents"]], set={"hook": "x"}).json()["changed"] == 2


def test_a_campaign_of_another_brand_names_each_content_and_changes_none(api, add, tag, own, other):
    mine = add("a")
    refused = tag("alice", contents=[mine, other["contents"]], set={"campaign": own["campaigns"]})
    assert code_of(refused) == (422, "wrong_brand")
    assert [error["pointer"] for error in refused.json()["errors"]] == ["#/contents/1"]
    assert read(api, mine)["campaign"] is None
    assert tag("alice", contents=[mine], set={"campaign": own["campaigns"]}).json()["changed"] == 1


def test_clients_tag_nothing(add, tag):
    content = add("a")
    assert code_of(tag("dora", contents=[content], set={"hook": "x"})) == (403, "forbidden")
    assert tag("bob", contents=[content], set={"hook": "x"}).status_code == 200


def test_a_content_tells_who_set_what(api, add, tag, own):
    content = add("a", category="event", hashtags=["one"])
    tagging = tag("bob", contents=[content], set={"creator": own["creators"]}).json()["id"]
    assert origin(api, content, "category")["set_by"] == "carol"
    told = origin(api, content, "creator")
    assert (told["source"], told["set_by"], told["tagging"], told["rule"]) == ("hand", "bob", tagging, None)
    assert told["value"] == own["creators"]
    assert origin(api, content, "hook")["source"] is None
    assert (origin(api, content, "hashtag")["value"], origin(api, content, "hashtag")["source"]) == ("one", "hand")
    api("bob").patch(f"/contents/{content}", {"hook": "question"})
    assert origin(api, content, "hook")["set_by"] == "bob"


def test_a_program_with_a_key_is_told_apart(api, add):
    content = add("a")
    key_of(api("alice"), "contents:write").post("/contents:tag", {"contents": [content], "set": {"hook": "x"}})
    assert origin(api, content, "hook")["source"] == "api"


def test_a_tagging_is_read_with_its_changes(api, add, tag):
    content = add("a", hashtags=["one"])
    made = tag(contents=[content], set={"hook": "x"}, remove_hashtags=["one"]).json()["id"]
    tagging = api("carol").get(f"/taggings/{made}").json()
    assert (tagging["source"], tagging["created_by"], tagging["changed"]) == ("hand", "carol", 1)
    assert (tagging["set"], tagging["remove_hashtags"]) == ({"hook": "x"}, ["one"])
    changes = api("carol").get(f"/taggings/{made}/changes").json()["items"]
    assert {(change["attribute"], change["before"], change["after"]) for change in changes} == {
        ("hook", "", "x"),
        ("hashtag:one", True, False),
    }
    assert made in [one["id"] for one in api("carol").get(f"/taggings?content={content}").json()["items"]]


def test_a_tagging_that_reached_other_brands_is_not_shown_in_part(api, add, tag, other):
    both = tag("alice", contents=[add("a"), other["contents"]], set={"hook": "x"}).json()["id"]
    assert api("alice").get(f"/taggings/{both}").status_code == 200
    assert code_of(api("bob").get(f"/taggings/{both}")) == (404, "not_found")
    assert both not in [one["id"] for one in api("bob").get("/taggings").json()["items"]]


def test_a_tagging_that_only_counted_contents_of_other_brands_is_not_shown_either(api, add, tag, other):
    tag("alice", contents=[other["contents"]], set={"hook": "x"})
    both = tag("alice", contents=[add("a"), other["contents"]], set={"hook": "x"}).json()
    assert (both["matched"], both["changed"]) == (2, 1)
    assert code_of(api("bob").get(f"/taggings/{both['id']}")) == (404, "not_found")
    assert api("alice").get(f"/taggings/{both['id']}").status_code == 200


def test_undoing_restores_what_nobody_changed_since(api, add, tag):
    one, two = add("a", hook="old"), add("b")
    made = tag(contents=[one, two], set={"hook": "new"}, add_hashtags=["x"]).json()["id"]
    api("bob").patch(f"/contents/{two}", {"hook": "mine"})
    undone = api("carol").post(f"/taggings/{made}:undo").json()
    assert (undone["restored"], undone["kept"], undone["kept_contents"]) == (2, 1, [two])
    assert (read(api, one)["hook"], read(api, one)["hashtags"]) == ("old", [])
    assert (read(api, two)["hook"], read(api, two)["hashtags"]) == ("mine", [])
    assert origin(api, one, "hook")["tagging"] != made
    assert api("carol").get(f"/taggings/{made}").json()["undone_by"] == undone["id"]


def test_an_undoing_is_undone_and_twice_is_refused(api, add, tag):
    content = add("a")
    made = tag(contents=[content], set={"hook": "new"}).json()["id"]
    undone = api("carol").post(f"/taggings/{made}:undo").json()["id"]
    assert code_of(api("carol").post(f"/taggings/{made}:undo")) == (409, "already_undone")
    assert api("carol").post(f"/taggings/{undone}:undo").json()["restored"] == 1
    assert read(api, content)["hook"] == "new"
    assert origin(api, content, "hook")["tagging"] == made
    assert api("carol").post(f"/taggings/{made}:undo").json()["restored"] == 1
    assert read(api, content)["hook"] == ""


def test_tagging_and_undoing_are_audited(api, add, tag):
    made = tag(contents=[add("a")], set={"hook": "new"}).json()["id"]
    api("carol").post(f"/taggings/{made}:undo")
    entries = api("alice").get("/audit-entries?sort=-created_at").json()["items"][:2]
    assert [entry["action"] for entry in entries] == ["tagging.undone", "contents.tagged"]
    assert entries[1]["changes"]["changed"] == 1


def test_contents_are_found_by_their_tags(api, add):
    add("a", hook="question", sound="Song", hashtags=["Spring"], boosted=True, category="event")
    add("b", boosted=False)
    for query in ("hook=question", "sound=Song", "hashtag=%23Spring", "boosted=true", "category=event"):
        assert [one["title"] for one in api("carol").get(f"/contents?{query}").json()["items"]] == ["a"], query


def test_the_queue_lists_what_lacks_tags_the_newest_first(api, add, own):
    add("old", published_on="2026-01-01", category="event")
    add("new", published_on="2026-02-01")
    add("done", published_on="2026-03-01", category="event", campaign=own["campaigns"])
    items = api("carol").get("/untagged-contents?published_on__gte=2026-01-01").json()["items"]
    assert [(one["title"], one["lacks"]) for one in items] == [
        ("new", ["category", "campaign", "creator", "hook"]),
        ("old", ["campaign", "creator", "hook"]),
    ]
    lacking = api("carol").get("/untagged-contents?lacks=category&published_on__gte=2026-01-01").json()["items"]
    assert [one["title"] for one in lacking] == ["new"]
    assert code_of(api("carol").get("/untagged-contents?lacks=colour")) == (400, "bad_parameter")


def test_the_queue_proposes_what_contents_alike_have_and_says_why(api, add, own):
    for number in range(4):
        add(f"n {number}", hashtags=["spring"], category="event", campaign=own["campaigns"])
    wanted = add("new #spring @linxia", published_on="2025-01-10")
    api("bob").patch(f"/creators/{own['creators']}", {"handle": "LinXia"})
    found = api("carol").get("/untagged-contents?published_on__gte=2025-01-01").json()["items"]
    assert [one["id"] for one in found] == [wanted]
    best = {}
    for proposal in found[0]["proposals"]:
        best.setdefault(proposal["attribute"], proposal)
    assert (best["category"]["value"], best["category"]["confidence"]) == ("event", "0.83")
    assert best["category"]["because"] == "4 of 4 contents with #spring have category event"
    assert best["campaign"]["value"] == own["campaigns"]
    assert best["campaign"]["label"].startswith("Launch")
    assert (best["creator"]["value"], best["creator"]["kind"]) == (own["creators"], "mention")


def test_proposals_never_rest_on_other_brands(api, add, world):
    for number in range(3):
        made = {"account": str(world.borealis_account), "title": f"{number} #spring", "category": "secret"}
        assert api("alice").post("/contents", made).status_code == 201
    add("mine #spring")
    assert b"secret" not in api("bob").get("/untagged-contents").content
    assert b"secret" not in api("bob").get("/content-categories").content


def test_categories_are_the_standard_ones_and_those_in_use(api, add):
    add("a", category="ugc")
    add("b", category="my own")
    items = {one["key"]: one for one in api("carol").get("/content-categories").json()["items"]}
    assert (items["ugc"]["contents"], items["ugc"]["standard"]) == (1, True)
    assert items["ugc"]["names"]["zh-Hans"] == "用户原创"
    assert (items["my own"]["contents"], items["my own"]["standard"]) == (1, False)
    assert items["educational"]["contents"] == 0
