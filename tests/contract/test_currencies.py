"""A currency that is not in use is refused alike wherever one is stated; the same body with one in use is taken."""

import pytest

MONTH = {"start": "2026-03-01", "end": "2026-03-31"}
TARGET = {"kpi": "er_view", "target": "100", "period": MONTH}
ORDER = {"event": "purchase", "order_id": "A-1", "day": "2026-03-04"}


def price(currency):
    return {"amount": "5.00", "currency": currency}


STATED = {
    "/brands": (lambda _, currency: {"name": "Nova", "currency": currency}, "#/currency"),
    "/costs": (
        lambda own, currency: {"brand": own["brands"], "kind": "other", "billed": price(currency), **MONTH},
        "#/billed/currency",
    ),
    "/campaigns": (
        lambda own, currency: {
            "brand": own["brands"],
            "name": "Spring",
            "goal": "engagement",
            "budget": price(currency),
            **MONTH,
        },
        "#/budget/currency",
    ),
    "/targets": (
        lambda own, currency: {**TARGET, "scope": {"brand": own["brands"]}, "currency": currency},
        "#/currency",
    ),
    "/ad-units": (
        lambda own, currency: {"account": own["accounts"], "source": "ads", "external_id": "a-1", "currency": currency},
        "#/currency",
    ),
    "/conversions:batch": (
        lambda own, currency: {"conversions": [{**ORDER, "brand": own["brands"], "value": price(currency)}]},
        "#/conversions/0/value/currency",
    ),
    "/exchange-rates": (
        lambda _, currency: {"base": currency, "quote": "CNY", "day": "2026-03-01", "rate": "7.2"},
        "#/base",
    ),
}


@pytest.fixture
def own(world):
    return {"brands": str(world.aurora), "accounts": str(world.aurora_account)}


@pytest.mark.parametrize("path", STATED)
@pytest.mark.parametrize("unknown", ["ZZZ", "eur"])
def test_what_is_stated_in_a_currency_is_stated_in_one_that_is_in_use(api, own, path, unknown):
    body, pointer = STATED[path]
    refused = api("alice").post(path, body(own, unknown))
    assert refused.status_code in {400, 422}, refused.content
    assert [(each["pointer"], each["code"]) for each in refused.json()["errors"]] == [(pointer, "bad_currency")]
    granted = api("alice").post(path, body(own, "EUR"))
    assert granted.status_code in {200, 201}, granted.content


def test_the_agencys_own_currency_is_one_that_is_in_use(api):
    refused = api("alice").patch("/agency", {"currency": "ZZZ"})
    assert [(each["pointer"], each["code"]) for each in refused.json()["errors"]] == [("#/currency", "bad_currency")]
    assert api("alice").patch("/agency", {"currency": "EUR"}).status_code == 200
    assert api("alice").patch("/agency", {"currency": ""}).status_code == 200
