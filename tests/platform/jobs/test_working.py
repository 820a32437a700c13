"""What a worker does with jobs that fail, wait, or outlive their agency."""

import psycopg
import pytest
from django.conf import settings

from tests.platform.jobs.conftest import deferred, told
from tests.platform.jobs.sample_tasks import SECRET, broken, note, own, patient, unlucky
from tests.working import asked, work_off

pytestmark = pytest.mark.commits
STATES = "SELECT status::text, attempts FROM procrastinate_jobs"


def test_what_a_failed_job_wrote_is_taken_back_and_the_task_is_given_up_once(agency, thing):
    deferred(agency, broken.defer, thing=thing)
    work_off()
    assert (told(agency, "broken", thing), told(agency, "given_up", thing)) == ([], ["1"])
    assert asked(STATES) == [("failed", 1)]


def test_no_log_line_holds_what_an_error_said(agency, caplog, thing):
    with caplog.at_level("DEBUG"):
        deferred(agency, broken.defer, thing=thing)
        deferred(agency, unlucky.defer, thing=thing)
        work_off()
    assert SECRET not in caplog.text
    assert "ValueError < tests/platform/jobs/sample_tasks.py" in caplog.text


def test_a_job_that_met_a_passing_trouble_is_done_later(agency, thing):
    deferred(agency, unlucky.defer, thing=thing)
    work_off()
    assert asked(STATES) == [("todo", 1)]
    asked("UPDATE procrastinate_jobs SET scheduled_at = NULL")
    work_off()
    assert told(agency, "lucky", thing) == ["2"]


def test_work_says_itself_when_it_is_worth_another_attempt(agency, thing):
    deferred(agency, patient.defer, thing=thing)
    work_off()
    assert asked("SELECT scheduled_at > now() + interval '50 minutes' FROM procrastinate_jobs") == [(True,)]
    asked("UPDATE procrastinate_jobs SET scheduled_at = NULL")
    work_off()
    assert told(agency, "patient", thing) == ["2"]


def test_a_job_that_ended_its_worker_too_often_is_given_up_without_another_attempt(agency, thing):
    deferred(agency, broken.defer, thing=thing)
    asked("UPDATE procrastinate_jobs SET attempts = 5")
    work_off()
    assert told(agency, "given_up", thing) == ["6"]


def test_a_task_may_open_its_agency_itself(agency, thing):
    deferred(agency, own.defer, thing=thing)
    work_off()
    assert told(agency, "own", thing) == ["own"]


def test_a_job_whose_agency_is_gone_is_dropped(agency, other, thing):
    gone = deferred(agency, note.defer, thing=thing)
    deferred(other, note.defer, thing=thing)
    nobody = "jsonb_set(args, '{agency}', to_jsonb(gen_random_uuid()))"
    asked(f"UPDATE procrastinate_jobs SET args = {nobody} WHERE id = %s", [gone])
    work_off()
    assert (told(agency, "note", thing), told(other, "note", thing)) == ([], [f"{other.slug} 1"])
    assert asked(STATES) == []


def test_jobs_of_one_task_run_in_order_and_those_of_another_agency_do_not_wait(agency, other, thing):
    first, second = (deferred(agency, note.defer, thing=thing) for _ in range(2))
    third = deferred(other, note.defer, thing=thing)
    fetch = "SELECT id FROM procrastinate_fetch_job_v2(NULL, NULL)"
    with psycopg.connect(**settings.JOB_QUEUE_LOGIN) as queue:
        fetched = [queue.execute(fetch).fetchone()[0] for _ in range(3)]
        queue.rollback()
    assert fetched == [first, third, None]
    work_off()
    assert len(told(agency, "note", thing)) == 2
    assert second not in {row[0] for row in asked("SELECT id FROM procrastinate_jobs")}


def test_the_job_of_a_worker_that_died_is_found_and_done(agency, thing):
    deferred(agency, note.defer, thing=thing)
    with psycopg.connect(**settings.JOB_QUEUE_LOGIN) as queue:
        (worker,) = queue.execute("SELECT worker_id FROM procrastinate_register_worker_v1()").fetchone()
        queue.execute("SELECT procrastinate_fetch_job_v2(NULL, %s)", [worker])
        queue.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '20 seconds'")
    work_off()
    assert told(agency, "note", thing) == []
    asked("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '40 seconds'")
    work_off()
    assert told(agency, "note", thing) == [f"{agency.slug} 2"]


@pytest.mark.parametrize("table", ["agencies_agency", "people_credential", "people_user", "django_migrations"])
def test_a_worker_s_own_connection_reaches_the_queue_and_nothing_else(agency, table, thing):
    with psycopg.connect(**settings.JOB_QUEUE_LOGIN) as queue:
        assert queue.execute("SELECT count(*) FROM procrastinate_jobs").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            queue.execute(f"SELECT * FROM {table}")
