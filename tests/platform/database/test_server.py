"""DATABASE_URL is understood, and written back as it was meant."""

from pathlib import Path

import pytest

from database import Code, DatabaseUnavailable, home_from_environment, server_from_environment, server_of_url


def test_database_url_is_the_server_and_nothing_is_started(tmp_path: Path) -> None:
    environ = {
        "DATABASE_URL": "postgresql://owner:secret@db.example:6543/yardstick",
        "YARDSTICK_HOME": str(tmp_path / "home"),
    }

    server = server_from_environment(environ)

    assert (server.host, server.port, server.superuser, server.password) == ("db.example", 6543, "owner", "secret")
    assert not server.embedded
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("postgresql://owner:secret@db.example:6543/shop", "postgresql://owner:secret@db.example:6543/shop"),
        ("postgres://owner@db.example", "postgresql://owner@db.example:5432/owner"),
        ("postgresql://o:p%40ss%2Fw%3Ard@h/d%20b", "postgresql://o:p%40ss%2Fw%3Ard@h:5432/d%20b"),
        ("postgresql://o:p@h/d?sslmode=require", "postgresql://o:p@h:5432/d?sslmode=require"),
        ("postgresql://o:p@[::1]:6543/d", "postgresql://o:p@[::1]:6543/d"),
        ("host=/run/pg user=o password=p dbname=d", "postgresql://o:p@:5432/d?host=%2Frun%2Fpg"),
    ],
)
def test_a_url_is_written_back_complete(given: str, written: str) -> None:
    assert server_of_url(given).url() == written
    assert server_of_url(written).url() == written


def test_a_url_can_lead_to_another_database_of_the_server() -> None:
    server = server_of_url("postgresql://o:p@h/d?sslmode=require")

    assert server.url("agency data") == "postgresql://o:p@h:5432/agency%20data?sslmode=require"


@pytest.mark.parametrize(
    "url",
    [
        "mysql://owner:hidden-word@h/d",
        "postgresql://owner:hidden-word@h:port/d",
        "postgresql://owner:hidden-word@h/d?nonsense=1",
        "postgresql://h/d",
        "postgresql://owner:hidden-word@h1,h2/d",
    ],
)
def test_a_url_that_names_no_single_server_is_refused_without_showing_its_password(url: str) -> None:
    with pytest.raises(DatabaseUnavailable) as refusal:
        server_of_url(url)

    assert refusal.value.code is Code.BAD_URL
    assert "hidden-word" not in refusal.value.detail


def test_the_home_is_a_hidden_folder_here_unless_the_environment_names_one() -> None:
    assert home_from_environment({}) == Path.cwd() / ".yardstick"
    assert home_from_environment({"YARDSTICK_HOME": ""}) == Path.cwd() / ".yardstick"
    assert home_from_environment({"YARDSTICK_HOME": "/srv/yardstick"}) == Path("/srv/yardstick")
