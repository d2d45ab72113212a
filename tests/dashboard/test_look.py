"""Theme: from the address to everything that Python draws, and along from page to page."""

from __future__ import annotations

import asyncio
import json
import re

import pytest

from dashboard import headers, look
from tests.dashboard.conftest import APP, shown


def sent(page, key):
    (found,) = [e.proto.json for e in page.get("bidi_component") if e.proto.id.endswith(f"-{key}")]
    return json.loads(found)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("address", "theme", "drawn"),
    [({}, "system", "light"), ({"theme": "light"}, "light", "light"), ({"theme": "dark"}, "dark", "dark"),
     ({"theme": "pink"}, "system", "light")],
)  # fmt: skip
def test_the_address_sets_the_theme_of_cards_charts_and_switch(desk, address, theme, drawn):
    page = desk(**address)
    assert not page.exception
    assert sent(page, "theme_switch")["theme"] == theme
    assert drawn in sent(page, "quotes")["classes"]
    ink = json.loads(page.get("plotly_chart")[0].proto.spec)["layout"]["font"]["color"]
    assert ink == {"light": "#1E2226", "dark": "#E6E3DC"}[drawn]


@pytest.mark.usefixtures("store")
def test_the_switch_is_sent_both_themes_of_the_configuration(desk):
    themes = sent(desk(), "theme_switch")["themes"]
    assert themes["dark"]["backgroundColor"] == "#12161B"
    assert themes["light"]["backgroundColor"] == "#FBFAF7"
    assert themes["dark"]["bodyFont"].startswith("Inter")


def test_every_theme_option_of_the_configuration_reaches_the_switch():
    import tomllib

    config = tomllib.loads((APP.parents[1] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    assert set(config) - {"light", "dark", "fontFaces"} == set(look._SHARED.values())
    assert set(config["light"]) == set(config["dark"]) == set(look._COLOURS)


@pytest.mark.usefixtures("store")
def test_choosing_a_theme_writes_the_address(desk):
    page = desk(actor="Anna Lind")
    page.segmented_control(key="choice_theme").set_value("dark").run()
    assert "dark" in page.query_params["theme"]
    assert "Anna Lind" in page.query_params["actor"]
    page.segmented_control(key="choice_theme").set_value("system").run()
    assert "theme" not in page.query_params


@pytest.mark.usefixtures("store")
def test_the_look_goes_along_to_other_pages_and_back(desk):
    page = desk(theme="dark", calm="1", actor="Anna Lind")
    page.query_params.clear()
    page.switch_page("views/article.py").run()
    assert page.query_params == {"theme": "dark", "calm": "1"}
    page.query_params.clear()
    page.switch_page("views/situation.py").run()
    assert page.query_params == {"theme": "dark", "calm": "1", "actor": "Anna Lind"}


@pytest.mark.usefixtures("store")
def test_a_look_that_is_taken_out_of_the_address_is_gone(desk):
    page = desk(theme="dark")
    page.query_params.clear()
    page.run()
    assert "light" in sent(page, "quotes")["classes"]
    assert shown(page, "quotes")


def test_the_page_obeys_itself_alone():
    told = json.loads(headers.obeying(b'{"allowedOrigins": ["https://*.example"], "x": 1}', "127.0.0.1:8501"))
    assert told == {"allowedOrigins": ["http://127.0.0.1:8501", "https://127.0.0.1:8501"], "x": 1}


def test_the_answer_is_changed_on_its_way_and_has_its_new_length():
    sent, asked = [], []

    async def app(scope, _receive, send):
        asked.append(dict(scope["headers"]))
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"99"), (b"a", b"b")]}
        )
        await send({"type": "http.response.body", "body": b'{"allowedOrigins"', "more_body": True})
        await send({"type": "http.response.body", "body": b": []}"})

    async def send(message):
        sent.append(message)

    headers_in = [(b"host", b"desk.example"), (b"accept-encoding", b"gzip")]
    scope = {"type": "http", "path": "/base/_stcore/host-config", "headers": headers_in}
    asyncio.run(headers.OwnHost(app)(scope, None, send))
    start, body = sent
    assert json.loads(body["body"])["allowedOrigins"] == ["http://desk.example", "https://desk.example"]
    assert dict(start["headers"]) == {b"content-length": str(len(body["body"])).encode(), b"a": b"b"}
    assert b"accept-encoding" not in asked[0]


@pytest.mark.parametrize("host", ["", "a b", 'x"', "x/*", "*.example"])
def test_a_host_that_is_none_is_not_obeyed(host):
    assert json.loads(headers.obeying(b'{"allowedOrigins": ["https://*.example"]}', host))["allowedOrigins"] == []


def test_what_is_no_configuration_is_passed_on():
    assert headers.obeying(b"not found", "127.0.0.1") == b"not found"


def test_the_switch_speaks_to_its_own_origin_only():
    script = (APP.parent / "look.js").read_text(encoding="utf-8")
    assert [said.rsplit(", ", 1)[1] for said in re.findall(r"postMessage\((.*)\);", script)] == [
        "window.location.origin"
    ]
    assert "://" not in script
