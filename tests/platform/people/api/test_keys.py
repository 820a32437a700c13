"""API keys: what they may do, and when they stop."""

from datetime import timedelta

from django.utils import timezone

from agencies.context import in_agency
from people.models import Credential
from people.resolution import recent_holders
from tests.holders import code_of, holding, key_of


def test_a_key_does_what_its_scopes_say_and_no_more(api):
    key = key_of(api("alice"), "brands:read")
    assert key.get("/brands").status_code == 200
    assert code_of(key.get("/accounts")) == (403, "forbidden")
    assert code_of(key.post("/brands", {"name": "New"})) == (403, "forbidden")


def test_a_key_without_scopes_does_what_its_maker_may(api):
    assert key_of(api("alice")).post("/brands", {"name": "New"}).status_code == 201


def test_the_token_is_shown_once(api):
    made = api("alice").post("/api-keys", {"name": "nightly"}).json()
    assert made["token"].startswith(f"ysk_{made['key_id']}_")
    assert "token" not in api("alice").get(f"/api-keys/{made['id']}").json()


def test_a_repeated_request_does_not_show_the_token_again(api):
    first = api("alice").post("/api-keys", {"name": "nightly"}, idempotency_key="one")
    assert first.status_code == 201
    assert code_of(api("alice").post("/api-keys", {"name": "nightly"}, idempotency_key="one")) == (
        409,
        "already_issued",
    )
    assert len(api("alice").get("/api-keys").json()["items"]) == 1


def test_an_unknown_scope_is_refused(api):
    refused = api("alice").post("/api-keys", {"name": "key", "scopes": ["everything"]})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "#/scopes/0"


def test_nobody_makes_a_key_that_may_more_than_they(api):
    refused = api("adam").post("/api-keys", {"name": "key", "scopes": ["owners:manage"]})
    assert code_of(refused) == (422, "scope_not_held")
    assert api("alice").post("/api-keys", {"name": "key", "scopes": ["owners:manage"]}).status_code == 201


def test_a_key_made_by_a_key_is_as_narrow(api):
    narrow = key_of(api("alice"), "api_keys:manage", "brands:read")
    assert code_of(narrow.post("/api-keys", {"name": "key", "scopes": ["audit:read"]})) == (422, "scope_not_held")
    assert narrow.post("/api-keys", {"name": "key"}).json()["scopes"] == ["api_keys:manage", "brands:read"]


def test_a_key_made_by_a_key_ends_with_it(api):
    soon, later = ((timezone.now() + timedelta(hours=hours)).isoformat() for hours in (1, 2))
    maker = holding(api("alice").post("/api-keys", {"name": "key", "expires_at": soon}).json()["token"])
    assert code_of(maker.post("/api-keys", {"name": "key", "expires_at": later})) == (422, "outlives_its_maker")
    assert maker.post("/api-keys", {"name": "key"}).status_code == 201
    first, second = api("alice").get("/api-keys").json()["items"]
    assert first["expires_at"] == second["expires_at"]


def test_a_name_of_a_key_is_clean_text(api):
    assert api("alice").post("/api-keys", {"name": "Cafe\u0301"}).json()["name"] == "Caf\u00e9"
    assert code_of(api("alice").post("/api-keys", {"name": "a\x07b"})) == (422, "validation_failed")


def test_a_revoked_key_stops(api):
    made = api("alice").post("/api-keys", {"name": "key"}).json()
    key = holding(made["token"])
    assert key.get("/brands").status_code == 200
    assert api("alice").delete(f"/api-keys/{made['id']}").status_code == 204
    assert code_of(key.get("/brands")) == (401, "invalid_token")
    assert api("alice").get("/api-keys").json()["items"] == []


def test_a_key_stops_when_it_expires(api, world):
    soon = (timezone.now() + timedelta(hours=1)).isoformat()
    made = api("alice").post("/api-keys", {"name": "key", "expires_at": soon}).json()
    assert holding(made["token"]).get("/brands").status_code == 200
    with in_agency(world.north):
        Credential.objects.filter(id=made["id"]).update(expires_at=timezone.now() - timedelta(seconds=1))
    recent_holders.forget()
    assert code_of(holding(made["token"]).get("/brands")) == (401, "invalid_token")


def test_a_key_cannot_be_made_for_the_past(api):
    past = (timezone.now() - timedelta(hours=1)).isoformat()
    refused = api("alice").post("/api-keys", {"name": "key", "expires_at": past})
    assert refused.json()["errors"][0]["code"] == "in_the_past"
