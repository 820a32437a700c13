"""Loading a file from the command line."""

from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from agencies.context import in_agency
from campaigns.imports.bar import Bar
from campaigns.models import AccountDay, Import
from campaigns.progress import Stage
from clients.models import NetworkAccount
from tests.racing import Arena, committed_agency

DAYS = "day,views\n2026-01-01,5\n2026-01-02,many\n"


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


pytestmark = pytest.mark.commits


@pytest.fixture(scope="module")
def arena(world, django_db_blocker):
    with django_db_blocker.unblock(), committed_agency("command") as agency:
        yield Arena(agency)


@pytest.fixture
def account(arena):
    with in_agency(arena.agency):
        account = NetworkAccount.objects.create(brand_id=arena.brand, network="tiktok", handle=uuid4().hex)
    return account.id


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "days.csv"
    path.write_text(DAYS)
    return path


@pytest.fixture
def run(arena, account):
    def run(*arguments, account=account) -> str:
        told, target = StringIO(), (f"--agency={arena.agency.slug}", f"--account={account}")
        call_command("import", *map(str, arguments), *target, stdout=told)
        return told.getvalue()

    return run


def test_a_file_is_loaded_and_what_was_refused_is_told_line_by_line(run, arena, account, file):
    said = run(file, "--captured-on=2026-02-01")
    assert "committed as canonical.account_day: 2 rows, 1 new" in said
    assert "line 3: bad_number in views: many" in said
    with in_agency(arena.agency):
        assert AccountDay.objects.get(account_id=account).views == 5
        assert Import.objects.get(account=account).created_by == "command line"


def test_a_preview_stores_nothing(run, arena, account, file):
    assert "previewed as" in run(file, "--preview")
    with in_agency(arena.agency):
        assert not AccountDay.objects.filter(account_id=account).exists()


def test_a_file_that_is_refused_as_a_whole_fails_the_command_with_its_code(run, arena, account, file):
    file.write_text("<html>")
    with pytest.raises(CommandError, match="not_a_table"):
        run(file)
    with in_agency(arena.agency):
        assert not Import.objects.filter(account=account).exists()


def test_an_account_of_another_agency_is_none(run, world, file):
    with pytest.raises(CommandError, match="no account"):
        run(file, account=world.southern_account)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["nowhere.csv"], "there is no file nowhere.csv"),
        (["{file}", "--captured-on=yesterday"], "2026-02-28"),
        (["{file}", "--profile=unheard.of"], "unheard.of"),
    ],
)
def test_a_mistyped_argument_is_named(run, file, arguments, complaint):
    with pytest.raises(CommandError, match=complaint):
        run(*[argument.format(file=file) for argument in arguments])


def test_an_agency_that_is_not_there_is_named(arena, file):
    with pytest.raises(CommandError, match="nobody-here"):
        call_command("import", str(file), "--agency=nobody-here", f"--account={uuid4()}")


def test_the_bar_shows_the_share_at_a_terminal_and_nothing_elsewhere():
    terminal, pipe = Terminal(), StringIO()
    for out in (terminal, pipe):
        with Bar(out, rows=1000) as bar:
            bar.reached(Stage.STAGING, 500, 1000)
            bar.settle()
    assert terminal.getvalue().endswith("] 100 %    0 s left\n")
    assert pipe.getvalue() == ""
