"""An agency names the columns of its own tables once; files that have them are read by it from then on."""

import json

import pytest

from tests.campaigns.api.imports.uploading import counted, new_account, rows_of, send, sent
from tests.exports.tables import csv_bytes
from tests.holders import code_of

COLUMNS = [
    {"header": "Tag", "name": "day"},
    {"header": "Gesehen", "name": "views"},
    {"header": "Quote (%)", "name": "completion_rate", "factor": "0.01"},
    {"header": "Laune", "name": None},
]
WEEKLY = {
    "name": "Wochenblatt",
    "network": "weibo",
    "grain": "account_day",
    "columns": COLUMNS,
    "options": {"decimal_sign": ","},
}
TABLE = csv_bytes(
    ("Tag", "Gesehen", "Quote (%)", "Laune"),
    [("01.01.2026", "1.000", "12,5", "gut"), ("02.01.2026", "2.000", "10", "")],
    delimiter=";",
)
CAPTURED = {"captured_on": "2026-02-01", "name": "woche.csv"}


@pytest.fixture
def account(bob, world):
    return new_account(bob, world.aurora, "weibo", "aurora")


def saved(client, **more):
    answer = client.post("/column-mappings", {**WEEKLY, **more})
    assert answer.status_code == 201, answer.content
    return answer.json()


def faults(answer) -> set[tuple[str, str]]:
    assert answer.status_code == 422, answer.content
    return {(error["pointer"], error["code"]) for error in answer.json()["errors"]}


def test_a_saved_mapping_is_found_by_itself(bob, account):
    made = saved(bob)
    read = sent(bob, account, TABLE, **CAPTURED)
    assert (read["profile"], read["mapping"], read["mapping_version"]) == ("mapping:Wochenblatt", made["id"], 1)
    assert counted(read, "new", "refused") == (2, 0)
    assert read["columns"] == {"Tag": "day", "Gesehen": "views", "Quote (%)": "completion_rate"}
    assert read["ignored_columns"] == ["Laune"]
    assert [one["id"] for one in bob.get(f"/imports?mapping={made['id']}").json()["items"]] == [read["id"]]


def test_a_saved_mapping_goes_before_a_known_kind_that_reads_fewer_columns(bob, world):
    account = new_account(bob, world.aurora, "douyin", "aurora.cn")
    table = csv_bytes(("日期", "播放量", "心情值"), [("2026-01-01", "100", "3")])
    assert sent(bob, account, table, **CAPTURED)["profile"] == "douyin.creator.daily.views"
    columns = [
        {"header": "日期", "name": "day"},
        {"header": "播放量", "name": "views"},
        {"header": "心情值", "name": "likes"},
    ]
    saved(bob, network="douyin", columns=columns, options={})
    read = sent(bob, account, table, **CAPTURED)
    assert (read["profile"], counted(read, "changed")) == ("mapping:Wochenblatt", (1,))
    alone = csv_bytes(("日期", "播放量"), [("2026-01-01", "100")])
    assert sent(bob, account, alone, **CAPTURED)["profile"] == "douyin.creator.daily.views"


def test_the_same_table_again_changes_nothing(bob, account):
    saved(bob)
    sent(bob, account, TABLE, **CAPTURED)
    assert counted(sent(bob, account, TABLE, **CAPTURED), "unchanged") == (2,)


def test_without_a_mapping_the_table_is_unknown_and_the_way_is_told(bob, account):
    refused = send(bob, account, TABLE, **CAPTURED)
    assert code_of(refused) == (422, "unknown_format")
    assert "/column-mappings:propose" in refused.json()["detail"]


def test_a_mapping_of_another_network_does_not_read_the_file(bob, world, account):
    made = saved(bob, network="douyin")
    assert code_of(send(bob, account, TABLE, **CAPTURED)) == (422, "unknown_format")
    assert code_of(send(bob, account, TABLE, mapping=made["id"], **CAPTURED)) == (422, "wrong_network")


def test_columns_are_named_for_one_file_alone(bob, account):
    stated = json.dumps({name: WEEKLY[name] for name in ("grain", "columns", "options")})
    read = sent(bob, account, TABLE, columns=stated, **CAPTURED)
    assert (read["profile"], read["mapping"]) == ("columns", None)
    assert counted(read, "new") == (2,)
    assert bob.get("/column-mappings").json()["items"] == []


