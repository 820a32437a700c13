"""The same POST sent twice."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.test.client import encode_multipart
from django.utils import timezone
from rest_framework.request import Request

from agencies.context import in_agency
from apikit.idempotency import KEPT_FOR, fingerprint_of
from apikit.models import IdempotencyRecord
from apikit.parsers import FileParser
from clients.models import Brand
from config.databases import server_login
from config.environment import environment
from people.resolution import resolve
from people.tokens import parse_token
from tests.people import World


@pytest.fixture
def alice(api: Any) -> Any:
    return api("alice")


@pytest.fixture
def bob(api: Any) -> Any:
    return api("bob")


def code(response: Any, status: int) -> str:
    assert response.status_code == status
    return str(response.json()["code"])


def lamps(world: World) -> int:
    with in_agency(world.north):
        return Brand.objects.filter(name="Lamp").count()


def test_a_repeated_request_acts_once_and_is_answered_again(alice: Any, world: World) -> None:
    first = alice.post("/things", {"name": "Lamp"}, idempotency_key="k1")
    again = alice.post("/things", {"name": "Lamp"}, idempotency_key="k1")
    assert (first.status_code, again.status_code, lamps(world)) == (201, 201, 1)
    assert again.content == first.content
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    for name in ("Location", "ETag", "Content-Type"):
        assert again.headers[name] == first.headers[name]


def test_the_order_of_members_makes_no_other_request(alice: Any) -> None:
    first = alice.post("/things", {"name": "Lamp", "industry": "light"}, idempotency_key="k1")
    again = alice.post("/things", {"industry": "light", "name": "Lamp"}, idempotency_key="k1")
    assert again.content == first.content


def test_a_key_is_good_for_one_request(alice: Any, world: World) -> None:
    alice.post("/things", {"name": "Lamp"}, idempotency_key="k1")
    assert code(alice.post("/things", {"name": "Chair"}, idempotency_key="k1"), 422) == "idempotency_mismatch"
    assert (
        code(alice.post("/things?format=json", {"name": "Lamp"}, idempotency_key="k1"), 422) == "idempotency_mismatch"
    )
    assert alice.post("/things", {"name": "Chair"}, idempotency_key="k2").status_code == 201
    assert lamps(world) == 1


def test_a_key_belongs_to_who_sent_it(alice: Any, bob: Any) -> None:
    alice.post("/things", {"name": "Lamp"}, idempotency_key="k1")
    other = bob.post("/things", {"name": "Chair"}, idempotency_key="k1")
    assert (other.status_code, other.json()["name"]) == (201, "Chair")


def test_a_refusal_is_remembered_though_its_writes_are_not(alice: Any, world: World) -> None:
    alice.post("/things", {"name": "Lamp"})
    refused = alice.post("/things", {"name": "Lamp"}, idempotency_key="k1")
    assert code(refused, 409) == "conflict"
    with in_agency(world.north):
        Brand.objects.filter(name="Lamp").delete()
    again = alice.post("/things", {"name": "Lamp"}, idempotency_key="k1")
    assert again.content == refused.content
    assert lamps(world) == 0


def test_a_body_that_could_not_be_read_is_not_remembered(alice: Any) -> None:
    malformed = alice.client.post(
        "/api/v1/things", data="{", content_type="application/json", HTTP_IDEMPOTENCY_KEY="k1", **alice.headers
    )
    assert code(malformed, 400) == "malformed"
    assert alice.post("/things", {"name": "Lamp"}, idempotency_key="k1").status_code == 201


def test_a_secret_is_never_given_twice_nor_kept(alice: Any, world: World) -> None:
    first = alice.post("/things:mint", idempotency_key="k1")
    assert first.json() == {"secret": "s3cret"}
    again = alice.post("/things:mint", idempotency_key="k1")
    assert code(again, 409) == "already_issued"
    assert b"s3cret" not in again.content
    with in_agency(world.north):
        assert bytes(IdempotencyRecord.objects.get(key="k1").body) == b""


def test_an_old_record_is_forgotten(alice: Any, world: World) -> None:
    alice.post("/things", {"name": "Lamp"}, idempotency_key="k1")
    with in_agency(world.north):
        old = timezone.now() - KEPT_FOR - timedelta(minutes=1)
        IdempotencyRecord.objects.filter(key="k1").update(created_at=old)
    assert alice.post("/things", {"name": "Chair"}, idempotency_key="k1").status_code == 201
    with in_agency(world.north):
        assert IdempotencyRecord.objects.filter(key="k1").count() == 1


def test_old_records_are_dropped_when_a_new_one_is_kept(alice: Any, world: World) -> None:
    for key in ("k1", "k2"):
        alice.post("/things", {"name": f"Lamp {key}"}, idempotency_key=key)
    with in_agency(world.north):
        old = timezone.now() - KEPT_FOR - timedelta(minutes=1)
        IdempotencyRecord.objects.filter(key="k1").update(created_at=old)
    alice.post("/things", {"name": "Chair"}, idempotency_key="k3")
    with in_agency(world.north):
        assert sorted(IdempotencyRecord.objects.values_list("key", flat=True)) == ["k2", "k3"]


@pytest.fixture
def elsewhere() -> Iterator[psycopg.Connection]:
    """Another connection to the tests' database, as another worker has."""
    with psycopg.connect(**server_login(environment()) | {"dbname": environment().database_name}) as connection:
        yield connection


def test_a_request_that_is_still_running_is_not_run_again(
    alice: Any, world: World, elsewhere: psycopg.Connection
) -> None:
    token = parse_token(world.alice.token)
    assert token is not None
    principal = resolve(token)
    assert principal is not None
    digest = sha256(f"{principal.key}\x00k1".encode()).digest()
    elsewhere.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], "big", signed=True)])
    running = alice.post("/things", {"name": "Lamp"}, idempotency_key="k1")
    assert code(running, 409) == "idempotency_in_flight"
    assert running.headers["Retry-After"] == "1"
    elsewhere.rollback()
    assert alice.post("/things", {"name": "Lamp"}, idempotency_key="k1").status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 256, "é", "a\tb"])
def test_a_key_that_breaks_the_rules_is_refused(alice: Any, key: str) -> None:
    assert code(alice.post("/things", {"name": "Lamp"}, idempotency_key=key), 400) == "bad_idempotency_key"


def test_an_action_may_demand_a_key(alice: Any, world: World) -> None:
    path = f"/things/{world.aurora}:clash"
    assert code(alice.post(path), 400) == "idempotency_key_required"
    assert code(alice.post(path, idempotency_key="k1"), 409) == "conflict"


def test_other_methods_ignore_the_key(alice: Any) -> None:
    assert alice.get("/things", idempotency_key="k1").status_code == 200


def uploaded(content: bytes, boundary: str, account: str = "a") -> str:
    parts = {"file": SimpleUploadedFile("f.csv", content), "account": account}
    factory = RequestFactory()
    body = encode_multipart(boundary, parts)
    request = factory.generic("POST", "/api/v1/loads", body, content_type=f"multipart/form-data; boundary={boundary}")
    fingerprint = fingerprint_of(Request(request, parsers=[FileParser()]))
    request.close()
    return fingerprint


def test_a_file_is_known_by_its_content_whatever_the_boundary() -> None:
    assert uploaded(b"1,2", "first") == uploaded(b"1,2", "second")
    assert uploaded(b"1,2", "first") != uploaded(b"1,3", "first")
    assert uploaded(b"1,2", "first") != uploaded(b"1,2", "first", account="b")
