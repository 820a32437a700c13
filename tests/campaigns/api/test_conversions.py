"""Conversions: where they land, what an order's events add up to, and what is refused."""

import pytest

from agencies.context import in_agency
from campaigns.models import Campaign, Content
from clients.models import NetworkAccount
from tests.holders import code_of

PRICE = {"amount": "100.00", "currency": "EUR"}
MORNING, NOON, EVENING = (f"2026-03-04T{hour:02}:00:00Z" for hour in (8, 12, 20))


@pytest.fixture
def send(api, world):
    """Send conversions of aurora as bob, unless somebody else is named."""

    def send_as(*items, who="bob", **more):
        return api(who).post("/conversions:batch", {"conversions": list(items), **more})

    return send_as


@pytest.fixture
def purchase(world):
    return lambda **said: {"event": "purchase", "occurred_at": MORNING, "order_id": "A-1", **said}


def outcomes(answer):
    assert answer.status_code in {200, 207}, answer.content
    return [each["outcome"] for each in answer.json()["outcomes"]]


def the_one(answer):
    (outcome,) = answer.json()["outcomes"]
    return outcome


def test_a_purchase_lands_on_the_content_that_it_names(api, world, send, purchase, own):
    outcome = the_one(send(purchase(content=own["contents"], value=PRICE)))
    assert outcome["outcome"] == "new"
    assert outcome["landed_on"] == {
        "brand": str(world.aurora),
        "account": str(world.aurora_account),
        "campaign": None,
        "content": own["contents"],
        "creator": None,
        "by": "content",
    }
    stored = api("bob").get(f"/conversions/{outcome['id']}").json()
    assert (stored["status"], stored["value"], stored["day"]) == ("paid", PRICE, "2026-03-04")
    assert [event["status"] for event in stored["events"]] == ["paid"]


def test_sending_again_changes_nothing(api, send, purchase, own):
    item = purchase(content=own["contents"])
    assert outcomes(send(item, item)) == ["new", "unchanged"]
    assert outcomes(send(item)) == ["unchanged"]
    assert len(api("bob").get("/conversions?source=api").json()["items"]) == 1


def test_later_events_change_the_order_and_older_ones_do_not(api, send, purchase, world):
    brand = str(world.aurora)
    pending = purchase(status="pending", brand=brand, value=PRICE)
    paid = purchase(status="paid", occurred_at=NOON)
    refund = purchase(status="refunded", occurred_at="2026-03-09T10:00:00Z")
    assert outcomes(send(pending)) == ["new"]
    assert outcomes(send(refund)) == ["changed"]
    assert outcomes(send(paid)) == ["changed"]  # the day of the order is the day that it was paid
    (order,) = api("bob").get("/conversions?source=api").json()["items"]
    assert (order["status"], order["refunded"], order["refunded_on"]) == ("refunded", PRICE, "2026-03-09")
    assert (order["day"], order["occurred_at"]) == ("2026-03-04", NOON)
    assert outcomes(send(purchase(status="pending", occurred_at="2026-03-01T10:00:00Z"))) == ["unchanged"]


def test_a_refund_in_part_leaves_the_order_paid(api, send, purchase, world):
    part = {"amount": "30.00", "currency": "EUR"}
    send(purchase(brand=str(world.aurora), value=PRICE), purchase(occurred_at=NOON, refunded=part))
    (order,) = api("bob").get("/conversions?source=api").json()["items"]
    assert (order["status"], order["value"], order["refunded"]) == ("paid", PRICE, part)


@pytest.mark.parametrize(
    ("said", "by"),
    [
        ({"utm": {"utm_content": "@contents"}}, "utm_content"),
        ({"utm": {"utm_content": "7412"}}, "utm_content"),
        ({"utm": {"utm_campaign": "spring_launch"}}, "utm_campaign"),
        ({"utm": {"utm_campaign": "Spring Launch"}}, "utm_campaign"),
        ({"utm": {"utm_id": "@campaigns"}}, "utm_campaign"),
        ({"campaign": "@campaigns"}, "campaign"),
        ({"account": "@accounts"}, "account"),
        ({"brand": "@brands"}, "brand"),
        ({"brand": "@brands", "utm": {"utm_content": "@contents"}}, "utm_content"),
    ],
)
def test_each_way_leads_somewhere(api, world, own, said, by):
    with in_agency(world.north):
        Content.objects.filter(id=own["contents"]).update(external_id="7412")
        Campaign.objects.filter(id=own["campaigns"]).update(name="Spring Launch")
    item = {"event": "purchase", "occurred_at": MORNING, **_named(said, own)}
    landed = the_one(api("bob").post("/conversions:batch", {"conversions": [item]}))["landed_on"]
    assert (landed["brand"], landed["by"]) == (str(world.aurora), by)


