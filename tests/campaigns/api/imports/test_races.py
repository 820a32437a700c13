"""Imports into one account at once, with real commits: nothing is lost, nobody waits forever, the months agree."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connections

from agencies.context import at_the_door, in_agency
from agencies.lifecycle import close
from agencies.provisioning import Founder, Founding, provision
from agencies.references import AgencyRef
from campaigns.imports.rollup import differences
from campaigns.models import AccountDay, AccountMonth
from clients.models import Brand
from people.models import Membership
from people.sessions import open_session
from tests.campaigns.api.imports.uploading import new_account, send, sent
from tests.conftest import Api
from tests.exports.tables import csv_bytes
from tests.holders import holding
from tests.people import PASSWORD

pytestmark = pytest.mark.commits
ROUNDS = 10
MONTH = [date(2026, 1, 1) + timedelta(days=number) for number in range(31)]
CAPTURED = "2026-02-15"


class Arena:
    """An agency that commits: one token, a client a thread, a fresh account a round."""

    def __init__(self, agency: AgencyRef) -> None:
        self.agency = agency
        with at_the_door():
            owner = Membership.objects.select_related("agency").get(agency_id=agency.id)
            self.token = open_session(owner).token
        with in_agency(agency):
            self.brand = Brand.objects.create(name="Raced", currency="EUR").id

    def client(self) -> Api:
        return holding(self.token)

    def account(self) -> str:
        return new_account(self.client(), self.brand, "tiktok", uuid4().hex)


@pytest.fixture(scope="module")
def arena(world: Any, django_db_blocker: Any) -> Iterator[Arena]:
    with django_db_blocker.unblock():
        slug = f"races-{uuid4().hex[:8]}"
        founder = Founder(email=f"owner@{slug}.example", name="owner", password=PASSWORD)
        yield Arena(provision(Founding(slug=slug, name="Races", founder=founder)))
        connections.close_all()
        close(slug, drop_data=True)


def month_of(**values: int) -> bytes:
    return csv_bytes(["day", *values], [[day.isoformat(), *values.values()] for day in MONTH])


def at_once(*requests: Callable[[], Any]) -> list[Any]:
    """Send each request from a thread of its own at the same moment."""
    barrier = Barrier(len(requests), timeout=30)

    def run(request: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return request()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(run, requests))


def stored(arena: Arena, account: UUID | str, *metrics: str) -> tuple[set[Any], set[Any]]:
    """Give the distinct days' and the months' values, and make sure that they agree."""
    with in_agency(arena.agency):
        assert differences() == []
        days = AccountDay.objects.filter(account_id=account)
        months = AccountMonth.objects.filter(account_id=account)
        return set(days.values_list(*metrics)), set(months.values_list(*metrics))


@pytest.mark.parametrize("number", range(ROUNDS))
def test_two_files_with_different_columns_of_one_month_both_count(arena: Arena, number: int) -> None:
    account = arena.account()
    one, two = month_of(views=5, likes=2), month_of(comments=3, shares=4)
    answers = at_once(
        lambda: send(arena.client(), account, one, captured_on=CAPTURED),
        lambda: send(arena.client(), account, two, captured_on=CAPTURED),
    )
    assert [answer.status_code for answer in answers] == [201, 201]
    days, months = stored(arena, account, "views", "likes", "comments", "shares")
    assert days == {(5, 2, 3, 4)}
    assert months == {(155, 62, 93, 124)}


@pytest.mark.parametrize("number", range(ROUNDS))
def test_of_two_files_with_the_same_columns_one_wins_whole(arena: Arena, number: int) -> None:
    account = arena.account()
    one, two = month_of(views=5, likes=2), month_of(views=7, likes=1)
    answers = at_once(
        lambda: sent(arena.client(), account, one, captured_on=CAPTURED),
        lambda: sent(arena.client(), account, two, captured_on=CAPTURED),
    )
    counts = sorted((made["counts"]["new"], made["counts"]["changed"]) for made in answers)
    assert counts == [(0, 31), (31, 0)]
    days, months = stored(arena, account, "views", "likes")
    assert (days, months) in (({(5, 2)}, {(155, 62)}), ({(7, 1)}, {(217, 31)}))


@pytest.mark.parametrize("number", range(ROUNDS))
def test_the_same_file_at_once_is_new_once(arena: Arena, number: int) -> None:
    account = arena.account()
    data = month_of(views=5)
    answers = at_once(*[lambda: sent(arena.client(), account, data, captured_on=CAPTURED)] * 3)
    counts = sorted((made["counts"]["new"], made["counts"]["unchanged"]) for made in answers)
    assert counts == [(0, 31), (0, 31), (31, 0)]
    assert stored(arena, account, "views") == ({(5,)}, {(155,)})


@pytest.mark.parametrize("number", range(ROUNDS))
def test_an_import_and_a_revert_at_once_leave_what_stands(arena: Arena, number: int) -> None:
    account = arena.account()
    first = sent(arena.client(), account, month_of(views=9, likes=9), captured_on=CAPTURED)
    answers = at_once(
        lambda: arena.client().post(f"/imports/{first['id']}:revert"),
        lambda: send(arena.client(), account, month_of(views=5), captured_on=CAPTURED),
    )
    assert [answer.status_code for answer in answers] == [200, 201]
    assert stored(arena, account, "views", "likes") == ({(5, None)}, {(155, None)})


def test_a_preview_committed_twice_at_once_is_loaded_once(arena: Arena) -> None:
    account = arena.account()
    preview = sent(arena.client(), account, month_of(views=5), captured_on=CAPTURED, mode="preview")
    commit = f"/imports/{preview['id']}:commit"
    answers = at_once(lambda: arena.client().post(commit), lambda: arena.client().post(commit))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert stored(arena, account, "views") == ({(5,)}, {(155,)})