def test_a_preview_is_committed_as_it_was_read_though_its_mapping_changed(bob, account):
    made = saved(bob)
    preview = sent(bob, account, TABLE, mode="preview", mapping=made["id"], **CAPTURED)
    assert (preview["state"], preview["counts"]["new"]) == ("previewed", 2)
    columns = [COLUMNS[0], {"header": "Anderes", "name": "views"}]
    assert bob.patch(f"/column-mappings/{made['id']}", {"columns": columns}, if_match="*").status_code == 200
    committed = bob.post(f"/imports/{preview['id']}:commit")
    assert (committed.status_code, committed.json()["mapping_version"]) == (200, 1)
    assert counted(committed.json(), "new", "refused") == (2, 0)


def test_editing_makes_a_version(bob, account):
    made = saved(bob)
    changed = bob.patch(f"/column-mappings/{made['id']}", {"name": "Tagesblatt"}, if_match="*").json()
    assert (changed["version"], changed["name"]) == (2, "Tagesblatt")
    said = bob.get(f"/column-mappings/{made['id']}/versions").json()["items"]
    assert [(one["number"], one["stated"]["name"], one["created_by"]) for one in said] == [
        (1, "Wochenblatt", "bob"),
        (2, "Tagesblatt", "bob"),
    ]
    assert sent(bob, account, TABLE, **CAPTURED)["mapping_version"] == 2


def test_a_deleted_mapping_reads_nothing_and_frees_its_name(bob, account):
    made = saved(bob)
    assert bob.delete(f"/column-mappings/{made['id']}", if_match="*").status_code == 204
    assert code_of(send(bob, account, TABLE, **CAPTURED)) == (422, "unknown_format")
    assert code_of(send(bob, account, TABLE, mapping=made["id"], **CAPTURED)) == (422, "validation_failed")
    assert saved(bob)["id"] != made["id"]


def test_a_name_is_given_once(bob):
    saved(bob)
    assert code_of(bob.post("/column-mappings", {**WEEKLY, "name": "wochenBLATT"})) == (409, "conflict")


def test_all_faults_are_told_at_once(bob):
    columns = [
        {"header": "Tag", "name": "title", "factor": "2"},
        {"header": "tag ", "name": "veiws"},
        {"header": "A", "name": "likes"},
        {"header": "B", "name": "likes"},
        {"header": "C", "name": "wow"},
    ]
    body = {**WEEKLY, "columns": columns, "fixed": {"day": "2026-01-01", "currency": "XXX"}}
    assert faults(bob.post("/column-mappings", body)) == {
        ("#/columns/0/name", "not_at_this_grain"),
        ("#/columns/0/factor", "factor_without_number"),
        ("#/columns/1/name", "unknown_name"),
        ("#/columns/1/header", "stated_twice"),
        ("#/columns/3/name", "stated_twice"),
        ("#/columns/4/name", "not_on_network"),
        ("#/fixed/day", "not_fixable"),
        ("#/fixed/currency", "not_fixable"),
    }


def test_an_unknown_name_comes_with_what_was_meant(bob):
    answer = bob.post("/column-mappings", {**WEEKLY, "columns": [COLUMNS[0], {"header": "V", "name": "veiws"}]})
    assert "views" in next(error["detail"] for error in answer.json()["errors"] if error["code"] == "unknown_name")


@pytest.mark.parametrize(
    ("grain", "names", "fixed", "missing"),
    [
        ("content", ["title", "likes"], {}, "external_id or url or published_at"),
        ("ad_day", ["day", "name", "spend"], {"source": "x", "level": "ad"}, "currency"),
        ("ad_day", ["day", "name", "clicks"], {"source": "x"}, "fixed.level"),
        ("period", ["start", "value"], {"metric": "reach"}, "end"),
        ("breakdown", ["day", "bucket", "value"], {"metric": "viewers"}, "fixed.dimension"),
    ],
)
def test_what_a_row_cannot_do_without_is_asked_for(bob, grain, names, fixed, missing):
    columns = [{"header": name.upper(), "name": name} for name in names]
    answer = bob.post("/column-mappings", {**WEEKLY, "grain": grain, "columns": columns, "fixed": fixed})
    assert faults(answer) == {("#/columns", "missing_column")}
    assert missing in answer.json()["errors"][0]["detail"]


