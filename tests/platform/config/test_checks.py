"""Mistakes of an installation that are told before it starts."""

from collections.abc import Iterator

import pytest

from config.checks import CONSOLE, letters_leave_the_logs, secret_is_strong
from config.environment import environment


@pytest.fixture
def stated(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """State variables of an installation; what was read before is read again afterwards."""
    environment.cache_clear()
    yield monkeypatch
    environment.cache_clear()


def test_letters_to_the_console_are_warned_of_in_production_alone(stated):
    stated.setenv("YARDSTICK_EMAIL_BACKEND", CONSOLE)
    assert letters_leave_the_logs() == []
    environment.cache_clear()
    stated.setenv("YARDSTICK_PRODUCTION", "true")
    assert [message.id for message in letters_leave_the_logs()] == ["yardstick.W002"]
    environment.cache_clear()
    stated.setenv("YARDSTICK_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
    assert letters_leave_the_logs() == []


def test_production_needs_a_secret_of_its_own(stated):
    stated.setenv("YARDSTICK_PRODUCTION", "true")
    stated.setenv("YARDSTICK_SECRET_KEY", "short")
    assert [message.id for message in secret_is_strong()] == ["yardstick.E001"]
    environment.cache_clear()
    stated.setenv("YARDSTICK_SECRET_KEY", "s" * 32)
    assert secret_is_strong() == []


@pytest.mark.parametrize(
    ("base_url", "allowed", "hosts"),
    [
        ("", "a.example, b.example", ["a.example", "b.example", "127.0.0.1"]),
        ("https://b.example", "a.example,b.example", ["a.example", "b.example"]),
        ("https://c.example:8443/", "", ["c.example"]),
    ],
)
def test_the_host_of_the_public_address_is_always_answered(stated, base_url, allowed, hosts):
    stated.setenv("YARDSTICK_BASE_URL", base_url)
    stated.setenv("YARDSTICK_ALLOWED_HOSTS", allowed)
    assert environment().hosts() == hosts
