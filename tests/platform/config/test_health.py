"""Whether the server says truly that it lives and that it can serve."""

import pytest
from django.db import connection, connections

from agencies.context import as_owner
from agencies.models import SchemaTemplate
from tests.working import asked


@pytest.fixture(autouse=True)
def both_connections(world, django_db_blocker):
    with django_db_blocker.unblock():
        yield


def test_a_process_that_answers_is_alive(client):
    assert client.get("/health/live").json() == {"status": "ok"}


def test_a_token_in_the_request_changes_nothing(client):
    assert client.get("/health/ready", headers={"authorization": "Bearer whatever"}).status_code == 200


def test_a_migrated_database_is_ready(client):
    ready = client.get("/health/ready")
    assert ready.status_code == 200
    assert ready.json() == {
        "status": "ok",
        "checks": {"database": "ok", "migrations": "ok", "agency_template": "ok"},
        "workers": {"alive": 0, "last_heartbeat_seconds": None},
    }


def test_a_worker_that_lives_is_told_of_and_one_that_fell_silent_is_not_counted(client):
    asked("INSERT INTO procrastinate_workers DEFAULT VALUES")
    alive = client.get("/health/ready").json()["workers"]
    asked("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '40 seconds'")
    silent = client.get("/health/ready")
    asked("DELETE FROM procrastinate_workers")
    assert (alive["alive"], alive["last_heartbeat_seconds"] < 30) == (1, True)
    assert (silent.status_code, silent.json()["workers"]["alive"]) == (200, 0)
    assert silent.json()["workers"]["last_heartbeat_seconds"] >= 40


def test_without_the_template_of_this_version_nothing_is_ready(client, monkeypatch):
    monkeypatch.setattr("agencies.fleet._current_fingerprint", lambda: "of a later version")
    ready = client.get("/health/ready")
    assert ready.status_code == 503
    assert ready.json()["checks"]["agency_template"] == "outdated"


def test_without_a_database_the_process_is_alive_and_not_ready(client, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "PORT", "9")
    connection.close()
    assert client.get("/health/live").status_code == 200
    assert client.get("/api/docs").status_code == 200
    ready = client.get("/health/ready")
    assert (ready.status_code, ready.json()["checks"]) == (503, {"database": "unreachable"})


def test_readiness_is_told_without_the_owner(client, monkeypatch):
    monkeypatch.setitem(connections["owner"].settings_dict, "PORT", "9")
    connections["owner"].close()
    assert client.get("/health/ready").status_code == 200


def test_the_template_is_kept_for_this_version():
    with as_owner():
        assert SchemaTemplate.objects.using("owner").count() == 1
