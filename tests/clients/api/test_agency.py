"""The agency's profile."""

import pytest

from tests.holders import code_of


def test_the_profile_is_read_by_everybody(api, world):
    profile = api("dora").get("/agency").json()
    assert profile == {
        "id": str(world.north.id),
        "slug": "north",
        "name": "North Agency",
        "currency": "",
        "time_zone": "UTC",
        "industry": "",
        "language": "en",
        "week_start": "monday",
        "state": "active",
        "purge_at": None,
        "version": 1,
    }


def test_the_profile_is_changed_with_a_version(api):
    tag = api("alice").get("/agency").headers["ETag"]
    changed = api("alice").patch("/agency", {"currency": "CNY", "language": "zh-Hans"}, if_match=tag)
    assert (changed.json()["currency"], changed.json()["language"], changed.json()["version"]) == ("CNY", "zh-Hans", 2)
    assert code_of(api("alice").patch("/agency", {"currency": "EUR"}, if_match=tag)) == (412, "version_conflict")
    assert api("alice").get("/agency", if_none_match=changed.headers["ETag"]).status_code == 304


def test_slug_and_state_are_not_changed_here(api):
    refused = api("alice").patch("/agency", {"slug": "south", "state": "closed", "id": "x"})
    assert code_of(refused) == (400, "read_only_field")
    assert len(refused.json()["errors"]) == 3


def test_nonsense_is_refused(api):
    nonsense = {"currency": "yuan", "time_zone": "Mars/Olympus", "language": "fr", "week_start": "friday"}
    refused = api("alice").patch("/agency", nonsense)
    assert {error["pointer"] for error in refused.json()["errors"]} == {
        "#/currency",
        "#/time_zone",
        "#/language",
        "#/week_start",
    }


@pytest.mark.parametrize("day", ["sunday", "saturday", "monday"])
def test_weeks_begin_on_the_day_that_the_agency_says(api, day):
    assert api("alice").patch("/agency", {"week_start": day}).json()["week_start"] == day
    assert api("bob").get("/agency").json()["week_start"] == day


def test_a_new_name_is_shown_at_log_in_too(api, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert api("alice").patch("/agency", {"name": "Boreal"}).status_code == 200
    assert api("bob").get("/me").json()["agency"]["name"] == "Boreal"