def _named(value, own):
    if isinstance(value, dict):
        return {name: _named(inner, own) for name, inner in value.items()}
    return own[value[1:]] if value.startswith("@") else value


def test_a_content_s_conversions_count_for_its_campaign_whenever_it_is_tagged(api, send, purchase, own):
    send(purchase(content=own["contents"]))
    assert api("bob").get(f"/conversions?source=api&campaign={own['campaigns']}").json()["items"] == []
    api("bob").patch(f"/contents/{own['contents']}", {"campaign": own["campaigns"]})
    (order,) = api("bob").get(f"/conversions?source=api&campaign={own['campaigns']}").json()["items"]
    assert order["landed_on"]["campaign"] == own["campaigns"]


def test_another_brand_s_things_are_like_missing_ones(send, purchase, other):
    for name, resource in (("content", "contents"), ("campaign", "campaigns"), ("account", "accounts")):
        refused = send(purchase(**{name: other[resource]}))
        assert code_of(refused) == (422, "validation_failed")
        assert refused.json()["errors"][0]["pointer"] == f"#/conversions/0/{name}"
        assert refused.json()["errors"][0]["code"] == "not_found"
    assert the_one(send(purchase(utm={"utm_content": other["contents"]})))["landed_on"] is None
    assert (
        the_one(send(purchase(content=other["contents"], order_id="A-2"), who="alice"))["landed_on"]["by"] == "content"
    )


def test_what_is_named_is_of_one_brand(send, purchase, own, other):
    refused = send(purchase(content=own["contents"], account=other["accounts"]), who="alice")
    assert refused.json()["errors"][0] == {
        "pointer": "#/conversions/0/account",
        "code": "wrong_brand",
        "detail": "This belongs to another brand.",
    }


def test_a_code_lands_on_the_days_on_which_it_is_good(api, send, purchase, own):
    body = {"kind": "coupon", "code": "Spring8", "content": own["contents"], "valid_from": "2026-03-01"}
    made = api("bob").post("/tracking-codes", {**body, "valid_to": "2026-03-31"})
    assert made.status_code == 201, made.content
    coupon = {"kind": "coupon", "code": "ＳＰＲＩＮＧ8"}
    landed = the_one(send(purchase(code=coupon)))["landed_on"]
    assert (landed["content"], landed["by"]) == (own["contents"], "code")
    late = the_one(send(purchase(order_id="A-2", occurred_at="2026-04-02T08:00:00Z", code=coupon)))
    assert late["landed_on"] is None
    assert [warning["code"] for warning in late["warnings"]] == ["not_found"]


def test_a_link_lands_where_it_was_made_for(api, send, purchase, own):
    link = api("bob").post("/tracking-links", {"content": own["contents"], "destination": "https://shop.example"})
    landed = the_one(send(purchase(link=link.json()["id"])))["landed_on"]
    assert (landed["content"], landed["by"]) == (own["contents"], "link")


def test_a_click_counts_for_the_campaign_of_its_link_whether_told_by_link_or_by_utm(api, send, purchase, own):
    dates = {"start": "2026-03-01", "end": "2026-03-31"}
    body = {"brand": own["brands"], "name": "Spring", "goal": "engagement", **dates}
    theirs = api("bob").post("/campaigns", body).json()["id"]
    api("bob").patch(f"/contents/{own['contents']}", {"campaign": theirs})
    said = {"content": own["contents"], "campaign": own["campaigns"], "destination": "https://shop.example"}
    link = api("bob").post("/tracking-links", said).json()
    utm = {"utm_content": own["contents"], "utm_id": own["campaigns"]}
    for order, told in enumerate(({"link": link["id"]}, {"utm": utm})):
        landed = the_one(send(purchase(order_id=f"L-{order}", **told)))["landed_on"]
        assert (landed["content"], landed["campaign"]) == (own["contents"], own["campaigns"])
    landed = the_one(send(purchase(utm={"utm_content": own["contents"], "utm_id": theirs})))["landed_on"]
    assert (landed["content"], landed["campaign"]) == (own["contents"], theirs)


