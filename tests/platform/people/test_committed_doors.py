"""What the door counts and spends is committed: a refusal takes no count back, and what works once works once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.db import connections, transaction
from django.utils import timezone

from agencies.context import at_the_door, in_agency
from agencies.references import AgencyRef
from apikit.etag import VersionConflict
from apikit.refusals import Refusal
from people import arrivals, sessions
from people.arrivals import accept
from people.letters import wait_for_letters
from people.members import change_role, invite, remove
from people.models import Invitation, LoginAttempts, Membership, User
from people.passwords import request_reset, reset
from people.principal import Principal
from people.refusals import BadToken, LastOwner, NotYou, RoleTooHigh
from people.resolution import resolve
from people.roles import Role
from people.sessions import log_in, open_session
from people.throttle import FAILURES_PER_EMAIL
from people.tokens import parse_token
from tests.conftest import Api
from tests.people import PASSWORD

pytestmark = pytest.mark.commits
NEW_PASSWORD = "another long pass phrase"


@pytest.fixture(autouse=True)
def no_attempts_before_or_after(committing: object, settings: Any) -> Iterator[None]:
    """Keep the throttle's counts of these tests from other tests; hash quickly, since dozens of guesses are made."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with at_the_door():
        LoginAttempts.objects.all().delete()
    yield
    with at_the_door():
        LoginAttempts.objects.all().delete()


def owner_of(agency: AgencyRef) -> Principal:
    with at_the_door():
        token = open_session(Membership.objects.select_related("agency").get(agency_id=agency.id, role="owner")).token
    parsed = parse_token(token)
    assert parsed is not None
    found = resolve(parsed)
    assert found is not None
    return found


def try_password(email: str, password: str) -> Any:
    return Api(None).post("/session", {"email": email, "password": password})


def at_once(work: Callable[[int], Any], number: int) -> list[Any]:
    """Run the work in several threads from one moment on; gives each result, or the refusal."""
    barrier = Barrier(number)

    def started(turn: int) -> Any:
        barrier.wait()
        try:
            return work(turn)
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(started, range(number)))


def test_ten_failures_close_the_door_for_the_right_password_too_and_the_count_outlives_each_refusal(
    found: Callable[[str], AgencyRef],
) -> None:
    email, other = owner_of(found("guessed")).email, owner_of(found("other")).email
    for _ in range(FAILURES_PER_EMAIL):
        answer = try_password(email, "wrong")
        assert (answer.status_code, answer.json()["code"]) == (401, "bad_login")
    for password in ("wrong", PASSWORD):
        answer = try_password(email.upper(), password)
        assert (answer.status_code, answer.json()["code"]) == (429, "too_many_attempts")
        assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
    assert try_password(other, PASSWORD).status_code == 201


def test_the_door_opens_again_when_the_window_is_over(found: Callable[[str], AgencyRef]) -> None:
    email = owner_of(found("patient")).email
    for _ in range(FAILURES_PER_EMAIL):
        try_password(email, "wrong")
    assert try_password(email, PASSWORD).status_code == 429
    with at_the_door():
        LoginAttempts.objects.update(window_started_at=timezone.now() - timedelta(minutes=16))
    assert try_password(email, PASSWORD).status_code == 201


def test_a_person_who_does_not_exist_is_refused_and_throttled_in_the_same_words(
    found: Callable[[str], AgencyRef],
) -> None:
    def told(email: str) -> list[tuple[int, str, str]]:
        answers = [try_password(email, "wrong") for _ in range(FAILURES_PER_EMAIL + 1)]
        return [(answer.status_code, answer.json()["code"], answer.json()["detail"]) for answer in answers]

    assert told(owner_of(found("known")).email) == told(f"{uuid4().hex}@nobody.example")


def test_a_log_in_that_works_forgives_the_failures_before_it(found: Callable[[str], AgencyRef]) -> None:
    email = owner_of(found("forgetful")).email
    for _ in range(2):
        for _ in range(FAILURES_PER_EMAIL - 1):
            try_password(email, "wrong")
        assert try_password(email, PASSWORD).status_code == 201


def test_counts_of_past_windows_are_not_kept(found: Callable[[str], AgencyRef]) -> None:
    email = owner_of(found("tidy")).email
    try_password("nobody@nowhere.example", "wrong")
    with at_the_door():
        LoginAttempts.objects.update(window_started_at=timezone.now() - timedelta(minutes=16))
    assert try_password(email, PASSWORD).status_code == 201
    with at_the_door():
        assert LoginAttempts.objects.count() == 0


def test_a_password_that_was_replaced_while_it_was_checked_opens_nothing(
    found: Callable[[str], AgencyRef], monkeypatch: pytest.MonkeyPatch
) -> None:
    email = owner_of(found("hurried")).email
    really = sessions._password_is_right

    def replaced_meanwhile(user: User, password: str) -> bool:
        right = really(user, password)
        User.objects.filter(id=user.id).update(password=make_password(NEW_PASSWORD))
        return right

    with monkeypatch.context() as patched:
        patched.setattr(sessions, "_password_is_right", replaced_meanwhile)
        assert try_password(email, PASSWORD).json()["code"] == "bad_login"
    assert try_password(email, NEW_PASSWORD).status_code == 201


def reset_token_for(email: str) -> str:
    mail.outbox.clear()
    request_reset(email, address="192.0.2.1")
    wait_for_letters()
    (message,) = mail.outbox
    assert message.to == [email]
    return next(line for line in str(message.body).splitlines() if line.count(".") == 1 and " " not in line)


