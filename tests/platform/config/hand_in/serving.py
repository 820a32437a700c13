"""The whole application on loopback, a thread a request, and what each request said of itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.core.wsgi import get_wsgi_application
from django.db import connections


class Server(ThreadingMixIn, WSGIServer):
    """Answers a browser, which opens connections before it needs them."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Writes no log."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Served:
    """Where the application answers, and where each request went: its line of address and whom it came from."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[str] = []

    def note(self, environ: dict[str, Any]) -> None:
        parts = ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "HTTP_REFERER", "HTTP_COOKIE")
        self.asked.append(" ".join(environ.get(part, "") for part in parts))


@contextmanager
def serving() -> Iterator[Served]:
    """Serve until the context ends."""
    application, served = get_wsgi_application(), Served()

    def answering(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        served.note(environ)
        try:
            answer = application(environ, start_response)
            try:
                return [b"".join(answer)]
            finally:
                answer.close()
        finally:
            connections.close_all()

    with make_server("127.0.0.1", 0, answering, Server, Quiet) as server:
        served.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield served
        finally:
            server.shutdown()
            thread.join()
