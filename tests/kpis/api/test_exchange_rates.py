"""Exchange rates over HTTP: stated, corrected, taken back, one at a time and many at once."""

import pytest

from tests.holders import code_of

RATE = {"base": "USD", "quote": "CNY", "day": "2026-01-01", "rate": "7.1200", "source": "ECB"}


@pytest.fixture
def alice(api):
    return api("alice")


@pytest.fixture
def stated(alice):
    answer = alice.post("/exchange-rates", RATE)
    assert answer.status_code == 201, answer.content
    return answer


def batch(client, *rates, **more):
    return client.post("/exchange-rates:batch", {"rates": list(rates), **more})


def faults(answer):
    return [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]]


def test_a_rate_is_stated_and_read_by_those_who_work_with_numbers(stated, api):
    rate = stated.json()
    assert {name: rate[name] for name in RATE} == {**RATE, "rate": "7.12"}
    path = f"/exchange-rates/{rate['id']}"
    assert stated.headers["Location"].endswith(path)
    assert api("bob").get(path).json() == api("carol").get(path).json() == rate
    assert api("dora").get(path).status_code == 403


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"base": "usd"}, "#/base", "bad_currency"),
        ({"quote": "XYZ"}, "#/quote", "bad_currency"),
        ({"quote": "USD"}, "#/quote", "same_currency"),
        ({"day": "tomorrow"}, "#/day", "invalid"),
        ({"day": "1999-12-31"}, "#/day", "bad_date"),
        ({"rate": "0"}, "#/rate", "not_positive"),
        ({"rate": "-7"}, "#/rate", "not_positive"),
        ({"rate": "NaN"}, "#/rate", "invalid"),
        ({"rate": "0.0000000000001"}, "#/rate", "max_decimal_places"),
    ],
)
def test_a_rate_that_cannot_be_is_refused_with_the_member_at_fault(alice, stated, change, pointer, code):
    refused = alice.post("/exchange-rates", {**RATE, "day": "2026-02-01", **change})
    assert (refused.status_code, faults(refused)) == (422, [(pointer, code)])


def test_a_currency_against_itself_is_told_with_what_else_is_at_fault(alice):
    refused = alice.post("/exchange-rates", {**RATE, "quote": "USD", "rate": "0"})
    assert sorted(faults(refused)) == [("#/quote", "same_currency"), ("#/rate", "not_positive")]
    unknown = alice.post("/exchange-rates", {**RATE, "base": "ZZZ", "quote": "ZZZ"})
    assert sorted(faults(unknown)) == [("#/base", "bad_currency"), ("#/quote", "bad_currency")]


def test_a_pair_has_one_rate_a_day_whichever_way_round(alice, stated):
    assert code_of(alice.post("/exchange-rates", RATE)) == (409, "conflict")
    turned = {**RATE, "base": "CNY", "quote": "USD", "rate": "0.14"}
    assert code_of(alice.post("/exchange-rates", turned)) == (409, "conflict")
    assert alice.post("/exchange-rates", {**turned, "day": "2026-01-02"}).status_code == 201


def test_a_rate_is_corrected_with_a_version_and_keeps_its_currencies(alice, stated):
    path, tag = f"/exchange-rates/{stated.json()['id']}", stated.headers["ETag"]
    corrected = alice.patch(path, {"rate": "7.2", "day": "2026-01-05"}, if_match=tag).json()
    assert (corrected["rate"], corrected["day"], corrected["version"]) == ("7.2", "2026-01-05", 2)
    assert code_of(alice.patch(path, {"rate": "7.3"}, if_match=tag)) == (412, "version_conflict")
    assert code_of(alice.patch(path, {"base": "EUR"})) == (400, "read_only_field")


def test_a_rate_that_is_taken_back_is_gone(alice, stated):
    path = f"/exchange-rates/{stated.json()['id']}"
    assert alice.delete(path).status_code == 204
    assert alice.get(path).status_code == 404


