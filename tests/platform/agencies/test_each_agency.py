"""A command for several agencies goes on over those that fail, and tells no words of theirs."""

from datetime import datetime
from typing import ClassVar

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from agencies.errors import AgencyError
from agencies.management.each_agency import EachAgencyCommand
from agencies.references import AgencyRef
from tests.people import World

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
SECRET = "what the agency wrote"


class Failing(EachAgencyCommand):
    """Fails for north."""

    failure: ClassVar[Exception]

    def work(self, agency: AgencyRef, *, now: datetime, dry_run: bool) -> str:
        if agency.slug == "north":
            raise self.failure
        return f"done, {dry_run}"


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (AgencyError("It is closing"), "north: It is closing"),
        (OperationalError(SECRET), "north: OperationalError"),
        (OSError(SECRET), "north: OSError"),
    ],
)
def test_one_that_fails_stops_no_other(
    world: World, failure: Exception, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Failing.failure = failure
    with pytest.raises(CommandError, match="north"):
        call_command(Failing(), "north", "south")
    said = capsys.readouterr()
    assert (said.out, said.err) == ("south: done, False\n", f"{told}\n")


def test_an_agency_that_nobody_knows_is_refused_before_anything_is_done(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError, match="nowhere"):
        call_command(Failing(), "south", "nowhere")
    assert capsys.readouterr().out == ""
    call_command(Failing(), "south", dry_run=True)
    assert capsys.readouterr().out == "south: done, True\n"
