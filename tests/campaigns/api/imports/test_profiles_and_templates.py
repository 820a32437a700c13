"""Which files are understood, and the templates to fill in."""

import pytest

from campaigns.readers import Grain, profiles
from tests.campaigns.api.imports.uploading import counted, sent
from tests.holders import code_of


def test_every_kind_of_file_that_is_read_is_listed(bob):
    listed = bob.get("/import-profiles").json()["items"]
    assert {one["key"] for one in listed} == {profile.key for profile in profiles()}
    (overview,) = [one for one in listed if one["key"] == "tiktok.studio.overview"]
    assert (overview["network"], overview["grain"]) == ("tiktok", "account_day")
    assert overview["header"]["Video Views"] == "views"
    assert "Date" in overview["required"]


def test_kinds_of_file_are_paged(bob):
    first = bob.get("/import-profiles?limit=5").json()
    second = bob.get(f"/import-profiles?limit=5&cursor={first['next_cursor']}").json()
    keys = [one["key"] for one in [*first["items"], *second["items"]]]
    assert keys == sorted(keys)
    assert len(set(keys)) == 10


@pytest.mark.parametrize("grain", list(Grain))
def test_a_template_can_be_loaded_as_it_is(bob, aurora, grain):
    answer = bob.get(f"/import-templates/{grain}")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="yardstick_{grain}.csv"'
    made = sent(bob, aurora, answer.content, name=f"{grain}.csv", captured_on="2026-02-28")
    assert (made["grain"], *counted(made, "new", "refused")) == (grain, 1, 0)


def test_there_is_no_template_of_an_unknown_grain(bob):
    assert code_of(bob.get("/import-templates/hour")) == (404, "not_found")


def test_a_template_is_csv_and_nothing_else(bob):
    assert code_of(bob.get("/import-templates/period", accept="application/json")) == (406, "not_acceptable")
    assert bob.get("/import-templates/period", accept="text/csv").status_code == 200


def test_a_client_has_nothing_to_fill_in(api):
    assert code_of(api("dora").get("/import-templates/period")) == (403, "forbidden")
    assert code_of(api("dora").get("/import-profiles")) == (403, "forbidden")
