"""Imports that a worker loads: queued, watched, cancelled, tried again; with real commits."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from agencies.context import in_agency
from campaigns.imports import tasks
from campaigns.imports.meter import Meter
from campaigns.imports.rollup import differences
from campaigns.models import AccountDay, Import, ImportFilePart, ImportRow, ImportWork
from campaigns.progress import Stage, Stopped
from tests.campaigns.api.imports.uploading import counted, new_account, rows_of, send, sent
from tests.exports.tables import csv_bytes
from tests.holders import code_of
from tests.racing import Arena, at_once, committed_agency
from tests.working import asked, work_off

pytestmark = pytest.mark.commits
DAYS = [date(2008, 1, 1) + timedelta(days=number) for number in range(5_001)]
CAPTURED = "2026-02-28"
TWICE = """
INSERT INTO procrastinate_jobs (queue_name, task_name, args)
SELECT queue_name, task_name, args FROM procrastinate_jobs
"""
LATER = {"HTTP_PREFER": "respond-async"}


@pytest.fixture(scope="module")
def arena(world, django_db_blocker):
    with django_db_blocker.unblock(), committed_agency("background") as agency:
        yield Arena(agency)


@pytest.fixture
def owner(arena):
    asked("DELETE FROM procrastinate_jobs")
    return arena.client()


@pytest.fixture
def account(arena, owner):
    return new_account(owner, arena.brand, "tiktok", uuid4().hex)


def days(count: int, **values: int) -> bytes:
    return csv_bytes(["day", *values], [[day.isoformat(), *values.values()] for day in DAYS[:count]])


def queued(client, account, data: bytes, **more):
    client.headers |= LATER
    answer = send(client, account, data, captured_on=CAPTURED, **more)
    del client.headers["HTTP_PREFER"]
    assert answer.status_code == 202, answer.content
    return answer.json()


def read(client, made):
    return client.get(f"/imports/{made['id']}").json()


def stored(arena, account) -> set[tuple[int | None, int | None]]:
    with in_agency(arena.agency):
        assert differences() == []
        return set(AccountDay.objects.filter(account_id=account).values_list("views", "likes"))


def until_done(client, made, done: int):
    for _ in range(1_000):
        shown = read(client, made)["progress"]
        if shown["done"] == done:
            return shown
    raise AssertionError(shown)


def parts(arena, made) -> int:
    with in_agency(arena.agency):
        return ImportFilePart.objects.filter(upload=made["id"]).count()


def test_a_sender_who_would_rather_not_wait_is_told_where_to_look_and_finds_the_facts_there(arena, owner, account):
    owner.headers |= LATER
    answer = send(owner, account, days(28, views=5), captured_on=CAPTURED)
    del owner.headers["HTTP_PREFER"]
    made = answer.json()
    assert (answer.status_code, made["state"], made["finished_at"]) == (202, "queued", None)
    assert answer.headers["Location"] == f"/api/v1/imports/{made['id']}"
    assert (answer.headers["Retry-After"], answer.headers["Preference-Applied"]) == ("2", "respond-async")
    assert made["progress"] == {"done": 0, "total": 28, "unit": "rows", "share": "0.0000", "seconds_left": None}
    assert (stored(arena, account), parts(arena, made)) == (set(), 1)
    work_off()
    done = read(owner, made)
    assert (done["state"], counted(done, "rows", "new")) == ("committed", (28, 28))
    assert done["progress"] == {"done": 28, "total": 28, "unit": "rows", "share": "1.0000", "seconds_left": 0}
    assert (stored(arena, account), parts(arena, made)) == ({(5, None)}, 0)


def test_a_file_of_more_rows_than_one_waits_for_is_queued_and_a_smaller_one_is_not(arena, owner, account):
    assert sent(owner, account, days(4_999, views=5), captured_on=CAPTURED)["state"] == "committed"
    answer = send(owner, account, days(5_001, views=6), captured_on=CAPTURED)
    assert (answer.status_code, answer.json()["state"]) == (202, "queued")
    assert "Preference-Applied" not in answer.headers
    work_off()
    assert counted(read(owner, answer.json()), "new", "changed") == (2, 4_999)
    assert stored(arena, account) == {(6, None)}


def test_the_audit_names_whoever_sent_the_file(arena, owner, account):
    made = queued(owner, account, days(3, views=5))
    work_off()
    entries = owner.get(f"/audit-entries?object_id={made['id']}").json()["items"]
    assert [entry["action"] for entry in entries] == ["import.committed"]
    assert entries[0]["actor_id"] == owner.get("/me").json()["member"]["id"]
    assert entries[0]["request_id"]


def test_a_file_that_cannot_be_read_makes_its_import_failed_and_stores_nothing(arena, owner, account):
    made = queued(owner, account, b"no,table,of,ours\n1,2,3,4\n")
    work_off()
    done = read(owner, made)
    assert (done["state"], done["problem"]["code"]) == ("failed", "unknown_format")
    assert stored(arena, account) == set()


def test_a_preview_in_the_background_waits_for_its_commit_which_may_be_in_the_background_too(arena, owner, account):
    made = queued(owner, account, days(3, views=5), mode="preview")
    work_off()
    shown = read(owner, made)
    assert (shown["state"], counted(shown, "new"), stored(arena, account)) == ("previewed", (3,), set())
    answer = owner.post(f"/imports/{made['id']}:commit", prefer="respond-async")
    assert (answer.status_code, answer.json()["state"]) == (202, "queued")
    work_off()
    assert (read(owner, made)["state"], stored(arena, account)) == ("committed", {(5, None)})
    assert len(rows_of(owner, made)) == 3


def test_a_waiting_import_is_cancelled_at_once_and_its_job_finds_nothing_to_do(arena, owner, account):
    made = queued(owner, account, days(3, views=5))
    assert owner.post(f"/imports/{made['id']}:cancel").json()["state"] == "cancelled"
    work_off()
    assert (read(owner, made)["state"], stored(arena, account), parts(arena, made)) == ("cancelled", set(), 0)


def test_a_running_import_is_cancelled_by_its_worker_wherever_it_is(arena, owner, account, monkeypatch):
    made = queued(owner, account, days(3, views=5))

    def cancelled_meanwhile(*given, **more):
        assert owner.post(f"/imports/{made['id']}:cancel").json()["state"] == "running"
        return read_record(*given, **more)

    read_record = tasks.read_record
    monkeypatch.setattr(tasks, "read_record", cancelled_meanwhile)
    work_off()
    assert (read(owner, made)["state"], stored(arena, account), parts(arena, made)) == ("cancelled", set(), 0)
    assert asked("SELECT count(*) FROM procrastinate_jobs") == [(0,)]


def test_a_lost_import_that_was_cancelled_ends_as_soon_as_a_worker_finds_it(arena, owner, account):
    made = queued(owner, account, days(3, views=5))
    with in_agency(arena.agency):
        Import.objects.filter(id=made["id"]).update(state="running")
    assert owner.post(f"/imports/{made['id']}:cancel").json()["state"] == "running"
    work_off()
    assert (read(owner, made)["state"], stored(arena, account)) == ("cancelled", set())


def test_what_has_ended_cannot_be_cancelled(arena, owner, account):
    made = sent(owner, account, days(3, views=5), captured_on=CAPTURED)
    assert code_of(owner.post(f"/imports/{made['id']}:cancel")) == (409, "not_cancellable")


def test_an_import_that_failed_for_a_reason_of_ours_can_be_tried_again(arena, owner, account, monkeypatch):
    made = queued(owner, account, days(3, views=5))
    with monkeypatch.context() as broken:
        broken.setattr(tasks, "load_reading", None)
        work_off()
    failed = read(owner, made)
    assert (failed["state"], failed["problem"]["code"], stored(arena, account)) == ("failed", "import_broke", set())
    answer = owner.post(f"/imports/{made['id']}:retry")
    assert (answer.status_code, answer.json()["state"], answer.json()["problem"]) == (202, "queued", None)
    work_off()
    assert (read(owner, made)["state"], stored(arena, account)) == ("committed", {(5, None)})


def test_an_import_that_was_not_loaded_in_the_background_cannot_be_tried_again(arena, owner, account):
    made = sent(owner, account, b"day,views\n2026-01-01,many\n", captured_on=CAPTURED)
    assert made["state"] == "failed"
    assert code_of(owner.post(f"/imports/{made['id']}:retry")) == (409, "not_retryable")


def test_a_job_that_runs_twice_loads_once(arena, owner, account):
    made = queued(owner, account, days(3, views=5))
    asked(TWICE)
    work_off()
    assert (read(owner, made)["state"], stored(arena, account)) == ("committed", {(5, None)})
    entries = owner.get(f"/audit-entries?object_id={made['id']}").json()["items"]
    assert [entry["action"] for entry in entries] == ["import.committed"]
    with in_agency(arena.agency):
        assert ImportRow.objects.filter(upload=made["id"]).count() == 3


def test_the_same_request_sent_twice_is_queued_once(arena, owner, account):
    owner.headers |= LATER | {"HTTP_IDEMPOTENCY_KEY": uuid4().hex}
    first, again = (send(owner, account, days(3, views=5), captured_on=CAPTURED) for _ in range(2))
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json() == again.json()
    assert again.headers["Location"] == first.headers["Location"]
    assert asked("SELECT count(*) FROM procrastinate_jobs") == [(1,)]


def test_a_long_file_waits_in_pieces_and_is_read_whole(arena, owner, account, monkeypatch):
    monkeypatch.setattr("campaigns.imports.files.PART_BYTES", 1_000)
    made = queued(owner, account, days(200, views=5))
    assert parts(arena, made) == 3
    work_off()
    assert counted(read(owner, made), "new") == (200,)


def test_others_see_how_far_the_work_is_before_its_transaction_ends(arena, owner, account):
    made = queued(owner, account, days(3, views=5))
    with in_agency(arena.agency):
        Import.objects.filter(id=made["id"]).update(state="running")
        ImportWork.objects.filter(upload=made["id"]).update(started_at="2026-01-01T00:00:00Z")
    with Meter(arena.agency, made["id"], rows=1000) as meter, in_agency(arena.agency):
        for staged, done in ((250, 532), (500, 555)):
            meter.reached(Stage.STAGING, staged, 1000)
            shown = at_once(lambda done=done: until_done(arena.client(), made, done))[0]
            assert (shown["total"], shown["seconds_left"] > 0) == (1000, True)


def test_a_cancellation_that_comes_before_the_load_says_so_stops_it(arena, owner, account):
    made = queued(owner, account, days(3, views=5))
    with in_agency(arena.agency):
        Import.objects.filter(id=made["id"]).update(state="running")
    owner.post(f"/imports/{made['id']}:cancel")
    with Meter(arena.agency, made["id"], rows=3) as meter, in_agency(arena.agency), pytest.raises(Stopped):
        meter.settle()