def test_what_lands_nowhere_is_kept_seen_by_its_sender_and_landed_later(api, send, purchase, own, world):
    outcome = the_one(send(purchase(value=PRICE)))
    assert outcome["landed_on"] is None
    for who, seen in (("bob", 1), ("alice", 1), ("carol", 0)):
        assert len(api(who).get("/conversions?source=api&landed=false").json()["items"]) == seen
    path = f"/conversions/{outcome['id']}"
    assert code_of(api("carol").get(path)) == (404, "not_found")
    assert code_of(api("bob").post(f"{path}:land", {})) == (422, "leads_nowhere")
    landed = api("bob").post(f"{path}:land", {"content": own["contents"]}).json()
    assert landed["landed_on"]["by"] == "hand"
    assert len(api("carol").get("/conversions?source=api&landed=true").json()["items"]) == 1
    assert outcomes(send(purchase(occurred_at=NOON, account=str(world.aurora_account)))) == ["unchanged"]
    (order,) = api("bob").get("/conversions?source=api").json()["items"]
    assert order["landed_on"]["content"] == own["contents"]


def test_an_order_follows_its_own_words_once_they_lead_somewhere(api, send, purchase, own):
    outcome = the_one(send(purchase(code={"kind": "coupon", "code": "LATER"})))
    body = {"kind": "coupon", "code": "LATER", "content": own["contents"], "valid_from": "2026-03-01"}
    assert api("bob").post("/tracking-codes", body).status_code == 201
    landed = api("bob").post(f"/conversions/{outcome['id']}:land", {}).json()
    assert (landed["landed_on"]["content"], landed["landed_on"]["by"]) == (own["contents"], "code")


def test_an_order_stays_with_its_brand(api, send, purchase, own, other):
    outcome = the_one(send(purchase(content=own["contents"])))
    path = f"/conversions/{outcome['id']}:land"
    assert code_of(api("alice").post(path, {"content": other["contents"]})) == (422, "wrong_brand")
    assert api("alice").post(path, {"campaign": own["campaigns"]}).status_code == 200


def test_two_brands_may_have_an_order_of_one_number(api, send, purchase, own, other):
    ours, theirs = purchase(content=own["contents"]), purchase(content=other["contents"])
    assert outcomes(send(ours, theirs, who="alice")) == ["new", "new"]
    refused = send(purchase(occurred_at=NOON, status="cancelled"), who="alice")
    assert refused.json()["errors"][0]["code"] == "ambiguous_order"
    assert outcomes(send(purchase(occurred_at=NOON, status="cancelled"))) == ["changed"]  # bob has but one of them
    (order,) = api("alice").get(f"/conversions?source=api&brand={other['brands']}").json()["items"]
    assert order["status"] == "paid"


@pytest.mark.parametrize(("source", "taken_up"), [({}, False), ({"source": "shop"}, True)])
def test_an_order_that_landed_nowhere_is_taken_up_by_another_member_only_in_a_named_source(
    send, purchase, own, source, taken_up
):
    bobs = the_one(send(purchase(), **source))
    landed = purchase(occurred_at=NOON, content=own["contents"])
    alices = the_one(send(landed, who="alice", **source))
    assert (alices["id"] == bobs["id"], alices["outcome"]) == (taken_up, "changed" if taken_up else "new")


def test_one_s_own_order_that_landed_nowhere_is_taken_up_whatever_the_source(send, purchase, own):
    bobs, alices = the_one(send(purchase())), the_one(send(purchase(), who="alice"))
    assert alices["id"] != bobs["id"]
    landed = the_one(send(purchase(occurred_at=NOON, content=own["contents"])))
    assert (landed["id"], landed["outcome"]) == (bobs["id"], "changed")


def test_an_order_has_one_currency(send, purchase, own):
    assert outcomes(send(purchase(content=own["contents"], value=PRICE))) == ["new"]
    refused = send(purchase(occurred_at=NOON, value={"amount": "9.00", "currency": "CNY"}))
    assert refused.json()["errors"][0]["code"] == "mixed_currency"


