"""Tasks that only tests defer; what they did is told by rows that they leave in their agency."""

from datetime import date
from uuid import UUID

from django.db import OperationalError

from agencies.references import AgencyState
from audit.actors import Actor
from audit.events import created
from jobs.tasks import Job, Later, task

WORKER = Actor(name="worker")
SECRET = "what only this agency may read"


@task("tests.note")
def note(job: Job, *, thing: UUID) -> None:
    created(WORKER, "note", id=thing, name=f"{job.agency.slug} {job.attempt}")


@task("tests.typed")
def typed(job: Job, *, thing: UUID, day: date, count: int, whole: bool) -> None:
    created(WORKER, "typed", id=thing, name=f"{day.isoformat()} {count + 1} {whole}")


@task("tests.broken")
def broken(job: Job, *, thing: UUID) -> None:
    created(WORKER, "broken", id=thing, name="never kept")
    raise ValueError(SECRET)


@broken.when_given_up
def _broken_given_up(job: Job, *, thing: UUID) -> None:
    created(WORKER, "given_up", id=thing, name=str(job.attempt))


@task("tests.unlucky")
def unlucky(job: Job, *, thing: UUID) -> None:
    if job.attempt == 1:
        raise OperationalError(SECRET)
    created(WORKER, "lucky", id=thing, name=str(job.attempt))


@task("tests.patient")
def patient(job: Job, *, thing: UUID) -> None:
    if job.attempt == 1:
        raise Later(3600)
    created(WORKER, "patient", id=thing, name=str(job.attempt))


EVERY_DAY = UUID("01990000-0000-7000-8000-00000000da11")


@task("tests.daily", daily_in=(AgencyState.ACTIVE,))
def every_day(job: Job) -> None:
    if job.agency.name.startswith("broken"):
        raise ValueError(SECRET)
    created(WORKER, "daily", id=EVERY_DAY, name=job.agency.slug)


@task("tests.own", own_transactions=True)
def own(job: Job, *, thing: UUID) -> None:
    from agencies.context import current_agency, in_agency

    assert current_agency() is None
    with in_agency(job.agency):
        created(WORKER, "own", id=thing, name="own")
