"""Nothing that axe-core calls serious or critical, on any view, in both themes and on a telephone.

axe-core (MPL-2.0, 640 kB) is no part of the project: npm fetches it once into pytest's
cache, checks it, and the tests are skipped where that cannot be done.
"""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.browser.test_desk import settled

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")
AXE = "axe-core@4.14.1"
GRAVE = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
  .filter((found) => ["serious", "critical"].includes(found.impact))
  .map(({id, nodes}) => [id, nodes.length, nodes.slice(0, 3).map((node) => node.target.flat().join(" "))])"""
# Streamlit's own markup, which we cannot reach; each with its reason.
THEIRS: dict[str, str] = {}


@pytest.fixture(scope="session")
def axe(request: pytest.FixtureRequest) -> str:
    """Return axe-core's script."""
    kept = Path(request.config.cache.mkdir("axe")) / f"{AXE}.js"
    if not kept.exists():
        npm = shutil.which("npm") or pytest.skip("npm is not installed: it fetches axe-core")
        got = subprocess.run([npm, "pack", AXE], cwd=kept.parent, capture_output=True, text=True, check=False)
        if got.returncode:
            pytest.skip(f"npm cannot fetch {AXE}")
        packed = kept.parent / got.stdout.strip().splitlines()[-1]
        with tarfile.open(packed) as package:
            kept.write_bytes(package.extractfile("package/axe.min.js").read())
        packed.unlink()
    return kept.read_text(encoding="utf-8")


LIND = "Anna Lind"
VIEWS = {
    "situation": (".tm-list tbody tr", {"below": "1"}),
    "calm": (".card", {"calm": "1", "actor": "Omar Rashid"}),
    "nothing": (".tm-list .tm-empty", {"actor": "Nobody Known", "below": "1"}),
    "article": (".text", {"article": "one", "quote": "1"}),
    "brief": (".brief .notes", {"path": "brief", "actor": LIND}),
    "compare": (".st-key-compare_said .add", {"path": "compare", "on": "risk:escalation", "by": "actor", "side": LIND}),
}


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
@pytest.mark.parametrize("view", VIEWS)
def test_no_view_shuts_anybody_out(visit, axe, view, look):
    ready, address = VIEWS[view]
    size = {"width": 390, "height": 844} if look == "phone" else {}
    page = visit(theme="dark" if look == "dark" else "light", ready=ready, **size, **address)
    settled(page)
    page.evaluate(axe)
    assert [found for found in page.evaluate(GRAVE) if found[0] not in THEIRS] == []
