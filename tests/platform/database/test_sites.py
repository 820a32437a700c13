"""Every part of a server lies where only its account can reach it."""

import os
from pathlib import Path

import pytest

import database
from database import Code, DatabaseUnavailable
from database.accounts import Account, account_of, caller, server_account
from database.programs import Programs, copied_programs, run_as, wheel_programs
from database.sites import LONGEST_SOCKET_PATH, SOCKET_NAME, Site, is_private, short_socket_folder, socket_folder
from tests.platform.database.conftest import answer, site_of
from tests.platform.database.ordinary_user import as_user, readable_wheel


def site_in(room: Path) -> Site:
    """Return a site of the caller's own; its programs are not used."""
    room.mkdir(parents=True)
    return Site(records=room, room=room, account=caller(), programs=Programs(room))


def test_a_short_room_has_its_socket_inside(open_folder: Path) -> None:
    site = site_in(open_folder / "room")

    assert socket_folder(site) == site.room / "socket"
    assert is_private(site.room / "socket", caller())


def test_a_long_room_has_its_socket_in_a_short_private_folder(open_folder: Path) -> None:
    site = site_in(open_folder / ("long-" * 30))

    folder = socket_folder(site)

    assert len(str(folder / SOCKET_NAME)) <= LONGEST_SOCKET_PATH
    assert is_private(folder, caller())
    assert socket_folder(site) == folder
    folder.rmdir()


@pytest.mark.parametrize("trap", ["open to others", "a link"])
def test_a_short_folder_that_somebody_prepared_is_not_used(open_folder: Path, trap: str) -> None:
    site = site_in(open_folder / ("long-" * 30))
    prepared = short_socket_folder(site)
    if trap == "a link":
        prepared.symlink_to(open_folder)
    else:
        prepared.mkdir()
        prepared.chmod(0o777)

    folder = socket_folder(site)

    assert folder != prepared
    assert is_private(folder, caller())
    folder.rmdir()
    if trap == "a link":
        prepared.unlink()
    else:
        prepared.rmdir()


def test_copied_programs_run_for_the_servers_account_and_are_copied_once(open_folder: Path) -> None:
    programs = copied_programs(open_folder)
    made = Path(programs.path("postgres")).stat().st_mtime_ns, open_folder.stat().st_mtime_ns

    assert run_as(programs, server_account())
    assert copied_programs(open_folder) == programs
    assert (Path(programs.path("postgres")).stat().st_mtime_ns, open_folder.stat().st_mtime_ns) == made
    assert programs.bin != wheel_programs().bin


def test_programs_that_the_account_cannot_reach_are_noticed(open_folder: Path) -> None:
    assert not run_as(Programs(open_folder), server_account())


def test_an_ordinary_user_has_the_data_inside_the_home(open_folder: Path, ordinary_uid: int) -> None:
    home = open_folder / "users" / "home"
    home.parent.mkdir()
    os.chown(home.parent, ordinary_uid, -1)

    def start_and_look() -> str:
        server = database.ensure_running(home, durable=False)
        site = site_of(home)
        assert database.ensure_running(home, durable=False) == server
        assert answer(server, "SELECT 1") == 1
        assert site.data == home / "database" / "data"
        assert site.data.stat().st_uid == os.geteuid() == ordinary_uid
        assert database.stop(home)
        return "all well"

    assert as_user(ordinary_uid, readable_wheel(open_folder), start_and_look) == "all well"


def test_an_ordinary_user_with_a_long_home_has_a_short_private_socket(open_folder: Path, ordinary_uid: int) -> None:
    home = open_folder / "users" / ("long-" * 30) / "home"
    (open_folder / "users").mkdir()
    os.chown(open_folder / "users", ordinary_uid, -1)

    def start_and_look() -> str:
        server = database.ensure_running(home, durable=False)
        assert server.socket_dir is not None
        assert is_private(server.socket_dir, caller())
        assert len(str(server.socket_dir / SOCKET_NAME)) <= LONGEST_SOCKET_PATH
        database.discard(home)
        return "all well"

    assert as_user(ordinary_uid, readable_wheel(open_folder), start_and_look) == "all well"


def test_a_copied_home_of_an_ordinary_user_gets_a_server_of_its_own(open_folder: Path, ordinary_uid: int) -> None:
    users = open_folder / "users"
    users.mkdir()
    os.chown(users, ordinary_uid, -1)

    def start_both() -> str:
        first = database.ensure_running(users / "first", durable=False)
        site = site_of(users / "first")
        os.system(f"cp -r {users}/first {users}/second")  # noqa: S605 (a copy of a living home, as somebody in a hurry makes it)
        second = database.ensure_running(users / "second", durable=False)
        found = answer(second, "SHOW data_directory")
        database.discard(users / "second")
        assert answer(first, "SHOW data_directory") == str(site.data)
        database.discard(users / "first")
        return str(found)

    assert as_user(ordinary_uid, readable_wheel(open_folder), start_both) == str(users / "second" / "database" / "data")


def test_a_user_is_told_that_a_home_is_roots_or_another_users(home: Path, open_folder: Path, ordinary_uid: int) -> None:
    theirs = open_folder / "theirs"
    (theirs / "database").mkdir(parents=True)
    (theirs / "database").chmod(0o700)
    if os.geteuid() == ordinary_uid:
        theirs = Path("/")

    def start() -> str:
        try:
            database.ensure_running(theirs)
        except database.DatabaseUnavailable as refusal:
            return refusal.code
        return "started"

    assert as_user(ordinary_uid, readable_wheel(open_folder), start) in {"foreign_owner", "unwritable"}
    assert not home.exists()


def test_root_without_an_account_to_become_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("database.accounts.os.geteuid", lambda: 0)
    monkeypatch.setattr("database.accounts.UNPRIVILEGED", ("no-such-account",))

    with pytest.raises(DatabaseUnavailable, match="set DATABASE_URL") as refusal:
        server_account()

    assert refusal.value.code is Code.NO_ACCOUNT


def test_the_account_nobody_can_run_the_server_and_keeps_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as without_postgres:
        without_postgres.setattr("database.accounts.UNPRIVILEGED", ("no-such-account", "nobody"))
        server = database.ensure_running(home, durable=False)
        account = site_of(home).account
        database.stop(home)

    assert database.ensure_running(home, durable=False).url() == server.url()
    assert site_of(home).account == account


def test_a_place_for_roots_data_that_does_not_work_is_passed_over(
    open_folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("database.sites.ROOT_BASES", (Path("/proc/no-folder"), open_folder / "base"))

    server = database.ensure_running(home, durable=False)

    assert answer(server, "SELECT 1") == 1
    assert site_of(home).room.parent in {open_folder / "base", home}


def test_an_account_without_a_name_is_called_by_its_number() -> None:
    assert account_of(61799) == Account(uid=61799, gid=os.getegid(), name="uid 61799")
