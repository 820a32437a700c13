"""What the server is configured to do."""

import psycopg
import pytest

import database
from tests.platform.database.conftest import answer


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("listen_addresses", "127.0.0.1"),
        ("unix_socket_permissions", "0700"),
        ("max_connections", "200"),
        ("shared_buffers", "128MB"),
        ("TimeZone", "UTC"),
        ("jit", "off"),
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("full_page_writes", "on"),
        ("server_encoding", "UTF8"),
        ("password_encryption", "scram-sha-256"),
    ],
)
def test_a_server_has_the_settings_of_a_small_production_server(
    shared_server: database.Server, setting: str, value: str
) -> None:
    assert answer(shared_server, f"SHOW {setting}") == value


def test_text_is_compared_by_the_builtin_utf8_locale(shared_server: database.Server) -> None:
    locale = "SELECT concat_ws(' ', datlocprovider, datlocale) FROM pg_database WHERE datname = 'template1'"

    assert answer(shared_server, locale) == "b C.UTF-8"
    assert answer(shared_server, "SELECT upper('é')") == "É"


def test_every_way_in_asks_for_the_password(shared_server: database.Server) -> None:
    for host in ("127.0.0.1", str(shared_server.socket_dir)):
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(host=host, port=shared_server.port, user="postgres", password="a guess", dbname="postgres")


def test_only_scram_verifiers_and_rules_are_in_use(shared_server: database.Server) -> None:
    methods = "SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules"

    assert answer(shared_server, methods) == "scram-sha-256"
    assert str(answer(shared_server, "SELECT rolpassword FROM pg_authid WHERE rolname = 'postgres'")).startswith(
        "SCRAM"
    )


def test_a_server_for_tests_trades_durability_for_speed(server: database.Server) -> None:
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        assert answer(server, f"SHOW {setting}") == "off"


def test_a_servers_text_does_not_show_its_password(shared_server: database.Server) -> None:
    assert shared_server.password not in repr(shared_server)
