"""What is left for after the commit runs in the agency that asked for it, and not at all after a rollback."""

import pytest
from django.db import connection

from agencies.context import current_agency, in_agency, on_commit_in_agency
from agencies.errors import AgencySwitchError
from clients.models import Brand
from tests.people import World

pytestmark = pytest.mark.commits


def test_work_runs_after_the_commit_in_a_context_of_the_same_agency(committing: World) -> None:
    seen: list[object] = []
    with in_agency(committing.north):
        on_commit_in_agency(lambda: seen.append(current_agency()))
        assert seen == []
    assert seen == [committing.north]
    assert current_agency() is None


def test_each_agencys_work_sees_its_own_rows(committing: World) -> None:
    seen: list[set[object]] = []
    for agency in (committing.north, committing.south):
        with in_agency(agency):
            on_commit_in_agency(lambda: seen.append(set(Brand.objects.values_list("id", flat=True))))
    assert seen == [{committing.aurora, committing.borealis}, {committing.southern}]


def test_nothing_runs_after_a_rollback(committing: World) -> None:
    ran: list[str] = []
    with pytest.raises(LookupError), in_agency(committing.north):  # noqa: PT012 - the context's end is part of what raises
        on_commit_in_agency(lambda: ran.append("after a rollback"))
        raise LookupError
    with in_agency(committing.north):
        on_commit_in_agency(lambda: ran.append("after the commit"))
    assert ran == ["after the commit"]


def test_nothing_runs_for_a_nested_context_that_rolled_back(committing: World) -> None:
    ran: list[str] = []
    with in_agency(committing.north):
        on_commit_in_agency(lambda: ran.append("outer"))
        with pytest.raises(LookupError), in_agency(committing.north):  # noqa: PT012 - the context's end is part of what raises
            on_commit_in_agency(lambda: ran.append("inner"))
            raise LookupError
    assert ran == ["outer"]


def test_what_fails_after_the_commit_leaves_no_context_behind(committing: World) -> None:
    def fail() -> None:
        raise LookupError

    with pytest.raises(LookupError), in_agency(committing.north):
        on_commit_in_agency(fail)
    assert current_agency() is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("yardstick_app",)


def test_outside_an_agency_there_is_nothing_to_come_back_to(committing: World) -> None:
    with pytest.raises(AgencySwitchError):
        on_commit_in_agency(list)
