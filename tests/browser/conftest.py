"""The dashboard in a real browser: a store of the tests' articles, a server on it, Chromium without a network.

Skipped where playwright (`requirements-browser.txt`) or Chromium is not installed.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from pipeline.records import Article, Place, Precision
from pipeline.settings import ROOT
from pipeline.store import Store
from tests.stored import article

IDLIB = Place("Idlib", 35.8, 36.7, Precision.REGION, "geonames:169387", country="SY", admin1="Idlib", radius_km=55.0)
NORTH = replace(IDLIB, name="30 km north of Harin", precision=Precision.DISTRICT, gazetteer_id="geonames:1+30km-N")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--no-sandbox",  # as root in a container, Chromium starts no other way
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--use-gl=angle",  # WebGL 2 for the map, without a graphics card
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
)
PATIENCE_S = 60  # until a condition counts as never met; no test waits for less or more than the condition


def about(place: Place, article_id: str, **changes: Any) -> Article:
    """Return the tests' article, its warning made about another place."""
    whole = article(article_id, **changes)
    spoken_at, named, *rest = whole.places
    return replace(whole, places=(spoken_at, replace(named, place=place), *rest))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Open a store of four articles."""
    opened = Store.open(f"sqlite:///{tmp_path_factory.mktemp('browser') / 'store.db'}")
    with opened.run():
        opened.upsert([article("one"), article("two", date="2018-09-08", outlet="Gulf Ledger", ending=" Later.")])
        opened.upsert([about(IDLIB, "outline", date="2018-09-10"), about(NORTH, "computed", date="2018-09-12")])
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def address(store: Store) -> Iterator[str]:
    """Serve the dashboard on the store; return its address."""
    with serve(store.url) as served:
        yield served


@contextmanager
def serve(url: str) -> Iterator[str]:
    """Run the dashboard's server on a store; give its address."""
    port = _free_port()
    options = ("--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true")
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard" / "app.py"), *options]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "TOCSIN_STORE": url}, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port, server)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            if server.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Start Chromium once; stopped with the module, as its event loop disturbs other tests."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: pip install -r requirements-browser.txt"
    )
    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip(f"no Chromium on the path ({', '.join(CHROMIUM)}): install one to run the tests in a browser")
    playwright.expect.set_options(timeout=PATIENCE_S * 1000)
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=str(Path(program)), args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Open the dashboard at an address; requests to other hosts are blocked, and fail the test, as errors do."""
    outside: list[str] = []
    errors: list[str] = []
    contexts = []

    def let_in(route: Any) -> None:
        if urlsplit(route.request.url).netloc == urlsplit(address).netloc:
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    def open_at(
        *,
        path: str = "",
        width: int = 1440,
        height: int = 900,
        dark: bool = False,
        ready: str | None = None,
        **query: str | list[str],
    ) -> Any:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", has_touch=width < 600
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_S * 1000)
        context.route("**/*", let_in)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{address}{path}?{urlencode(query, doseq=True)}")
        page.wait_for_selector(ready or '.tm[data-state="ready"]')
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert outside == []
    assert errors == []
