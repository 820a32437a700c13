"""Suspending, resuming and closing an agency."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connections

from agencies.context import OWNER, as_owner, at_the_door, in_agency
from agencies.errors import UnknownAgencyError
from agencies.lifecycle import close, every_agency, find_agency, resume, suspend
from agencies.references import AgencyRef, AgencyState
from clients.models import AgencyProfile
from people.models import Credential, Invitation, Membership
from people.resolution import recent_holders, resolve
from people.sessions import open_session
from people.tokens import parse_token
from tests.people import World
from tests.platform.people.watching import watched

pytestmark = pytest.mark.commits


def session_of_owner(agency: AgencyRef) -> str:
    with at_the_door():
        return open_session(Membership.objects.select_related("agency").get(agency_id=agency.id)).token


def opens(token: str) -> bool:
    """Say whether the token opens anything for a process that remembers nothing."""
    recent_holders.forget()
    parsed = parse_token(token)
    assert parsed is not None
    return resolve(parsed) is not None


def left_of(agency: AgencyRef) -> tuple[int, int]:
    with as_owner(), connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname = %s", [agency.schema])
        (schemas,) = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname = %s", [agency.schema])
        (roles,) = cursor.fetchone()
    return schemas, roles


def test_a_suspended_agencys_tokens_open_nothing_until_it_is_resumed(found: Callable[[str], AgencyRef]) -> None:
    agency = found("paused")
    token = session_of_owner(agency)
    assert opens(token)
    suspend(agency.slug)
    assert not opens(token)
    assert find_agency(agency.slug).state is AgencyState.SUSPENDED
    resume(agency.slug)
    assert opens(token)


def test_a_suspension_reaches_another_process_within_seconds(found: Callable[[str], AgencyRef]) -> None:
    agency = found("paused")
    with watched(session_of_owner(agency)) as closed_after:
        suspend(agency.slug)
        assert closed_after() < 10


def test_a_suspended_agency_keeps_its_data_and_is_still_listed(found: Callable[[str], AgencyRef]) -> None:
    agency = found("paused")
    suspend(agency.slug)
    assert agency.id in {each.id for each in every_agency()}
    with in_agency(agency):
        assert AgencyProfile.objects.get().slug == agency.slug


def test_a_closed_agency_whose_data_is_dropped_leaves_no_schema_no_role_and_no_people(
    found: Callable[[str], AgencyRef],
) -> None:
    agency, other = found("leaving"), found("staying")
    session_of_owner(agency)
    close(agency.slug, drop_data=True)
    assert left_of(agency) == (0, 0)
    assert left_of(other) == (1, 1)
    with at_the_door():
        for model in (Membership, Credential, Invitation):
            assert not model.objects.filter(agency_id=agency.id).exists()
        assert Membership.objects.filter(agency_id=other.id).exists()
    with pytest.raises(DatabaseError), in_agency(agency):
        pass


def test_an_agency_that_does_not_exist_cannot_be_suspended(committing: World) -> None:
    with pytest.raises(UnknownAgencyError):
        suspend("nowhere")
