"""Whether the address that the server shall listen on is free."""

import socket

ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - to be asked, not listened on


class AddressTaken(Exception):  # noqa: N818 - reads as the state
    """Something else listens there, or nothing can; the text says what to do."""


def require_free_address(host: str, port: int) -> None:
    """Raise AddressTaken unless a server could listen on the address now."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as listener:
            # As the server does: connections that linger from the last run do not count.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(place)
            listener.listen()
    except OSError as error:
        reason = error.strerror or str(error)
        raise AddressTaken(
            f"Nothing was started: {host}:{port} cannot be listened on ({reason}). Stop what listens there, or choose "
            f"another port, for example: YARDSTICK_PORT={port + 1 if port < 65535 else 8000} make run"  # noqa: PLR2004
        ) from error


def reachable_host(host: str) -> str:
    """Give the host under which this machine reaches a server that listens on `host`, ready to stand in a URL."""
    near = ANYWHERE.get(host, host)
    return f"[{near}]" if ":" in near else near
