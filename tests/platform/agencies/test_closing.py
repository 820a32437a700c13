"""A closing agency is deleted after its time, and what is left is a proof without a name."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from agencies.archive import write_archive
from agencies.closing import purge, reopen
from agencies.context import OWNER, as_owner, at_the_door, in_agency
from agencies.errors import AgencyError, AlreadyClosingError, NotClosingError, StillInGraceError, UnknownAgencyError
from agencies.lifecycle import close, find_agency, suspend
from agencies.models import Agency, AgencyRemoval
from agencies.references import AgencyRef, AgencyState
from clients.exports.making import make_archive
from clients.models import Brand
from people.models import Membership, User
from tests.platform.agencies.archive.conftest import asked
from tests.platform.agencies.test_lifecycle import left_of
from tests.working import asked as asked_of_queue
from tests.working import begin_day, work_off

pytestmark = pytest.mark.commits
NOW = timedelta(0)


def test_a_closing_agency_keeps_its_slug_and_everything_else(found: Callable[[str], AgencyRef]) -> None:
    agency = found("leaving")
    closing = close(agency.slug)
    assert closing.state is AgencyState.CLOSING
    assert left_of(agency) == (1, 1)
    with pytest.raises(StillInGraceError):
        purge(agency.id)
    with pytest.raises(AlreadyClosingError):
        close(agency.slug)
    with pytest.raises(AgencyError, match="reopen it first"):
        suspend(agency.slug)
    assert reopen(agency.id, as_operator=True).state is AgencyState.ACTIVE
    with pytest.raises(NotClosingError):
        purge(agency.id)


def test_after_its_grace_period_an_agency_is_deleted_with_a_proof(
    found: Callable[[str], AgencyRef], tmp_path: Path
) -> None:
    agency = found("leaving")
    with in_agency(agency):
        Brand.objects.create(name="Secret brand")
    with as_owner(agency.schema, snapshot=True):
        manifest = write_archive(agency, tmp_path / "last.zip", using=OWNER).manifest
    close(agency.slug, grace=NOW)
    proof = purge(agency.id)
    assert left_of(agency) == (0, 0)
    with pytest.raises(UnknownAgencyError):
        find_agency(agency.slug)
    assert proof.tables == {part.name: {"rows": part.rows, "sha256": part.sha256} for part in manifest.tables}
    assert proof.shared == {"people_membership": 1, "people_user": 1}
    assert proof.tables["clients_brand"]["rows"] == 1


def test_a_proof_names_nobody_and_nothing(found: Callable[[str], AgencyRef], capsys: Any) -> None:
    agency = found("leaving")
    close(agency.slug, drop_data=True)
    call_command("removed_agencies", str(agency.id))
    told = capsys.readouterr().out
    assert str(agency.id) in told
    for name in (agency.slug, agency.name, f"owner@{agency.slug}.example", "Owner of leaving"):
        assert name not in told
    with pytest.raises(CommandError, match="No agency"):
        call_command("removed_agencies", "00000000-0000-0000-0000-000000000000")


def test_who_belongs_to_another_agency_stays(found: Callable[[str], AgencyRef]) -> None:
    leaving, staying = found("leaving"), found("staying")
    with at_the_door():
        owner = Membership.objects.get(agency_id=leaving.id).user
        Membership.objects.create(
            agency_id=staying.id, user=owner, email=owner.email, display_name="Both", role="analyst"
        )
        alone = User.objects.create(email=f"alone@{leaving.slug}.example", display_name="Alone")
        Membership.objects.create(
            agency_id=leaving.id, user=alone, email=alone.email, display_name="Alone", role="analyst"
        )
    close(leaving.slug, drop_data=True)
    with at_the_door():
        assert User.objects.filter(id=owner.id).exists()
        assert not User.objects.filter(id=alone.id).exists()


def test_jobs_that_wait_go_with_their_agency(found: Callable[[str], AgencyRef]) -> None:
    agency, other = found("leaving"), found("staying")
    for each in (agency, other):
        with in_agency(each):
            make_archive.defer(export=uuid4())
    left = "SELECT args ->> 'agency' FROM procrastinate_jobs WHERE args ->> 'agency' = ANY(%s)"
    close(agency.slug, drop_data=True)
    assert asked(left, [str(agency.id), str(other.id)]) == [(str(other.id),)]


def test_archives_on_disk_go_with_their_agency(
    found: Callable[[str], AgencyRef], settings: Any, tmp_path: Path
) -> None:
    settings.EXPORTS_FOLDER = tmp_path
    agency, other = found("leaving"), found("staying")
    for each in (agency, other):
        (tmp_path / each.schema).mkdir()
        (tmp_path / each.schema / "archive.zip").write_bytes(b"-")
    close(agency.slug, drop_data=True)
    assert [folder.name for folder in tmp_path.iterdir()] == [other.schema]


def test_operators_purge_what_is_due_and_nothing_else(found: Callable[[str], AgencyRef], capsys: Any) -> None:
    due, waiting, running = found("due"), found("waiting"), found("running")
    call_command("close_agency", due.slug, grace_days=0)
    call_command("close_agency", waiting.slug)
    call_command("purge_agencies", dry_run=True)
    assert left_of(due) == (1, 1)
    call_command("purge_agencies")
    assert [left_of(each) for each in (due, waiting, running)] == [(0, 0), (1, 1), (1, 1)]
    call_command("reopen_agency", waiting.slug)
    assert f"{waiting.slug} is active" in capsys.readouterr().out
    with as_owner():
        assert AgencyRemoval.objects.using(OWNER).get(agency_id=due.id).purged_at <= timezone.now()
        assert not Agency.objects.using(OWNER).filter(id=due.id).exists()


def test_a_worker_deletes_an_agency_whose_time_is_over_and_no_other(
    found: Callable[[str], AgencyRef], settings: Any
) -> None:
    settings.TASK_MODULES = ("jobs.purging",)
    due, waiting = found("due"), found("waiting")
    close(due.slug, grace=NOW)
    close(waiting.slug)
    begin_day(timezone.now().replace(hour=23))
    work_off()
    assert [left_of(each) for each in (due, waiting)] == [(0, 0), (1, 1)]
    queued = "SELECT count(*) FROM procrastinate_jobs WHERE args ->> 'agency' IN (%s, %s)"
    assert asked_of_queue(queued, [str(due.id), str(waiting.id)]) == [(0,)]
    with as_owner():
        assert AgencyRemoval.objects.using(OWNER).filter(agency_id=due.id).exists()
