"""Take the pictures of the README: `make screenshots` → docs/*.png.

Every view, light and dark, on a desk (1440 × 900) and on a telephone, of the bundled
sample: read anew into a store of its own, or of the store that TOCSIN_STORE names.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from PIL import Image

from pipeline import queries
from pipeline.queries import Filters
from pipeline.settings import ROOT
from pipeline.store import Store
from tests.browser.conftest import CHROMIUM, FLAGS, PATIENCE_S, serve

DOCS = ROOT / "docs"
SIZES = {"": (1440, 900), "-phone": (390, 844)}
THEMES = ("light", "dark")
# Every piece of screen has come: each is drawn by a module that the page loads.
DRAWN = """() => {
  const roots = [...document.querySelectorAll('[data-testid="stBidiComponentRegular"], .stBidiComponent *')];
  const pieces = roots.map((element) => element.shadowRoot?.querySelector(".surface")).filter(Boolean);
  return pieces.every((piece) => piece.classList.length > 1);
}"""
COLOURS = 256  # a third of the size of all of them; no pixel is off by more than 13 of 255 (a median cut: by 58)


def take() -> None:
    """Take all pictures and say how large they are."""
    from playwright.sync_api import sync_playwright

    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if program is None:
        sys.exit(f"No Chromium on the path ({', '.join(CHROMIUM)}): install one to take screenshots.")
    with sample() as url, serve(url) as address, sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=list(FLAGS))
        for view, shot in views(url).items():
            for suffix, size in SIZES.items():
                for theme in THEMES:
                    file = DOCS / f"{view}{suffix}-{theme}.png"
                    file.write_bytes(small(picture(browser, address, size, shot, theme)))
                    print(f"{file.relative_to(ROOT)}  {file.stat().st_size / 1000:.0f} kB")
        browser.close()


@contextmanager
def sample() -> Iterator[str]:
    """Give the address of a store with the sample read into it."""
    if given := os.environ.get("TOCSIN_STORE"):
        yield given
        return
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'sample.db'}"
        subprocess.run([sys.executable, "-m", "pipeline", "run", "--store", url], cwd=ROOT, check=True)
        yield url


class Shot(NamedTuple):
    """A view at an address, and what stands there once it is drawn."""

    path: str
    ready: str
    query: dict[str, str | list[str]]


def views(url: str) -> dict[str, Shot]:
    """Return each view at the address that shows it best.

    The article of the gravest quote is open at that quote; the actor is the one most quoted.
    """
    store = Store.open(url, read_only=True)
    gravest = next(queries.quotes(store, Filters(), limit=1, sort="gravest").itertuples())
    most_quoted = queries.actors(store, Filters())["name"][0]
    store.close()
    return {
        "situation": Shot("", '.tm[data-state="ready"][data-drawn="true"]', {}),
        "actors": Shot("actors", ".st-key-matrix_box .matrix td", {}),
        "profile": Shot("actors", ".st-key-profile_head .item", {"of": most_quoted}),
        "compare": Shot("compare", ".st-key-compare_time .nsewdrag", {}),
        "brief": Shot("brief", ".brief .notes", {}),
        "article": Shot("article", "mark.wanted", {"article": gravest.article_id, "quote": str(gravest.quote)}),
    }


def picture(browser: Any, address: str, size: tuple[int, int], shot: Shot, theme: str) -> bytes:
    """Return a PNG of the page at rest: fonts loaded, theme set, map drawn."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=theme, has_touch=width < 600
    )
    context.set_default_timeout(5 * PATIENCE_S * 1000)
    page = context.new_page()
    page.goto(f"{address}{shot.path}?{urlencode({**shot.query, 'theme': theme}, doseq=True)}")
    page.wait_for_selector(shot.ready)
    page.wait_for_selector('.stApp[data-test-script-state="notRunning"]')
    page.wait_for_function(DRAWN)
    page.evaluate("document.fonts.ready.then(() => true)")
    png = page.screenshot(animations="disabled")
    context.close()
    return bytes(png)


def small(png: bytes) -> bytes:
    """Return the same picture with fewer colours."""
    out = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        out, "PNG", optimize=True
    )
    return out.getvalue()


if __name__ == "__main__":
    take()
