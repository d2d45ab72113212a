"""A geocoding service on this machine that answers as a test tells it to, and a clock that only tests move."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[[BaseHTTPRequestHandler], None]


class Clock:
    """Wall time that stands still but for sleeping."""

    def __init__(self, now: float = 1_000.0) -> None:
        self.time = now
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


class LocalService:
    """What was asked of the server (path, headers), and how it replies."""

    def __init__(self, port: int) -> None:
        self.domain = f"127.0.0.1:{port}"
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.reply: Reply = answering([])
        self.closing = threading.Event()


def answering(body: Any, *, status: int = 200, **headers: str) -> Reply:
    """Reply with JSON, or with the very bytes; `Retry_After` is the header Retry-After."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return reply


@contextmanager
def serving() -> Iterator[LocalService]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            service.asked.append((self.path, dict(self.headers)))
            service.reply(self)

        def log_message(self, *_: Any) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # clients that leave early are the point
    service = LocalService(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.closing.set()
        server.shutdown()
        server.server_close()
