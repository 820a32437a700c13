"""Work that every worker begins and one does: once a day, in each agency by itself."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from procrastinate import App, PsycopgConnector

from agencies.lifecycle import rename, resume, suspend
from agencies.references import AgencyState
from jobs.daily import working_day
from jobs.tasks import Job, every_task, task
from jobs.worker import DAILY_ROUND, Shift, register
from tests.platform.jobs.conftest import told
from tests.platform.jobs.sample_tasks import EVERY_DAY
from tests.racing import at_once, committed_agency
from tests.working import asked, begin_day, work_off

pytestmark = pytest.mark.commits
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
QUEUED = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'tests.daily' AND args ->> 'agency' = %s"


@pytest.fixture(autouse=True)
def new_days():
    """Forget which days were begun."""
    asked("DELETE FROM procrastinate_periodic_defers")


def written(agency):
    return len(told(agency, "daily", EVERY_DAY))


def test_each_agency_s_work_is_done_once_a_day_however_many_workers_begin_it(agency, other):
    before = written(agency)
    at_once(*[lambda: begin_day(NOON)] * 3)
    work_off()
    begin_day(NOON + timedelta(hours=11))
    work_off()
    assert (written(agency) - before, written(other)) == (1, 1)
    begin_day(NOON + timedelta(days=1))
    work_off()
    assert written(agency) - before == 2


def test_the_failure_of_one_agency_stops_no_other(agency, other):
    before = written(agency), written(other)
    rename(other.id, "broken")
    begin_day(NOON)
    work_off()
    rename(other.id, other.name)
    assert (written(agency) - before[0], written(other) - before[1]) == (1, 0)
    assert asked("SELECT args ->> 'agency' FROM procrastinate_jobs WHERE status = 'failed'") == [(str(other.id),)]


def test_agencies_in_another_state_are_left_alone(agency, other):
    suspend(other.slug)
    begin_day(NOON)
    assert (asked(QUEUED, [str(agency.id)]), asked(QUEUED, [str(other.id)])) == ([(1,)], [(0,)])
    resume(other.slug)
    begin_day(NOON)
    assert (asked(QUEUED, [str(agency.id)]), asked(QUEUED, [str(other.id)])) == ([(1,)], [(1,)])


def test_the_day_begins_at_its_hour(settings):
    settings.DAILY_HOUR = 9
    assert working_day(NOON.replace(hour=8, minute=59)) is None
    assert working_day(NOON.replace(hour=9)) == NOON.date()
    begin_day(NOON.replace(hour=8))
    assert asked("SELECT count(*) FROM procrastinate_jobs") == [(0,)]


def test_a_worker_begins_the_day_and_one_that_only_empties_the_queue_does_not(settings):
    def periodic(*, until_empty: bool) -> set[str]:
        app = App(connector=PsycopgConnector(kwargs=dict(settings.JOB_QUEUE_LOGIN)))
        register(app, Shift(at_once=1, heartbeat=10, until_empty=until_empty))
        return {name for name, _ in app.periodic_registry.periodic_tasks}

    assert (periodic(until_empty=False), periodic(until_empty=True)) == ({DAILY_ROUND}, set())


def test_nobody_gives_daily_work_arguments():
    def asking(job: Job, *, count: int) -> None: ...

    with pytest.raises(ImproperlyConfigured, match="every day"):
        task("tests.asking", daily_in=(AgencyState.ACTIVE,))(asking)


def test_an_agency_that_is_deleted_leaves_no_day_behind(other):
    with committed_agency("gone") as gone:
        begin_day(NOON)
        days = "SELECT count(*) FROM procrastinate_periodic_defers WHERE periodic_id = %s"
        assert asked(days, [str(gone.id)]) == [(1,)]
    assert asked(days, [str(gone.id)]) == [(0,)]
    assert asked(days, [str(other.id)]) == [(1,)]


def test_reminders_retention_and_deletion_are_done_every_day(settings):
    settings.TASK_MODULES = ("campaigns.collection.tasks", "clients.retention.tasks", "jobs.purging")
    assert {each.name: sorted(each.daily_in) for each in every_task()} == {
        "agencies.purge": ["closing"],
        "clients.apply_retention": ["active", "closing", "suspended"],
        "collection.send_reminders": ["active"],
    }