def test_faults_of_columns_sent_with_a_file_are_told_under_it(bob, account):
    stated = json.dumps({"grain": "account_day", "columns": [{"header": "Tag", "name": "day"}]})
    assert faults(send(bob, account, TABLE, columns=stated, **CAPTURED)) == {("#/columns/columns", "no_metric")}
    for text, code in (("{", "malformed"), ("[]", "not_an_object")):
        assert faults(send(bob, account, TABLE, columns=text, **CAPTURED)) == {("#/columns", code)}


def test_what_a_file_is_is_said_once(bob, account):
    made = saved(bob)
    answer = send(bob, account, TABLE, mapping=made["id"], profile="canonical.account_day", **CAPTURED)
    assert faults(answer) == {("#/mapping", "said_twice"), ("#/profile", "said_twice")}


def test_a_rate_that_nothing_can_be_made_of_is_warned_of(bob):
    columns = [COLUMNS[0], {"header": "Quote", "name": "completion_rate"}, {"header": "L", "name": "likes"}]
    made = saved(bob, columns=columns)
    assert [(one["pointer"], one["code"]) for one in made["warnings"]] == [
        ("#/columns/1/name", "rate_without_denominator")
    ]
    assert saved(bob, name="Other")["warnings"] == []


def test_a_refused_row_shows_the_cell_of_the_file(bob, account):
    saved(bob)
    data = csv_bytes(
        ("Tag", "Gesehen", "Quote (%)"), [("01.01.2026", "viele", "1"), ("02.01.2026", "3", "")], delimiter=";"
    )
    read = sent(bob, account, data, **CAPTURED)
    (refused,) = rows_of(bob, read, "?outcome=refused")
    assert (refused["code"], refused["column"], refused["raw"]) == ("bad_number", "Gesehen", "viele")


def test_a_change_is_checked_with_what_stays(bob):
    made = saved(bob)
    path = f"/column-mappings/{made['id']}"
    assert faults(bob.patch(path, {"grain": "content"}, if_match="*")) >= {("#/columns/0/name", "not_at_this_grain")}
    assert faults(bob.patch(path, {"columns": [{"header": "Tag"}]}, if_match="*")) == {("#/columns/0/name", "required")}
    assert bob.patch(path, {"columns": COLUMNS[:2]}, if_match="*").json()["version"] == 2


def test_numbers_of_a_third_party_are_marked_as_such_up_to_the_results(bob, world, account):
    saved(bob, provenance="third_party")
    read = sent(bob, account, TABLE, **CAPTURED)
    assert read["source"] == "third_party"
    assert [one["id"] for one in bob.get("/imports?source=third_party").json()["items"]] == [read["id"]]
    asked = f"/results?kpi=views&account={account}&start=2026-01-01&end=2026-01-31"
    (result,) = bob.get(asked).json()["items"]
    assert [(each["profile"], each["source"]) for each in result["sources"]] == [("mapping:Wochenblatt", "third_party")]
    again = sent(bob, account, TABLE.replace(b"2.000", b"3.000"), **CAPTURED, mode="preview")
    (changed,) = rows_of(bob, again, "?outcome=changed")
    assert {each["source"] for each in changed["changes"]} == {"third_party"}


def test_a_table_is_the_networks_own_unless_its_mapping_says_otherwise(bob, account):
    made = saved(bob)
    assert (made["provenance"], sent(bob, account, TABLE, **CAPTURED)["source"]) == ("export", "export")
    stated = {"grain": "account_day", "columns": COLUMNS, "options": WEEKLY["options"], "provenance": "third_party"}
    assert sent(bob, account, TABLE, columns=json.dumps(stated), **CAPTURED)["source"] == "third_party"
    changed = bob.patch(f"/column-mappings/{made['id']}", {"provenance": "third_party"}, if_match="*")
    assert (changed.status_code, changed.json()["provenance"], changed.json()["version"]) == (200, "third_party", 2)
    assert faults(bob.post("/column-mappings", {**WEEKLY, "name": "Other", "provenance": "hearsay"})) == {
        ("#/provenance", "invalid_choice")
    }
