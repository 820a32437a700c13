"""A real PgBouncer in transaction mode before the tests' server, on loopback, with two connections for everybody."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config.databases import OWNER, RUNTIME, server_login
from config.environment import environment

SERVER_CONNECTIONS = 2
CONFIGURATION = """
[databases]
* = host={host} port={server_port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {folder}/users.txt
pool_mode = transaction
default_pool_size = {connections}
server_round_robin = 1
log_connections = 0
log_disconnections = 0
log_stats = 0
"""


def bouncer_program() -> str | None:
    """Find PgBouncer; Debian puts it where an ordinary user's path does not look."""
    return shutil.which("pgbouncer", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"]))


@contextmanager
def running_bouncer() -> Iterator[int]:
    """Start PgBouncer, give its port once it answers, and end it."""
    program = bouncer_program()
    if program is None:
        pytest.fail("PgBouncer is demanded by YARDSTICK_REQUIRE_PGBOUNCER and is not installed")
    folder = Path(tempfile.mkdtemp(prefix="yardstick-bouncer-"))
    port = _free_port()
    _write(folder, port)
    process = subprocess.Popen(
        [program, str(folder / "bouncer.ini")], stderr=subprocess.PIPE, text=True, **_ordinary_user(folder)
    )
    try:
        _wait_until_up(process)
        yield port
    finally:
        process.terminate()
        process.communicate(timeout=30)
        shutil.rmtree(folder)


def _write(folder: Path, port: int) -> None:
    chosen, server = environment(), server_login(environment())
    (folder / "bouncer.ini").write_text(
        CONFIGURATION.format(
            host=server["host"], server_port=server["port"], port=port, folder=folder, connections=SERVER_CONNECTIONS
        )
    )
    users = [f'"{user}" "{chosen.derived(f"database:{user}")}"\n' for user in (OWNER, RUNTIME)]
    (folder / "users.txt").write_text("".join(users))


def _ordinary_user(folder: Path) -> dict[str, object]:
    """PgBouncer refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    for path in (folder, *folder.iterdir()):
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_up(process: "subprocess.Popen[str]") -> None:
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if "process up" in line:
            return
    pytest.fail("PgBouncer did not start:\n" + "".join(said))
