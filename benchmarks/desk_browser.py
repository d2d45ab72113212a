"""Speaks to the dashboard's server as a browser does, without one: Streamlit's websocket and its messages.

What a browser does after a script has finished (drawing, and asking for files) is not measured here.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

ROOT = Path(__file__).resolve().parent.parent
START_S, RUN_S = 60, 120  # patience
FAILED = b"This page could not be made"  # dashboard.frame.say_failed
WHOLE = b"<dt>quote"  # the key figures: a page that stopped before them answered quickly, and nothing


class DeskError(Exception):
    """The server or a page failed; the message says what."""


class Run(NamedTuple):
    """One run of a page: from asking for it until its script has finished."""

    seconds: float
    sent_bytes: int  # by the server


class Server(NamedTuple):
    """A server that runs."""

    port: int
    process: subprocess.Popen[bytes]

    def memory_mb(self) -> float | None:
        """Return the memory that the server's process holds (RSS), or None where there is no /proc."""
        status = Path(f"/proc/{self.process.pid}/status")
        if not status.exists():
            return None
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmRSS"].split()[0]) / 1024

    def computed_s(self) -> float:
        """Return how many seconds the processors have worked for the server; 0 where there is no /proc."""
        times = Path(f"/proc/{self.process.pid}/stat")
        if not times.exists():
            return 0.0
        after_name = times.read_text().rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")  # user and system


@contextmanager
def serve(store: str) -> Iterator[Server]:
    """Run the dashboard on a store, as a user would; end it in the end.

    Raises:
        DeskError: it did not start; the message has what it said last.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ("--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true")
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/app.py", *options]
    environment = {**os.environ, "TOCSIN_STORE": store}
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)  # noqa: S603
        try:
            _wait_for(port, process, log)
            yield Server(port, process)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes], log: IO[bytes]) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    log.seek(0)
    said = log.read().decode(errors="replace").strip().splitlines()[-5:]
    raise DeskError("the server did not start: " + " | ".join(said))


class Session:
    """One open page. What the server may take for known to it, as to a browser, is what it sent the time before."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._known: set[str] = set()
        self._figures: set[str] = set()  # hashes of messages that had key figures

    async def run(self, query: str = "") -> Run:
        """Ask for the page at an address (`actor=…&from=…`), and wait until its script has finished.

        Raises:
            DeskError: the page says that it failed, ends without its key figures, or is not there in two minutes.
        """
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.cached_message_hashes.extend(self._known)
        started, sent, whole = time.perf_counter(), 0, False
        await self._connection.send(asked.SerializeToString())
        known: set[str] = set()
        try:
            async with asyncio.timeout(RUN_S):
                while True:
                    payload = await self._connection.recv(decode=False)
                    sent += len(payload)
                    if FAILED in payload:
                        raise DeskError(f"the page ?{query} says that it failed")
                    message = ForwardMsg.FromString(payload)
                    if WHOLE in payload:
                        self._figures.add(message.hash)
                    whole |= WHOLE in payload or message.ref_hash in self._figures
                    if message.metadata.cacheable:
                        known.add(message.hash)
                    elif message.WhichOneof("type") == "ref_hash":
                        known.add(message.ref_hash)
                    if _is_end(message):
                        break
        except TimeoutError:
            raise DeskError(f"the page ?{query} was not there after {RUN_S} s") from None
        if not whole:
            raise DeskError(f"the page ?{query} ended without its key figures; open it to see what it says")
        self._known = known
        return Run(time.perf_counter() - started, sent)


def _is_end(message: ForwardMsg) -> bool:
    if message.WhichOneof("type") != "script_finished":
        return False
    if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
        raise DeskError("the page's script does not compile")
    return message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY


@asynccontextmanager
async def open_session(port: int):
    """Connect as a browser's page does."""
    here = f"127.0.0.1:{port}"
    async with connect(
        f"ws://{here}/_stcore/stream", origin=f"http://{here}", subprotocols=["streamlit"], max_size=None
    ) as connection:
        yield Session(connection)
