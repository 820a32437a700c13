"""Agencies that commit for real, and a worker that runs what they deferred until nothing is left."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connections

from agencies.context import in_agency
from agencies.references import AgencyRef
from audit.models import AuditEntry
from tests.racing import committed_agency
from tests.working import asked


@pytest.fixture(scope="module")
def agency(world: Any, django_db_blocker: Any) -> Iterator[AgencyRef]:
    with django_db_blocker.unblock(), committed_agency("jobs") as founded:
        yield founded


@pytest.fixture(scope="module")
def other(world: Any, django_db_blocker: Any) -> Iterator[AgencyRef]:
    with django_db_blocker.unblock(), committed_agency("other") as founded:
        yield founded


@pytest.fixture(autouse=True)
def sample_tasks(settings: Any) -> None:
    settings.TASK_MODULES = ("tests.platform.jobs.sample_tasks",)


@pytest.fixture(autouse=True)
def empty_queue(world: Any, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        asked("DELETE FROM procrastinate_jobs")
        yield
        asked("DELETE FROM procrastinate_jobs")
        connections.close_all()


@pytest.fixture
def thing() -> UUID:
    """Give something that a job is about."""
    return uuid4()


def deferred(agency: AgencyRef, defer: Callable[..., int], **arguments: Any) -> int:
    """Defer a task in a transaction of an agency."""
    with in_agency(agency):
        return defer(**arguments)


def told(agency: AgencyRef, kind: str, thing: UUID) -> list[str]:
    """Give what tasks wrote into an agency about a thing."""
    with in_agency(agency):
        written = AuditEntry.objects.filter(object_type=kind, object_id=thing)
        return list(written.values_list("object_name", flat=True))