@pytest.mark.parametrize(
    ("said", "pointer", "code"),
    [
        ({"external_id": "lin@example.org"}, "external_id", "personal_data"),
        ({"order_id": "13800138000"}, "order_id", "personal_data"),
        ({"utm": {"utm_term": "+49 170 1234567"}}, "utm/utm_term", "personal_data"),
        ({"code": {"kind": "dm_keyword", "code": "ａ＠ｂ.example"}}, "code/code", "personal_data"),
        ({"event": "visit"}, "event", "invalid_choice"),
        ({"occurred_at": "2026-03-04"}, "occurred_at", "bad_time"),
        ({"occurred_at": "2126-03-04T00:00:00Z"}, "occurred_at", "in_future"),
        ({"occurred_at": None}, "occurred_at", "required"),
        ({"day": "2026-03-09"}, "day", "day_mismatch"),
        ({"occurred_at": None, "day": "9 March"}, "day", "bad_date"),
        ({"value": {"amount": "-1", "currency": "EUR"}}, "value/amount", "bad_amount"),
        ({"value": {"amount": "1", "currency": "euro"}}, "value/currency", "bad_currency"),
        ({"status": "pending", "refunded": PRICE}, "refunded", "refund_of_unpaid"),
        ({"event": "lead", "status": "paid"}, "status", "status_of_purchase"),
        ({"path": "a b!"}, "path", "bad_word"),
        ({"new_customer": "yes"}, "new_customer", "invalid"),
        ({"customer": "x"}, "customer", "unknown_field"),
    ],
)
def test_each_fault_is_named_where_it_is(send, purchase, said, pointer, code):
    refused = send(purchase(), purchase(**said))
    assert refused.status_code == (400 if code == "unknown_field" else 422)
    found = [(error["pointer"], error["code"]) for error in refused.json()["errors"]]
    assert found == [(f"#/conversions/1/{pointer}", code)]


def test_an_atomic_batch_takes_all_or_nothing_a_partial_one_what_it_can(api, send, purchase, world):
    good, bad = purchase(brand=str(world.aurora)), purchase(order_id="A-2", status="lost")
    assert code_of(send(good, bad)) == (422, "validation_failed")
    assert api("bob").get("/conversions?source=api").json()["items"] == []
    taken = send(good, bad, mode="partial")
    assert taken.status_code == 207
    assert outcomes(taken) == ["new", "refused"]
    assert taken.json()["counts"] == {
        "conversions": 2,
        "new": 1,
        "changed": 0,
        "unchanged": 0,
        "refused": 1,
        "unlanded": 0,
    }
    refused = taken.json()["outcomes"][1]
    assert (refused["code"], refused["pointer"]) == ("invalid_choice", "#/conversions/1/status")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "validation_failed"),
        ({"conversions": []}, "validation_failed"),
        ({"conversions": {}}, "validation_failed"),
        ({"conversions": [1]}, "validation_failed"),
        ({"conversions": [{}] * 5001}, "validation_failed"),
        ({"conversions": [{}], "mode": "brave"}, "validation_failed"),
        ({"conversions": [{}], "dry_run": True}, "unknown_field"),
    ],
)
def test_a_batch_that_is_none_is_refused(api, body, code):
    assert code_of(api("bob").post("/conversions:batch", body)) == (400 if code == "unknown_field" else 422, code)


def test_what_is_no_purchase_is_told_apart_by_its_id_by_its_order_or_by_all_it_says(api, send, world):
    lead = {"event": "lead", "day": "2026-03-04", "brand": str(world.aurora)}
    assert outcomes(send({**lead, "external_id": "1"}, {**lead, "external_id": "2"})) == ["new", "new"]
    assert outcomes(send(lead, {**lead, "path": "DM-sale"}, lead)) == ["new", "new", "unchanged"]
    spam = {**lead, "external_id": "1", "status": "cancelled", "day": "2026-03-05"}
    assert outcomes(send(spam)) == ["changed"]
    of_order = {**lead, "order_id": "L-1"}
    assert outcomes(send(of_order, {**of_order, "status": "cancelled", "day": "2026-03-05"})) == ["new", "changed"]
    found = api("bob").get("/conversions?path=dm-sale&from=2026-03-04&to=2026-03-04").json()["items"]
    assert [(each["path"], each["status"]) for each in found] == [("dm-sale", None)]


def test_the_day_is_the_account_s_own(api, send, purchase, world):
    with in_agency(world.north):
        NetworkAccount.objects.filter(id=world.aurora_account).update(time_zone="Asia/Shanghai")
    outcome = the_one(send(purchase(account=str(world.aurora_account), occurred_at="2026-03-04T20:00:00Z")))
    assert api("bob").get(f"/conversions/{outcome['id']}").json()["day"] == "2026-03-05"


def test_the_audit_tells_who_sent_how_many(api, send, purchase):
    send(purchase(), source="shop")
    entry = api("alice").get("/audit-entries?sort=-created_at&limit=1").json()["items"][0]
    assert (entry["action"], entry["object_name"], entry["changes"]) == ("conversions.recorded", "shop", {"new": 1})
