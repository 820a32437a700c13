"""A known file with a renamed column is refused with the match, taken once that is sent, and remembered."""

import json

import pytest

from tests.campaigns.api.imports.uploading import new_account, rows_of, send, sent
from tests.holders import code_of

DRIFTED = b"Date,Views,Profile Views,Likes,Comments,Shares\nJuly 8,10,2,3,4,5\nJuly 9,11,2,3,4,5\n"
MATCH = {"Views": "Video Views"}


def test_the_refusal_names_the_profile_what_is_missing_and_what_to_send(bob, aurora):
    refusal = send(bob, aurora, DRIFTED, captured_on="2026-08-01")
    assert code_of(refusal) == (422, "header_changed")
    told = refusal.json()["particulars"]
    assert (told["profile"], told["needed"], told["unknown"]) == ("tiktok.studio.overview", ["Video Views"], ["Views"])
    assert told["renamed"] == MATCH
    assert bob.get(f"/imports?account={aurora}").json()["items"] == []


def test_the_match_that_is_sent_is_taken_shown_and_kept_through_a_preview(bob, aurora):
    preview = sent(bob, aurora, DRIFTED, captured_on="2026-08-01", renamed=json.dumps(MATCH), mode="preview")
    assert (preview["profile"], preview["renamed"]) == ("tiktok.studio.overview", MATCH)
    assert preview["columns"]["Views"] == "views"
    assert rows_of(bob, preview)[0]["understood"]["values"]["views"] == "10"
    committed = bob.post(f"/imports/{preview['id']}:commit").json()
    assert (committed["counts"]["new"], committed["renamed"]) == (2, MATCH)


def test_a_match_is_remembered_for_other_accounts_of_the_network_once_it_was_committed(bob, aurora, world):
    other = new_account(bob, world.aurora, "tiktok", "aurora.second")
    sent(bob, aurora, DRIFTED, captured_on="2026-08-01", renamed=json.dumps(MATCH), mode="preview")
    assert code_of(send(bob, other, DRIFTED, captured_on="2026-08-01")) == (422, "header_changed")
    sent(bob, aurora, DRIFTED, captured_on="2026-08-01", renamed=json.dumps(MATCH))
    again = sent(bob, other, DRIFTED, captured_on="2026-08-01")
    assert (again["counts"]["new"], again["renamed"]) == (2, MATCH)


def test_a_match_that_was_taken_back_is_forgotten(bob, aurora):
    made = sent(bob, aurora, DRIFTED, captured_on="2026-08-01", renamed=json.dumps(MATCH))
    bob.post(f"/imports/{made['id']}:revert")
    assert code_of(send(bob, aurora, DRIFTED, captured_on="2026-08-01")) == (422, "header_changed")


def test_a_file_that_loads_without_a_column_says_which_other_one_it_may_be(bob, aurora):
    data = b"Date,Video Views,Like count\nJuly 8,10,3\n"
    made = sent(bob, aurora, data, captured_on="2026-08-01")
    assert made["header_drift"]["renamed"] == {"Like count": "Likes"}
    again = sent(bob, aurora, data, captured_on="2026-08-01", renamed='{"Like count": "Likes"}')
    assert (again["header_drift"]["renamed"], again["counts"]["changed"]) == ({}, 1)
    assert "Likes" not in again["header_drift"]["missing"]


def test_a_file_without_a_usual_column_says_which_it_lacks(bob, aurora):
    made = sent(
        bob, aurora, b"Date,Video Views,Profile Views,Likes,Kommentare\nJuly 8,10,2,3,4\n", captured_on="2026-08-01"
    )
    told = made["header_drift"]
    assert (told["missing"], told["unknown"], told["renamed"]) == (["Comments", "Shares"], ["Kommentare"], {})


def test_an_export_whose_days_are_renamed_is_not_taken_for_a_table_of_our_own(bob, aurora):
    data = b"Day,Video Views,Profile Views,Likes,Comments,Shares\nJuly 8,10,2,3,4,5\n"
    refusal = send(bob, aurora, data, captured_on="2026-08-01")
    assert code_of(refusal) == (422, "header_changed")
    told = refusal.json()["particulars"]
    assert (told["profile"], told["renamed"]) == ("tiktok.studio.overview", {"Day": "Date"})
    made = sent(bob, aurora, data, captured_on="2026-08-01", renamed='{"Day": "Date"}')
    assert made["columns"]["Video Views"] == "views"
    own = sent(bob, aurora, b"day,views,likes,note\n2026-07-08,10,3,x\n", captured_on="2026-08-01")
    assert own["profile"] == "canonical.account_day"


def test_what_is_like_no_missing_column_is_offered_where_one_is_left_and_remembered(bob, aurora):
    data = b"Date,Plays total,Profile Views,Likes,Comments,Shares\nJuly 8,10,2,3,4,5\n"
    refusal = send(bob, aurora, data, captured_on="2026-08-01")
    renamed = refusal.json()["particulars"]["renamed"]
    assert (code_of(refusal), renamed) == ((422, "header_changed"), {"Plays total": "Video Views"})
    sent(bob, aurora, data, captured_on="2026-08-01", renamed=json.dumps(renamed))
    assert sent(bob, aurora, data, captured_on="2026-08-02")["renamed"] == renamed


@pytest.mark.parametrize("renamed", ["{", "[]", '{"Views": 5}', '{"Views": ""}', '{"A": "Likes", "B": "Likes"}'])
def test_a_renaming_that_is_no_object_of_texts_is_refused(bob, aurora, renamed):
    refusal = send(bob, aurora, DRIFTED, captured_on="2026-08-01", renamed=renamed)
    assert code_of(refusal) == (422, "validation_failed")
    assert refusal.json()["errors"][0]["code"] == "bad_renames"


def test_a_renaming_of_a_column_that_the_file_lacks_is_refused(bob, aurora):
    refusal = send(bob, aurora, DRIFTED, captured_on="2026-08-01", renamed='{"Views": "Video Views", "X": "Likes"}')
    assert code_of(refusal) == (422, "bad_rename")
