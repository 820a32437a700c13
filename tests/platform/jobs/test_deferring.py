"""Who may put what into the shared queue."""

import json
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, ProgrammingError, connection, transaction

from agencies.context import in_agency
from agencies.errors import AgencySwitchError
from jobs.tasks import DEFER, Job, task
from tests.platform.jobs.conftest import deferred, told
from tests.platform.jobs.sample_tasks import note, typed
from tests.working import asked, work_off

pytestmark = pytest.mark.commits


def test_a_job_runs_in_the_agency_that_deferred_it_and_in_no_other(agency, other, thing):
    deferred(agency, note.defer, thing=thing)
    work_off()
    assert (told(agency, "note", thing), told(other, "note", thing)) == ([f"{agency.slug} 1"], [])
    assert asked("SELECT count(*) FROM procrastinate_jobs") == [(0,)]


def test_ids_days_and_numbers_arrive_as_what_they_were(agency, thing):
    deferred(agency, typed.defer, thing=thing, day=date(2026, 2, 28), count=41, whole=True)
    work_off()
    assert told(agency, "typed", thing) == ["2026-02-28 42 True"]


def test_a_job_of_a_transaction_that_is_taken_back_never_was(agency, thing):
    with in_agency(agency):
        note.defer(thing=thing)
        transaction.set_rollback(True)
    work_off()
    assert (asked("SELECT count(*) FROM procrastinate_jobs"), told(agency, "note", thing)) == ([(0,)], [])


def test_without_an_agency_nothing_is_deferred(agency, thing):
    with pytest.raises(AgencySwitchError):
        note.defer(thing=thing)
    deferred(agency, note.defer, thing=thing)


def test_an_argument_that_could_carry_text_is_refused_when_the_task_is_declared():
    def wordy(job: Job, *, words: str) -> None: ...

    with pytest.raises(ImproperlyConfigured, match="words"):
        task("tests.wordy")(wordy)


def test_two_tasks_of_one_name_are_refused():
    def again(job: Job, *, thing: UUID) -> None: ...

    with pytest.raises(ImproperlyConfigured, match=r"tests\.note"):
        task("tests.note")(again)


@pytest.mark.parametrize("arguments", [{}, {"thing": "text"}, {"thing": uuid4(), "more": 1}])
def test_arguments_are_those_that_the_task_takes(agency, arguments: dict[str, Any], thing):
    with pytest.raises(TypeError):
        deferred(agency, note.defer, **arguments)


def test_the_agency_of_a_job_is_that_of_the_role_whatever_the_caller_says(agency, other, thing):
    forged = json.dumps({"thing": str(thing), "agency": str(other.id)})
    with in_agency(agency), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('yardstick.agency', %s, true)", [str(other.id)])
        cursor.execute(DEFER, ["tests.note", forged, 0, None])
    work_off()
    assert (told(agency, "note", thing), told(other, "note", thing)) == ([f"{agency.slug} 1"], [])


def test_a_job_carries_ids_and_no_data(agency, thing):
    with (
        pytest.raises(DatabaseError, match="ids, not data"),
        in_agency(agency),
        connection.cursor() as cursor,
    ):
        cursor.execute(DEFER, ["tests.note", json.dumps({"text": "x" * 2000}), 0, None])


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM public.procrastinate_jobs",
        "SELECT * FROM public.procrastinate_events",
        "INSERT INTO public.procrastinate_jobs (queue_name, task_name) VALUES ('default', 'tests.note')",
        "UPDATE public.procrastinate_jobs SET args = '{}'",
        "DELETE FROM public.procrastinate_jobs",
        "SELECT public.procrastinate_fetch_job_v2(NULL, 1)",
        "SELECT public.procrastinate_cancel_job_v1(1, true, true)",
    ],
)
def test_an_agency_can_neither_read_nor_change_the_queue(agency, sql, thing):
    deferred(agency, note.defer, thing=thing)
    with in_agency(agency), connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute(sql)


def test_the_runtime_user_outside_of_an_agency_cannot_defer(agency, thing):
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("SELECT public.defer_job('tests.note', '{}', 0, NULL)")
