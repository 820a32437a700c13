"""Access that was taken away is gone: at once in the process that did it, within seconds in every other."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from agencies.context import at_the_door, in_agency
from agencies.lifecycle import resume, suspend
from agencies.references import AgencyRef
from people.members import change_role, remove
from people.models import Membership, User
from people.principal import Principal
from people.resolution import recent_holders, resolve
from people.roles import Role
from people.sessions import end_sessions_of_user, log_out, open_session, switch
from people.tokens import parse_token
from tests.conftest import Api
from tests.people import Person
from tests.platform.people.watching import watched

pytestmark = pytest.mark.commits
SECONDS = 10  # an answer is remembered for three; the rest is for a busy machine


def owner_of(agency: AgencyRef) -> Membership:
    with at_the_door():
        return Membership.objects.select_related("agency").get(agency_id=agency.id, role=Role.OWNER)


def member_of(agency: AgencyRef, role: Role) -> Membership:
    with at_the_door():
        user = User(email=f"{uuid4().hex}@member.example", display_name="Member")
        user.save()
        made = Membership.objects.create(
            agency_id=agency.id, user=user, email=user.email, display_name=user.display_name, role=role
        )
        return Membership.objects.select_related("agency").get(id=made.id)


def session(membership: Membership) -> str:
    with at_the_door():
        return open_session(membership).token


def principal(token: str) -> Principal:
    parsed = parse_token(token)
    assert parsed is not None
    found = resolve(parsed)
    assert found is not None
    return found


def opens(token: str) -> bool:
    parsed = parse_token(token)
    assert parsed is not None
    return resolve(parsed) is not None


def over_http(token: str) -> Api:
    return Api(Person(name="", email="", user_id=uuid4(), token=token))


def test_a_log_out_reaches_another_process_within_seconds(found: Callable[[str], AgencyRef]) -> None:
    token = session(owner_of(found("ending")))
    with watched(token) as closed_after:
        log_out(principal(token))
        assert not opens(token)
        assert closed_after() < SECONDS


def test_a_removed_member_is_out_in_another_process_within_seconds(found: Callable[[str], AgencyRef]) -> None:
    agency = found("ending")
    member = member_of(agency, Role.ANALYST)
    token, boss = session(member), principal(session(owner_of(agency)))
    with watched(token) as closed_after:
        with in_agency(agency):
            remove(boss, member)
        assert not opens(token)
        assert closed_after() < SECONDS


def test_a_new_password_ends_the_sessions_in_every_agency_of_the_person(found: Callable[[str], AgencyRef]) -> None:
    one, two = found("first"), found("second")
    owner = owner_of(one)
    with at_the_door():
        second = Membership.objects.create(
            agency_id=two.id, user_id=owner.user_id, email=owner.email, display_name="Owner", role=Role.CLIENT
        )
        second = Membership.objects.select_related("agency").get(id=second.id)
    tokens = [session(owner), session(second)]
    assert all(opens(token) for token in tokens)
    with at_the_door():
        end_sessions_of_user(owner.user_id)
    assert not any(opens(token) for token in tokens)


def test_switching_agency_gives_a_new_token_there_and_keeps_the_old_one_here(found: Callable[[str], AgencyRef]) -> None:
    here, there = found("here"), found("there")
    owner = owner_of(here)
    with at_the_door():
        Membership.objects.create(
            agency_id=there.id, user_id=owner.user_id, email=owner.email, display_name="Guest", role=Role.CLIENT
        )
    token = session(owner)
    opened = switch(principal(token), agency=there.slug)
    assert (principal(token).agency.id, principal(token).role) == (here.id, Role.OWNER)
    assert (principal(opened.token).agency.id, principal(opened.token).role) == (there.id, Role.CLIENT)


def test_a_role_taken_away_counts_at_once(found: Callable[[str], AgencyRef]) -> None:
    agency = found("ending")
    member = member_of(agency, Role.ADMIN)
    token, boss = session(member), principal(session(owner_of(agency)))
    assert principal(token).may("brands:delete")
    with in_agency(agency):
        change_role(boss, member, role=Role.ANALYST)
    assert not principal(token).may("brands:delete")


def test_a_suspended_agency_answers_nobody_over_http_until_it_is_resumed(found: Callable[[str], AgencyRef]) -> None:
    agency = found("paused")
    ask = over_http(session(owner_of(agency)))
    assert ask.get("/brands").status_code == 200
    suspend(agency.slug)
    recent_holders.forget()  # as another process, or this one some seconds later
    refused = ask.get("/brands")
    assert (refused.status_code, refused.json()["code"]) == (401, "invalid_token")
    resume(agency.slug)
    assert ask.get("/brands").status_code == 200


def test_the_secret_is_proven_at_every_use_and_not_only_when_the_row_is_read(found: Callable[[str], AgencyRef]) -> None:
    right = parse_token(session(owner_of(found("proven"))))
    assert right is not None
    assert resolve(right) is not None
    wrong = type(right)(kind=right.kind, key_id=right.key_id, secret="0" * len(right.secret))
    assert resolve(wrong) is None
    assert resolve(right) is not None
