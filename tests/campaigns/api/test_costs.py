"""Costs: what the client pays, and what only the agency knows."""

import pytest

from tests.holders import code_of, key_of

DAYS = {"start": "2026-03-01", "end": "2026-03-31"}
BILLED, PAID = {"amount": "180.00", "currency": "CNY"}, {"amount": "150.00", "currency": "CNY"}


@pytest.fixture
def add(api, world):
    return lambda **values: api("bob").post(
        "/costs", {"brand": str(world.aurora), "kind": "creator_fee", "billed": BILLED, **DAYS, **values}
    )


def test_a_cost_has_two_amounts_in_one_currency(add):
    cost = add(internal=PAID).json()
    assert (cost["billed"], cost["internal"]) == (BILLED, PAID)
    mixed = add(internal={"amount": "20.00", "currency": "EUR"})
    assert code_of(mixed) == (422, "mixed_currency")


def test_one_amount_keeps_the_currency_of_the_other(api, add):
    path = f"/costs/{add(internal=PAID).json()['id']}"
    refused = api("bob").patch(path, {"billed": {"amount": "20.00", "currency": "EUR"}})
    assert code_of(refused) == (422, "mixed_currency")
    assert refused.json()["errors"][0]["pointer"] == "#/billed"
    euros = {"amount": "20.00", "currency": "EUR"}
    changed = api("bob").patch(path, {"billed": euros, "internal": euros}).json()
    assert changed["billed"] == changed["internal"] == euros


def test_a_cost_without_an_amount_says_nothing(api, add):
    assert code_of(add(billed=None)) == (422, "amount_missing")
    path = f"/costs/{add().json()['id']}"
    assert code_of(api("bob").patch(path, {"billed": None})) == (422, "amount_missing")


def test_the_internal_amount_needs_its_capability(api, add):
    path = f"/costs/{add(internal=PAID).json()['id']}"
    key = key_of(api("alice"), "costs:read", "costs:write")
    assert "internal" not in key.get(path).json()
    assert key.get(path).json()["billed"] == BILLED
    assert code_of(key.patch(path, {"internal": PAID})) == (400, "unknown_field")


def test_a_cost_is_linked_inside_its_brand(add, own, other):
    linked = add(campaign=own["campaigns"], content=own["contents"], creator=own["creators"])
    assert linked.status_code == 201
    assert linked.json()["campaign"] == own["campaigns"]


def test_a_cost_is_not_linked_to_another_brand(api, add, own, other):
    path = f"/costs/{own['costs']}"
    for name, resource in (("campaign", "campaigns"), ("content", "contents")):
        refused = api("alice").patch(path, {name: other[resource]})
        assert code_of(refused) == (422, "wrong_brand")
        assert refused.json()["errors"][0]["pointer"] == f"#/{name}"


def test_a_cost_does_not_end_before_it_starts(add):
    assert code_of(add(end="2026-02-01")) == (422, "ends_before_start")


def test_a_deleted_cost_is_gone(api, add):
    path = f"/costs/{add().json()['id']}"
    assert api("bob").delete(path).status_code == 204
    assert code_of(api("bob").get(path)) == (404, "not_found")
