"""Imports into one account at once, with real commits: nothing is lost, nobody waits forever, the months agree."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from agencies.context import in_agency
from campaigns.imports.rollup import differences
from campaigns.models import AccountDay, AccountMonth
from tests.campaigns.api.imports.uploading import new_account, send, sent
from tests.exports.tables import csv_bytes
from tests.racing import Arena, at_once, committed_agency

pytestmark = pytest.mark.commits
ROUNDS = 10
MONTH = [date(2026, 1, 1) + timedelta(days=number) for number in range(31)]
CAPTURED = "2026-02-15"


class ImportArena(Arena):
    """An arena with a fresh account a round."""

    def account(self) -> str:
        return new_account(self.client(), self.brand, "tiktok", uuid4().hex)


@pytest.fixture(scope="module")
def arena(world: Any, django_db_blocker: Any) -> Iterator[ImportArena]:
    with django_db_blocker.unblock(), committed_agency("races") as agency:
        yield ImportArena(agency)


def month_of(**values: int) -> bytes:
    return csv_bytes(["day", *values], [[day.isoformat(), *values.values()] for day in MONTH])


def stored(arena: ImportArena, account: UUID | str, *metrics: str) -> tuple[set[Any], set[Any]]:
    """Give the distinct days' and the months' values, and make sure that they agree."""
    with in_agency(arena.agency):
        assert differences() == []
        days = AccountDay.objects.filter(account_id=account)
        months = AccountMonth.objects.filter(account_id=account)
        return set(days.values_list(*metrics)), set(months.values_list(*metrics))


@pytest.mark.parametrize("number", range(ROUNDS))
def test_two_files_with_different_columns_of_one_month_both_count(arena: ImportArena, number: int) -> None:
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
def test_of_two_files_with_the_same_columns_one_wins_whole(arena: ImportArena, number: int) -> None:
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
def test_the_same_file_at_once_is_new_once(arena: ImportArena, number: int) -> None:
    account = arena.account()
    data = month_of(views=5)
    answers = at_once(*[lambda: sent(arena.client(), account, data, captured_on=CAPTURED)] * 3)
    counts = sorted((made["counts"]["new"], made["counts"]["unchanged"]) for made in answers)
    assert counts == [(0, 31), (0, 31), (31, 0)]
    assert stored(arena, account, "views") == ({(5,)}, {(155,)})


@pytest.mark.parametrize("number", range(ROUNDS))
def test_an_import_and_a_revert_at_once_leave_what_stands(arena: ImportArena, number: int) -> None:
    account = arena.account()
    first = sent(arena.client(), account, month_of(views=9, likes=9), captured_on=CAPTURED)
    answers = at_once(
        lambda: arena.client().post(f"/imports/{first['id']}:revert"),
        lambda: send(arena.client(), account, month_of(views=5), captured_on=CAPTURED),
    )
    assert [answer.status_code for answer in answers] == [200, 201]
    assert stored(arena, account, "views", "likes") == ({(5, None)}, {(155, None)})


def test_a_preview_committed_twice_at_once_is_loaded_once(arena: ImportArena) -> None:
    account = arena.account()
    preview = sent(arena.client(), account, month_of(views=5), captured_on=CAPTURED, mode="preview")
    commit = f"/imports/{preview['id']}:commit"
    answers = at_once(lambda: arena.client().post(commit), lambda: arena.client().post(commit))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert stored(arena, account, "views") == ({(5,)}, {(155,)})
