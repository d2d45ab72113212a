"""Pages come with headers that keep them from loading, sending or running what is not ours."""

from __future__ import annotations

import asyncio
import tomllib

from streamlit.web.server.app_discovery import discover_asgi_app

from dashboard.headers import HEADERS, POLICY, SecurityHeaders
from dashboard.surface import STATIC
from tests.dashboard.conftest import APP

CONFIG = tomllib.loads((APP.parents[1] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


async def _answer(send):
    await send(
        {"type": "http.response.start", "status": 200, "headers": [(b"Content-Security-Policy", b"x"), (b"a", b"b")]}
    )
    await send({"type": "http.response.body", "body": b""})


def test_every_answer_carries_the_headers_once():
    sent = []

    async def app(_scope, _receive, send):
        await _answer(send)

    async def send(message):
        sent.append(message)

    asyncio.run(SecurityHeaders(app)({"type": "http"}, None, send))
    names = [name.lower() for name, _ in sent[0]["headers"]]
    assert dict(sent[0]["headers"])[b"content-security-policy"] == POLICY.encode()
    assert sorted(names) == sorted({*HEADERS, b"a"})


def test_the_policy_runs_no_words_as_script():
    scripts = next(part for part in POLICY.split("; ") if part.startswith("script-src"))
    assert "'unsafe-inline'" not in scripts
    assert "'unsafe-eval'" not in scripts
    assert "http" not in POLICY.replace("https", "http")


def test_the_usual_command_finds_the_app_with_its_headers():
    assert discover_asgi_app(APP).is_asgi_app


def test_the_server_is_private():
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"] == {
        "toolbarMode": "minimal", "showErrorDetails": "none", "showErrorLinks": False, "showSidebarNavigation": False,
    }  # fmt: skip


def test_fonts_are_our_own_files_and_small():
    files = [APP.parent / face["url"].removeprefix("app/") for face in CONFIG["theme"]["fontFaces"]]
    assert all(file.is_file() for file in files)
    assert sum(file.stat().st_size for file in files) < 600_000


def test_nothing_static_names_another_host():
    sources = [*STATIC.iterdir(), *(APP.parent / "surface").glob("*.js"), APP.parent / "static" / "desk.css"]
    assert all("://" not in path.read_text(encoding="utf-8") for path in sources)
