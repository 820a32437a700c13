"""Which files are understood, and the templates to fill in."""

import pytest

from campaigns.readers import Grain, profiles
from campaigns.readers.header_keys import fingerprint
from tests.campaigns.api.imports.uploading import counted, sent
from tests.holders import code_of


def test_every_kind_of_file_that_is_read_is_listed(bob):
    listed = bob.get("/import-profiles?limit=200").json()["items"]
    assert {one["key"] for one in listed} == {profile.key for profile in profiles()}
    (overview,) = [one for one in listed if one["key"] == "tiktok.studio.overview"]
    assert (overview["network"], overview["grain"]) == ("tiktok", "account_day")
    assert overview["header"]["Video Views"] == "views"
    assert "Date" in overview["required"]
    assert overview["title"] == overview["titles"]["en"] == "TikTok Studio: Overview"
    assert (overview["version"], overview["covers_days"], overview["cadence"]) == (1, 365, "monthly")
    assert set(overview["found_in"]) == {"en", "zh-Hans"}
    assert overview["fingerprint"] == fingerprint(
        ["SHARES", "comments", "Likes", "Profile Views", "Video Views", "Date"]
    )
    assert bob.get("/import-profiles/tiktok.studio.overview").json() == overview


def test_files_of_one_network_or_grain_are_listed_with_our_own(bob):
    listed = bob.get("/import-profiles?network=xiaohongshu&grain=content&limit=200").json()["items"]
    assert {one["network"] for one in listed} == {"xiaohongshu", None}
    assert {one["grain"] for one in listed} == {"content"}
    assert code_of(bob.get("/import-profiles?network=myspace")) == (400, "bad_parameter")


def test_the_sample_of_a_kind_of_file_can_be_downloaded_and_loaded(bob, aurora):
    (address,) = [one["sample"] for one in [bob.get("/import-profiles/tiktok.studio.overview").json()]]
    answer = bob.get(address.removeprefix("/api/v1"))
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="tiktok_studio_overview.csv"'
    made = sent(bob, aurora, answer.content, captured_on="2026-07-11")
    assert (made["profile"], *counted(made, "new", "refused")) == ("tiktok.studio.overview", 3, 0)


def test_there_is_no_kind_of_file_of_an_unknown_key(bob):
    assert code_of(bob.get("/import-profiles/tiktok.studio.nothing")) == (404, "not_found")
    assert code_of(bob.get("/import-profiles/tiktok.studio.nothing/sample")) == (404, "not_found")


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
