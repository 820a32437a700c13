"""What the installation is told from outside is understood, or refused in words."""

import re

import pytest

from config.environment import environment


@pytest.fixture(autouse=True)
def _unread():
    """Forget what was read before and after."""
    environment.cache_clear()
    yield
    environment.cache_clear()


def test_variables_that_cannot_be_understood_are_named_one_by_one(monkeypatch):
    monkeypatch.setenv("YARDSTICK_PORT", "eight")
    monkeypatch.setenv("YARDSTICK_PAGES_KEPT", "-1")
    with pytest.raises(SystemExit) as refused:
        environment()
    assert [line.split(":")[0] for line in str(refused.value).splitlines()] == [
        "YARDSTICK_PORT is 'eight'",
        "YARDSTICK_PAGES_KEPT is '-1'",
    ]


@pytest.mark.parametrize(
    ("name", "said", "told"),
    [
        ("DATABASE_URL", "nonsense", "DATABASE_URL: an address like postgresql://"),
        ("DATABASE_URL", "postgres://a:secret@here:abc/x", "DATABASE_URL: a port is a number from 1 to 65535"),
        ("DATABASE_URL", "postgres://a:secret@one:5432,two:0/x", "DATABASE_URL: a port is a number from 1 to 65535"),
        ("YARDSTICK_POOLER", "nonsense", "YARDSTICK_POOLER is 'nonsense': a host and its port are expected"),
        ("YARDSTICK_POOLER", "pooler:99999", "YARDSTICK_POOLER is 'pooler:99999'"),
        ("YARDSTICK_BASE_URL", "ftp://yardstick.example", "YARDSTICK_BASE_URL is 'ftp://yardstick.example'"),
        ("YARDSTICK_BASE_URL", "https://yardstick.example:99999", "YARDSTICK_BASE_URL is"),
        ("YARDSTICK_BASE_URL", "http://[::1", "YARDSTICK_BASE_URL is 'http://[::1'"),
        ("YARDSTICK_BASE_URL", "yardstick", "YARDSTICK_BASE_URL is 'yardstick'"),
        ("YARDSTICK_SECRET_KEY_FILE", "/nowhere", "YARDSTICK_SECRET_KEY_FILE is '/nowhere'"),
        ("YARDSTICK_PORT", "70000", "YARDSTICK_PORT is '70000'"),
        ("YARDSTICK_WORKERS", "0", "YARDSTICK_WORKERS is '0'"),
    ],
)
def test_what_can_never_work_is_refused_before_anything_starts(monkeypatch, name, said, told):
    monkeypatch.setenv(name, said)
    with pytest.raises(SystemExit, match=f"^{re.escape(told)}") as refused:
        environment()
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("DATABASE_URL", "postgresql://u@one:5432,two:5433/x?target_session_attrs=read-write"),
        ("DATABASE_URL", "postgresql://u@one,two/x"),
        ("DATABASE_URL", "host=/run/postgresql dbname=x"),
        ("YARDSTICK_POOLER", "[::1]:6432"),
        ("YARDSTICK_BASE_URL", "https://yardstick.example/app"),
        ("YARDSTICK_SECRET_KEY_FILE", ""),
        ("YARDSTICK_SECRET_KEY_FILE", "/dev/null"),
    ],
)
def test_what_may_well_work_is_taken(monkeypatch, name, said):
    monkeypatch.setenv(name, said)
    environment()


def test_variables_that_are_understood_are_taken(monkeypatch):
    monkeypatch.setenv("YARDSTICK_PORT", "8123")
    assert environment().port == 8123
