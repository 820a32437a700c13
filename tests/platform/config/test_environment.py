"""What the installation is told from outside is understood, or refused in words."""

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


def test_variables_that_are_understood_are_taken(monkeypatch):
    monkeypatch.setenv("YARDSTICK_PORT", "8123")
    assert environment().port == 8123
