"""The server's command and the address it is asked under."""

import pytest

from config.environment import Environment
from config.launcher.address import AddressTaken, reachable_host, require_free_address
from config.launcher.server import COMMAND_VARIABLE, command


def test_granian_serves_where_nothing_else_is_stated(monkeypatch):
    monkeypatch.delenv(COMMAND_VARIABLE, raising=False)
    words = command(Environment(host="127.0.0.1", port=8123, workers=3))
    assert words[1:3] == ["-m", "granian"]
    assert " ".join(words).endswith("config.wsgi:application")
    assert {"8123", "3"} <= set(words)


def test_the_command_is_swapped_by_a_variable(monkeypatch):
    monkeypatch.setenv(COMMAND_VARIABLE, "gunicorn --bind {host}:{port} --workers {workers} 'config.wsgi'")
    chosen = Environment(host="127.0.0.1", port=8123, workers=3)
    assert command(chosen) == ["gunicorn", "--bind", "127.0.0.1:8123", "--workers", "3", "config.wsgi"]


@pytest.mark.parametrize(
    ("host", "near"),
    [("0.0.0.0", "127.0.0.1"), ("::", "[::1]"), ("127.0.0.1", "127.0.0.1"), ("::1", "[::1]")],  # noqa: S104
)
def test_a_server_that_listens_everywhere_is_asked_on_this_machine(host, near):
    assert reachable_host(host) == near


def test_a_host_that_is_not_this_machines_cannot_be_listened_on():
    with pytest.raises(AddressTaken, match="Nothing was started"):
        require_free_address("192.0.2.1", 8000)