def test_rates_are_filtered_and_sorted(alice, stated):
    batch(alice, {**RATE, "day": "2026-02-01"}, {**RATE, "base": "EUR"})
    days = [rate["day"] for rate in alice.get("/exchange-rates?base=USD&sort=-day").json()["items"]]
    assert days == ["2026-02-01", "2026-01-01"]
    assert len(alice.get("/exchange-rates?day__gte=2026-01-02").json()["items"]) == 1
    assert alice.get("/exchange-rates?quote=GBP").json()["items"] == []


def test_a_batch_states_what_is_new_and_changes_what_differs(alice, stated):
    sent = [RATE, {**RATE, "day": "2026-02-01"}, {**RATE, "base": "EUR", "rate": 8}]
    first = batch(alice, *sent)
    assert first.status_code == 200
    assert [item["outcome"] for item in first.json()["items"]] == ["unchanged", "new", "new"]
    again = batch(alice, {**RATE, "rate": "7.5"}, *sent[1:])
    assert [item["outcome"] for item in again.json()["items"]] == ["changed", "unchanged", "unchanged"]
    assert again.json()["counts"] == {"new": 0, "changed": 1, "unchanged": 2, "refused": 0}
    rate = alice.get(f"/exchange-rates/{stated.json()['id']}").json()
    assert (rate["rate"], rate["version"]) == ("7.5", 2)


def test_a_batch_turns_a_rate_round_where_it_is_sent_so(alice, stated):
    turned = {**RATE, "base": "CNY", "quote": "USD", "rate": "0.14"}
    assert batch(alice, turned).json()["items"][0]["outcome"] == "changed"
    (rate,) = alice.get("/exchange-rates").json()["items"]
    assert (rate["id"], rate["base"], rate["rate"]) == (stated.json()["id"], "CNY", "0.14")


BAD = ({**RATE, "rate": "0", "base": "usd"}, {**RATE, "day": "2026-03-01"}, {**RATE, "day": "2026-03-01", "x": 1}, RATE)


def test_an_atomic_batch_with_a_fault_states_nothing_and_names_every_fault(alice):
    refused = batch(alice, *BAD)
    assert sorted(faults(refused)) == [
        ("#/rates/0/base", "bad_currency"),
        ("#/rates/0/rate", "not_positive"),
        ("#/rates/2/x", "unknown_field"),
    ]
    assert alice.get("/exchange-rates").json()["items"] == []


@pytest.mark.parametrize("nonsense", [5, None, "USD", [RATE]])
def test_what_is_no_rate_at_all_hides_no_other_fault_of_the_batch(alice, nonsense):
    refused = batch(alice, {**RATE, "rate": "-1"}, nonsense)
    assert sorted(faults(refused)) == [("#/rates/0/rate", "not_positive"), ("#/rates/1", "not_an_object")]
    partial = batch(alice, RATE, nonsense, mode="partial")
    assert [item["outcome"] for item in partial.json()["items"]] == ["new", "refused"]


def test_a_partial_batch_states_the_rest_and_says_what_became_of_each(alice):
    answer = batch(alice, *BAD, RATE, mode="partial")
    assert answer.status_code == 207
    assert [item["outcome"] for item in answer.json()["items"]] == ["refused", "new", "refused", "new", "refused"]
    assert answer.json()["items"][4]["errors"][0]["code"] == "stated_twice"
    assert len(alice.get("/exchange-rates").json()["items"]) == 2


def test_a_batch_has_a_size(alice):
    assert faults(batch(alice)) == [("#/rates", "min_length")]
    assert faults(batch(alice, *[RATE] * 1001)) == [("#/rates", "max_length")]


def test_what_was_stated_is_in_the_audit_trail(alice, stated):
    batch(alice, {**RATE, "day": "2026-02-01"})
    entries = alice.get("/audit-entries?sort=-created_at&limit=2").json()["items"]
    assert [entry["action"] for entry in entries] == ["exchange_rate.stated", "exchange_rate.created"]
    assert entries[0]["changes"] == {"new": 1, "changed": 0, "unchanged": 0}


def test_rates_of_one_agency_are_not_those_of_another(api, stated):
    assert api("erin").get("/exchange-rates").json()["items"] == []
    assert api("erin").get(f"/exchange-rates/{stated.json()['id']}").status_code == 404
