"""One process at a time starts or stops a server."""

import os
from pathlib import Path

import pytest

from database import Code, DatabaseUnavailable
from database.locks import try_hold, turn


def test_who_waits_too_long_for_a_turn_learns_who_holds_it(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    with turn(file, patience=0):
        with (
            pytest.raises(DatabaseUnavailable, match=f"Process {os.getpid()} has been") as refusal,
            turn(file, patience=0.1),
        ):
            pytest.fail("the lock was given twice")
        assert refusal.value.code is Code.BUSY

    with turn(file, patience=0):
        assert try_hold(file) is None


def test_a_lock_is_held_until_its_last_copy_is_closed(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    first = try_hold(file)
    assert first is not None
    inherited = os.dup(first)

    os.close(first)
    assert try_hold(file) is None

    os.close(inherited)
    again = try_hold(file)
    assert again is not None
    os.close(again)


def test_a_lock_file_is_not_followed_to_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "lock").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(OSError, match="symbolic links"):
        try_hold(tmp_path / "lock")
    assert not (tmp_path / "elsewhere").exists()
