"""Bundled files that are missing or damaged, through the real commands: each is named in one line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pipeline import queries
from pipeline.__main__ import main
from pipeline.settings import Settings
from pipeline.store import Store

PARAGRAPH = "The governor warned on Monday that families would flee if the road to the port was closed again."


@pytest.fixture(autouse=True)
def inbox(tmp_path, monkeypatch):
    """A folder with one good article."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TOCSIN_STORE", raising=False)
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "good.jsonl").write_text(json.dumps({"id": "good", "text": PARAGRAPH}) + "\n")
    return folder


def fails_in_one_line(capsys, *said):
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("error: ")
    for words in said:
        assert words in err
    return True


@pytest.fixture
def assets(tmp_path, monkeypatch):
    """The bundled files at another place, where `model` and `gazetteer` may be damaged."""
    for part in Settings().assets.iterdir():
        if part.name in {"model", "gazetteer"}:
            shutil.copytree(part, tmp_path / "assets" / part.name)
        elif part.is_dir():
            (tmp_path / "assets").mkdir(exist_ok=True)
            (tmp_path / "assets" / part.name).symlink_to(part)
    monkeypatch.setenv("TOCSIN_ASSETS", str(tmp_path / "assets"))
    return tmp_path / "assets"


def largest(folder):
    return max((path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)


NEEDS_MODEL = (("run", "inbox"), ("annotate", "inbox/good.jsonl", "out.jsonl"), ("watch", "inbox"))


@pytest.mark.parametrize("command", NEEDS_MODEL)
def test_a_missing_model_is_named_with_the_next_step(capsys, assets, command):
    shutil.rmtree(assets / "model")
    assert main(list(command)) == 1
    assert fails_in_one_line(capsys, str(assets / "model"))
    assert not Path("out.jsonl").exists()


@pytest.mark.parametrize("command", NEEDS_MODEL)
def test_a_truncated_model_is_named(capsys, assets, command):
    weights = largest(assets / "model")
    weights.write_bytes(weights.read_bytes()[: weights.stat().st_size // 2])
    assert main(list(command)) == 1
    assert fails_in_one_line(capsys, weights.name)
    assert not Path("out.jsonl").exists()


def test_a_truncated_gazetteer_is_named(capsys, assets):
    packed = assets / "gazetteer" / "gazetteer.bin"
    packed.write_bytes(packed.read_bytes()[:100_000])
    assert main(["run", "inbox"]) == 1
    assert fails_in_one_line(capsys, "gazetteer.bin")
    store = Store.open("sqlite:///tocsin.db", read_only=True)
    assert queries.status(store).articles == 0
    store.close()