def test_of_two_who_use_one_reset_token_at_once_one_sets_the_password(found: Callable[[str], AgencyRef]) -> None:
    owner = owner_of(found("forgot"))
    token = reset_token_for(owner.email)
    results = at_once(lambda turn: reset(token=token, password=f"{NEW_PASSWORD} {turn}"), 2)
    assert sorted(type(result).__name__ for result in results) == ["BadToken", "NoneType"]
    winner = results.index(None)
    assert log_in(email=owner.email, password=f"{NEW_PASSWORD} {winner}", agency=None, address="192.0.2.1")


def test_a_reset_token_ends_after_half_an_hour(found: Callable[[str], AgencyRef], settings: Any) -> None:
    token = reset_token_for(owner_of(found("slow")).email)
    settings.PASSWORD_RESET_TIMEOUT = -1
    with pytest.raises(BadToken):
        reset(token=token, password=NEW_PASSWORD)
    settings.PASSWORD_RESET_TIMEOUT = 30 * 60
    reset(token=token, password=NEW_PASSWORD)


def invited(agency: AgencyRef, role: Role = Role.ANALYST) -> tuple[Invitation, str]:
    owner = owner_of(agency)
    with in_agency(agency):
        return invite(owner, email=f"{uuid4().hex}@guest.example", role=role)


def come_in(token: str) -> Any:
    return accept(token=token, display_name="Guest", password=NEW_PASSWORD, address="192.0.2.1")


def test_an_invitation_is_accepted_by_one_of_two_at_once(found: Callable[[str], AgencyRef]) -> None:
    agency = found("hosts")
    invitation, token = invited(agency)
    results = at_once(lambda _: come_in(token), 2)
    assert len([result for result in results if not isinstance(result, Exception)]) == 1
    with at_the_door():
        assert Membership.objects.filter(agency_id=agency.id, email=invitation.email).count() == 1
        assert User.objects.filter(email=invitation.email).count() == 1


def test_an_invitation_that_was_taken_back_by_a_rollback_is_not_sent(found: Callable[[str], AgencyRef]) -> None:
    agency = found("hosts")
    owner = owner_of(agency)
    mail.outbox.clear()
    with in_agency(agency):
        invite(owner, email="kept@guest.example", role=Role.ANALYST)
        with in_agency(agency):
            invite(owner, email="lost@guest.example", role=Role.ANALYST)
            transaction.set_rollback(True)
        wait_for_letters()
        assert mail.outbox == []
    wait_for_letters()
    assert [letter.to for letter in mail.outbox] == [["kept@guest.example"]]


def test_who_became_known_while_accepting_is_not_taken_over(
    found: Callable[[str], AgencyRef], monkeypatch: pytest.MonkeyPatch
) -> None:
    agency, known = found("hosts"), owner_of(found("elsewhere"))
    owner = owner_of(agency)
    with in_agency(agency):
        _, token = invite(owner, email=known.email, role=Role.ANALYST)
    really = arrivals._user_of

    def not_yet_known(_: str) -> None:
        monkeypatch.setattr(arrivals, "_user_of", really)

    monkeypatch.setattr(arrivals, "_user_of", not_yet_known)
    with pytest.raises(NotYou):
        come_in(token)
    opened = accept(token=token, display_name="Guest", password=PASSWORD, address="192.0.2.1")
    assert opened.membership.user_id == known.user_id


def test_an_expired_invitation_opens_nothing(found: Callable[[str], AgencyRef]) -> None:
    agency = found("hosts")
    invitation, token = invited(agency)
    with in_agency(agency):
        Invitation.objects.filter(id=invitation.id).update(expires_at=timezone.now())
    with pytest.raises(BadToken):
        come_in(token)
    with in_agency(agency):
        Invitation.objects.filter(id=invitation.id).update(expires_at=timezone.now() + timedelta(days=1))
    assert come_in(token).membership.role == Role.ANALYST


def test_two_owners_who_demote_each_other_at_once_leave_one_owner(found: Callable[[str], AgencyRef]) -> None:
    agency = found("duel")
    invitation, token = invited(agency, Role.OWNER)
    come_in(token)
    with in_agency(agency):
        owners = list(Membership.objects.filter(role=Role.OWNER).order_by("created_at"))
    first = owner_of_row(owners[0])
    second = owner_of_row(owners[1])

    def demote(turn: int) -> Membership:
        with in_agency(agency):
            return change_role((first, second)[turn], owners[1 - turn], role=Role.ADMIN)

    results = at_once(demote, 2)
    assert [type(result) for result in results].count(LastOwner) == 1
    with in_agency(agency):
        assert Membership.objects.filter(role=Role.OWNER).count() == 1
    assert invitation.role == Role.OWNER


def test_of_two_changes_of_one_role_from_one_version_one_is_refused(found: Callable[[str], AgencyRef]) -> None:
    agency = found("tug")
    owner = owner_of(agency)
    _, token = invited(agency)
    guest = come_in(token).membership

    def change(turn: int) -> Membership:
        with in_agency(agency):
            return change_role(owner, guest, role=(Role.CLIENT, Role.ADMIN)[turn], expected=1)

    assert [type(result) for result in at_once(change, 2)].count(VersionConflict) == 1


def test_a_member_who_was_raised_meanwhile_is_out_of_reach(found: Callable[[str], AgencyRef]) -> None:
    agency = found("rise")
    owner = owner_of(agency)
    admin = owner_of_row(come_in(invited(agency, Role.ADMIN)[1]).membership)
    guest = come_in(invited(agency)[1]).membership
    with in_agency(agency):
        change_role(owner, guest, role=Role.OWNER)
    with in_agency(agency), pytest.raises(RoleTooHigh):
        remove(admin, guest)


def owner_of_row(membership: Membership) -> Principal:
    with at_the_door():
        token = open_session(Membership.objects.select_related("agency").get(id=membership.id)).token
    parsed = parse_token(token)
    assert parsed is not None
    found = resolve(parsed)
    assert found is not None
    return found
