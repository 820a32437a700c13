"""Pushing facts over HTTP: taken whole or not at all, loaded as files are, repeated without harm."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from campaigns.imports.rollup import differences
from campaigns.models import (
    AccountDay,
    AdDay,
    AdUnit,
    BreakdownFact,
    Content,
    ContentSnapshot,
    FactRevision,
    PeriodFact,
)
from tests.campaigns.pushes.pushing import day_of, push, pushed, refusals, stream

AD_DAY = {
    "grain": "ad_day",
    "day": "2026-01-31",
    "source": "tiktok_ads",
    "external_id": "1790000000000001",
    "level": "ad_group",
    "currency": "USD",
    "values": {"spend": "154.60", "impressions": 10000, "clicks": 220},
}
CONTENT = {
    "grain": "content",
    "external_id": "7527622792666152961",
    "title": "How we roast",
    "published_at": "2026-01-16T18:30:00",
    "format": "video",
    "captured_on": "2026-01-31",
    "values": {"views": 191265, "likes": 533, "watch_time_s": 2868975.5},
}
PERIOD = {"grain": "period", "start": "2026-01-01", "end": "2026-01-31", "values": {"reach": 48210}}
BUCKET = {"grain": "breakdown", "day": "2026-01-31", "dimension": "territory", "bucket": "DE", "values": {"views": 91}}


def every_grain(account):
    return [day_of(account), *({**fact, "account": str(account)} for fact in (AD_DAY, CONTENT, PERIOD, BUCKET))]


def test_a_fact_of_every_grain_lands_in_its_table(bob, aurora, north):
    answer = pushed(bob, *every_grain(aurora))
    assert answer["mode"] == "atomic"
    assert (answer["counts"]["rows"], answer["counts"]["new"], answer["refused"]) == (5, 5, [])
    assert {made["grain"] for made in answer["imports"]} == {"account_day", "ad_day", "content", "period", "breakdown"}
    assert {made["profile"] for made in answer["imports"]} == {"api.facts"}
    with north():
        assert AccountDay.objects.get(account_id=aurora, day=date(2026, 1, 31)).likes == 50
        assert AdDay.objects.get(ad_unit__external_id="1790000000000001").spend == Decimal("154.6")
        assert AdUnit.objects.get(external_id="1790000000000001").currency == "USD"
        assert ContentSnapshot.objects.get(content__external_id=CONTENT["external_id"]).watch_time_s == Decimal(
            "2868975.5"
        )
        assert PeriodFact.objects.get(account_id=aurora, metric="reach").value == 48210
        assert BreakdownFact.objects.get(account_id=aurora, bucket="DE").value == 91
        assert set(FactRevision.objects.values_list("source", flat=True)) == {"api"}
        assert differences() == []


def test_the_same_facts_again_change_nothing(bob, aurora):
    first = pushed(bob, *every_grain(aurora), captured_on="2026-02-01")
    again = pushed(bob, *every_grain(aurora), captured_on="2026-02-01")
    assert (first["counts"]["new"], again["counts"]["new"], again["counts"]["unchanged"]) == (5, 0, 5)


def test_a_push_is_an_import_that_can_be_read_and_reverted(bob, aurora, north):
    made = pushed(bob, day_of(aurora))["imports"][0]
    assert bob.get(f"/imports/{made['id']}").json()["state"] == "committed"
    assert bob.get("/imports?profile=api.facts").json()["items"][0]["id"] == made["id"]
    assert bob.post(f"/imports/{made['id']}:revert").status_code == 200
    with north():
        assert not AccountDay.objects.filter(account_id=aurora, day=date(2026, 1, 31)).exists()


def test_the_newest_capture_wins_whatever_comes_last(bob, aurora, north):
    pushed(bob, day_of(aurora, captured_on="2026-02-10", values={"views": 1200}))
    pushed(bob, day_of(aurora, captured_on="2026-02-02", values={"views": 900, "likes": 3}))
    with north():
        stored = AccountDay.objects.get(account_id=aurora, day=date(2026, 1, 31))
    assert (stored.views, stored.likes) == (1200, 3)


def test_facts_of_several_accounts_and_days_of_capture_are_imports_of_their_own(api, world):
    facts = [day_of(world.aurora_account), day_of(world.borealis_account)]
    facts += [day_of(world.aurora_account, "2026-01-30", captured_on="2026-02-05")]
    answer = pushed(api("alice"), *facts, captured_on="2026-02-01")
    assert sorted((made["account"], made["captured_on"]) for made in answer["imports"]) == sorted(
        [
            (str(world.aurora_account), "2026-02-01"),
            (str(world.aurora_account), "2026-02-05"),
            (str(world.borealis_account), "2026-02-01"),
        ]
    )


def test_facts_stream_in_a_line_each(bob, aurora):
    answer = stream(bob, day_of(aurora), day_of(aurora, "2026-01-30"), query="?captured_on=2026-02-01")
    assert (answer.status_code, answer.json()["counts"]["new"]) == (200, 2)
    assert answer.json()["imports"][0]["captured_on"] == "2026-02-01"


def test_a_line_that_is_no_json_is_named(bob, aurora):
    body = json.dumps(day_of(aurora)) + "\n\n{broken\n"
    answer = bob.client.post("/api/v1/facts:batch", data=body, content_type="application/x-ndjson", **bob.headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
    assert "Line 3" in answer.json()["detail"]
    partly = bob.client.post(
        "/api/v1/facts:batch?mode=partial", data=body, content_type="application/x-ndjson", **bob.headers
    )
    assert (partly.status_code, partly.json()["counts"]["new"]) == (207, 1)
    assert [(each["index"], each["code"]) for each in partly.json()["refused"]] == [(1, "malformed")]


def test_a_line_with_a_nul_is_refused_alone_where_others_are_taken(bob, aurora):
    lines = (day_of(aurora), {**day_of(aurora, "2026-01-30"), "surprise": "\0"})
    assert stream(bob, *lines).json()["code"] == "nul_character"
    partly = stream(bob, *lines, query="?mode=partial")
    assert (partly.status_code, partly.json()["counts"]["new"]) == (207, 1)
    assert [(each["index"], each["code"]) for each in partly.json()["refused"]] == [(1, "malformed")]


def test_a_number_that_no_program_holds_is_told_from_what_is_no_json(bob, aurora):
    body = json.dumps({"facts": [day_of(aurora)]}).replace("1000", "1e400")
    answer = bob.client.post("/api/v1/facts:batch", data=body, content_type="application/json", **bob.headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
    assert "a number that is too large" in answer.json()["detail"]


def test_any_offset_of_a_moment_is_understood(bob, aurora, north):
    content = {**CONTENT, "account": str(aurora), "published_at": "2026-01-16T18:30:00+23:00"}
    assert push(bob, content).status_code == 200
    with north():
        assert Content.objects.get(external_id=CONTENT["external_id"]).published_at == datetime(
            2026, 1, 15, 19, 30, tzinfo=UTC
        )


def test_the_first_moment_of_the_first_year_is_kept_in_every_zone(bob, aurora):
    for number, moment in enumerate(("2000-01-01T00:00:00", "2000-01-01T00:00:00+14:00", "2000-01-01T00:00:00Z")):
        content = {**CONTENT, "account": str(aurora), "external_id": str(number), "published_at": moment}
        assert push(bob, content).status_code == 200


@pytest.mark.parametrize("mode", ["atomic", "partial"])
def test_ads_that_come_to_more_than_a_day_can_hold_are_refused_by_name(bob, aurora, mode):
    units = [
        {**AD_DAY, "account": str(aurora), "external_id": str(number), "values": {"spend": 10**15}}
        for number in range(1000)
    ]
    answer = push(bob, *units, mode=mode)
    assert (answer.status_code, answer.json()["code"]) == (422, "sum_too_large")
    assert pushed(bob, *units[:500])["counts"]["new"] == 500


def test_the_mode_of_json_stands_in_the_body(bob, aurora):
    answer = bob.post("/facts:batch?mode=partial", {"facts": [day_of(aurora)]})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_parameter")
    assert push(bob, day_of(aurora), mode="partial").status_code == 207


def test_one_bad_fact_keeps_all_out_and_every_fault_is_named(bob, aurora, north):
    answer = push(
        bob,
        day_of(aurora),
        day_of(aurora, "2026-02-30"),
        day_of(aurora, values={"views": "many", "likes": 1.5, "followers": -1, "completion_rate": 0.5}),
        "no object",
    )
    assert refusals(answer) == {
        "#/facts/1/day": "bad_date",
        "#/facts/2/values/views": "bad_number",
        "#/facts/2/values/likes": "bad_number",
        "#/facts/2/values/followers": "bad_number",
        "#/facts/2/values/completion_rate": "unknown_metric",
        "#/facts/3": "not_an_object",
    }
    with north():
        assert not AccountDay.objects.filter(account_id=aurora).exists()


def test_more_than_a_hundred_faults_are_counted(bob, aurora):
    answer = push(bob, *(day_of(aurora, values={"views": "x"}) for _ in range(130)))
    assert len(answer.json()["errors"]) == 100
    assert answer.json()["detail"].startswith("130 faults")


def test_a_partial_batch_takes_what_can_be_taken_and_lists_the_rest(bob, aurora):
    unknown = day_of("01990000-0000-7000-8000-00000000dead")
    answer = push(
        bob, day_of(aurora), day_of(aurora, values={"views": -5, "reads": None, "reach": -1}), unknown, mode="partial"
    )
    assert answer.status_code == 207
    told = answer.json()
    assert (told["counts"]["rows"], told["counts"]["new"], told["counts"]["refused"]) == (3, 1, 2)
    refused = [(each["index"], each["code"], each["import"] is None) for each in told["refused"]]
    assert refused == [(1, "bad_number", False), (2, "not_found", True)]
    rows = bob.get(f"/imports/{told['imports'][0]['id']}/rows?outcome=refused").json()["items"]
    assert [(row["line"], row["code"], row["column"], row["raw"]) for row in rows] == [(2, "bad_number", "reach", "-1")]


def test_one_ad_unit_has_one_currency(bob, aurora):
    other = {**AD_DAY, "account": str(aurora), "day": "2026-01-30", "currency": "EUR"}
    answer = push(bob, {**AD_DAY, "account": str(aurora)}, other)
    assert refusals(answer) == {"#/facts/1/currency": "mixed_currency"}
    assert push(bob, {**AD_DAY, "account": str(aurora)}, {**other, "currency": "USD"}).status_code == 200


def test_an_ad_names_the_vendors_campaign_above_it(bob, aurora):
    above = {"vendor_campaign_id": "77", "vendor_campaign_name": "Spring sale"}
    pushed(bob, {**AD_DAY, **above, "account": str(aurora)})
    [unit] = bob.get(f"/ad-units?account={aurora}").json()["items"]
    assert (unit["vendor_campaign_id"], unit["vendor_campaign_name"]) == ("77", "Spring sale")
    assert "Spring sale" in [each["name"] for each in bob.get("/unlinked-ad-names").json()["items"]]


def test_accounts_of_others_are_as_missing_as_those_of_nobody(bob, world):
    for account in (world.borealis_account, world.southern_account, "01990000-0000-7000-8000-00000000dead", "no id"):
        assert refusals(push(bob, day_of(account))) == {"#/facts/0/account": "not_found"}


def test_a_content_is_named_by_our_id_too(bob, aurora, north):
    content = bob.post("/contents", {"account": str(aurora), "title": "By hand"}).json()["id"]
    fact = {"grain": "content", "account": str(aurora), "content": content, "values": {"views": 10}}
    assert pushed(bob, fact)["counts"]["new"] == 1
    with north():
        assert Content.objects.filter(account_id=aurora).count() == 1
        assert ContentSnapshot.objects.get(content_id=content).views == 10
    missing = {**fact, "content": "01990000-0000-7000-8000-00000000dead"}
    assert refusals(push(bob, missing)) == {"#/facts/0/content": "not_found"}


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"grain": "hour"}, "grain", "unknown_grain"),
        ({"day": "2150-01-01"}, "day", "future_day"),
        ({"captured_on": "2150-01-01"}, "captured_on", "captured_in_future"),
        ({"captured_on": "1999-12-31"}, "captured_on", "bad_date"),
        ({"values": {}}, "values", "missing_value"),
        ({"values": {"views": None}}, "values", "missing_value"),
        ({"values": {"views": True}}, "values/views", "bad_number"),
        ({"values": {"views": 10**16}}, "values/views", "out_of_range"),
        ({"values": {"spend": 1}}, "values/spend", "unknown_metric"),
        ({"derived": ["likes", "saves"]}, "derived", "not_stated"),
        ({"capped": "likes"}, "capped", "not_stated"),
        ({"surprise": 1}, "surprise", "unknown_field"),
    ],
)
def test_what_is_wrong_with_a_day_is_pointed_at(bob, aurora, change, pointer, code):
    assert refusals(push(bob, day_of(aurora, **change)))[f"#/facts/0/{pointer}"] == code
    assert push(bob, day_of(aurora)).status_code == 200


@pytest.mark.parametrize(
    ("fact", "change", "said"),
    [
        (AD_DAY, {"currency": None}, "currency bad_currency"),
        (AD_DAY, {"level": "banner"}, "level unknown_level"),
        (AD_DAY, {"external_id": 1790000000000001}, "external_id not_a_text"),
        (AD_DAY, {"source": " "}, "source missing_key"),
        (PERIOD, {"end": "2025-12-31"}, "end bad_period"),
        (PERIOD, {"values": {"reach": 1, "views": 2}}, "values several_metrics"),
        (PERIOD, {"external_id": "1"}, "source missing_key"),
        (BUCKET, {"dimension": "Land"}, "dimension bad_dimension"),
        (CONTENT, {"external_id": None, "published_at": None}, "external_id missing_key"),
        (CONTENT, {"published_at": "soon"}, "published_at bad_time"),
        (CONTENT, {"published_at": "2026-02-02"}, "published_at future_day"),
        (CONTENT, {"published_at": "0001-01-01"}, "published_at bad_time"),
        (CONTENT, {"published_at": "1999-12-31T23:59:59"}, "published_at bad_time"),
        (CONTENT, {"published_at": "0001-01-01T00:00:00+14:00"}, "published_at bad_time"),
        (CONTENT, {"published_at": "9999-12-31T23:59:59-14:00"}, "published_at bad_time"),
        (CONTENT, {"published_at": "9999-12-31T23:59:59Z"}, "published_at bad_time"),
        (CONTENT, {"url": "javascript:alert(1)"}, "url bad_url"),
        (CONTENT, {"boosted": "yes"}, "boosted bad_flag"),
        (CONTENT, {"duration_s": -1}, "duration_s bad_number"),
    ],
)
def test_what_is_wrong_with_other_grains_is_pointed_at(bob, aurora, fact, change, said):
    right, (pointer, code) = {**fact, "account": str(aurora)}, said.split()
    assert refusals(push(bob, {**right, **change}))[f"#/facts/0/{pointer}"] == code
    assert push(bob, right).status_code == 200


def test_a_batch_has_facts_and_no_other_members(bob, aurora):
    assert refusals(bob.post("/facts:batch", {})) == {"#/facts": "required"}
    assert refusals(bob.post("/facts:batch", {"facts": []})) == {"#/facts": "bad_length"}
    assert refusals(bob.post("/facts:batch", {"facts": {}})) == {"#/facts": "not_a_list"}
    assert refusals(push(bob, day_of(aurora), url="https://files.example"))["#/url"] == "unknown_field"


def test_a_negative_flow_is_kept_and_warned_of(bob, aurora):
    told = pushed(bob, day_of(aurora, values={"comments": -2}))
    assert told["counts"]["warnings"] == 1
    rows = bob.get(f"/imports/{told['imports'][0]['id']}/rows").json()["items"]
    assert [warning["code"] for warning in rows[0]["warnings"]] == ["negative_flow"]


def test_the_same_idempotency_key_acts_once(bob, aurora):
    first = bob("POST", "/facts:batch", {"facts": [day_of(aurora)]}, idempotency_key="k-1")
    again = bob("POST", "/facts:batch", {"facts": [day_of(aurora)]}, idempotency_key="k-1")
    assert (again.status_code, again.headers["Idempotent-Replayed"]) == (200, "true")
    assert again.json() == first.json()
    other = bob("POST", "/facts:batch", {"facts": [day_of(aurora, "2026-01-01")]}, idempotency_key="k-1")
    assert other.json()["code"] == "idempotency_mismatch"


def test_a_figure_of_a_period_does_not_change_the_currency_of_its_ad_unit(bob, aurora, north):
    unit = {name: AD_DAY[name] for name in ("source", "external_id", "level")}
    spent = {**PERIOD, **unit, "account": str(aurora), "values": {"spend": "410.00"}}
    pushed(bob, {**AD_DAY, "account": str(aurora)})
    assert refusals(push(bob, {**spent, "currency": "EUR"})) == {"#/facts/0/currency": "mixed_currency"}
    pushed(bob, {**spent, "currency": "USD"})
    with north():
        assert AdUnit.objects.get(external_id=unit["external_id"]).currency == "USD"


def test_a_day_is_not_told_by_campaign_and_by_ad_group_in_one_push(bob, aurora, north):
    by_group = {**AD_DAY, "account": str(aurora)}
    by_campaign = {**by_group, "external_id": "17", "level": "campaign"}
    refused = push(bob, by_campaign, by_group)
    assert refusals(refused) == {"#/facts/0": "counted_at_other_level"}
    pushed(bob, {**by_campaign, "day": "2026-01-30"}, by_group)
    with north():
        assert AdDay.objects.filter(ad_unit__account_id=aurora).count() == 2


def test_a_figure_of_a_period_names_the_text_that_is_too_long(bob, aurora):
    of_unit = {**PERIOD, "account": str(aurora), "source": "tiktok_ads", "level": "ad"}
    refused = push(bob, {**of_unit, "external_id": "1" * 121})
    assert refusals(refused) == {"#/facts/0/external_id": "too_long"}
    pushed(bob, {**of_unit, "external_id": "1" * 120})


def test_one_ad_unit_is_of_one_level_in_one_push_too(bob, aurora):
    as_group = {**AD_DAY, "account": str(aurora)}
    as_ad = {**as_group, "day": "2026-01-30", "level": "ad"}
    assert refusals(push(bob, as_group, as_ad)) == {"#/facts/1": "other_level"}
    taken = pushed(bob, as_group, as_ad, mode="partial")
    assert (taken["counts"]["new"], [each["code"] for each in taken["refused"]]) == (1, ["other_level"])
    pushed(bob, as_group, {**as_ad, "level": "ad_group"})


def test_a_partial_push_may_refuse_every_fact_of_an_import(bob, aurora):
    bad = {**BUCKET, "account": str(aurora), "values": {"views": True}}
    taken = pushed(bob, day_of(aurora), bad, mode="partial")
    assert [(each["pointer"], each["code"]) for each in taken["refused"]] == [("#/facts/1/values/views", "bad_number")]
    assert {made["grain"]: made["state"] for made in taken["imports"]} == {
        "account_day": "committed",
        "breakdown": "failed",
    }


def test_facts_that_are_nested_too_deeply_are_refused(bob, aurora):
    def nested(levels):
        return day_of(aurora, values={"views": json.loads("[" * levels + "]" * levels)})

    for levels in (260, 900):
        assert push(bob, nested(levels)).json()["code"] == "malformed"
        assert (
            bob("POST", "/facts:batch", {"facts": [nested(levels)]}, idempotency_key="k").json()["code"] == "malformed"
        )
        assert stream(bob, nested(levels)).json()["code"] == "malformed"
    assert refusals(push(bob, nested(200))) == {"#/facts/0/values/views": "bad_number"}
