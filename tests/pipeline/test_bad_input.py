"""Bad input, through the real commands: each is named in one line with the next step, and the rest goes on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import queries
from pipeline.__main__ import main
from pipeline.store import Store
from tests.fakes import FakeAssembly

PARAGRAPH = "The governor warned on Monday that families would flee if the road to the port was closed again."
GOOD = json.dumps({"id": "good", "text": PARAGRAPH}) + "\n"


@pytest.fixture(autouse=True)
def inbox(tmp_path, monkeypatch):
    """A folder with one good article beside which the bad input is put."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TOCSIN_STORE", raising=False)
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "good.jsonl").write_text(GOOD)
    return folder


def run(*argv):
    return main([str(word) for word in argv], assemble=FakeAssembly)


def kept():
    store = Store.open("sqlite:///tocsin.db", read_only=True)
    try:
        return queries.status(store)
    finally:
        store.close()


def a_failure_is_kept_and_the_rest_goes_on(capsys, *said, articles=1):
    """Check what `run` printed and what the store holds."""
    out, err = capsys.readouterr()
    status = kept()
    assert status.articles == articles
    assert status.n_failures == 1
    assert err.count("\n") == 1
    for words in said:
        assert words in err
        assert words in status.failures[0].error
    assert re.search(r"failed 1$", out.strip())
    return True


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", ("empty.txt", "empty file", "expected")),
        ("empty.jsonl", b"", ("empty.jsonl", "empty file", "expected")),
        ("empty.html", b"", ("empty.html", "empty file", "expected")),
        ("binary.txt", b"\x7fELF\x02\x01\x01\x00\x00", ("binary.txt", "binary file", "expected text")),
        ("binary.jsonl", b"\x7fELF\x02\x01\x01\x00\x00\xff", ("binary.jsonl:1", "not UTF-8", "convert")),
        ("big.jsonl", json.dumps({"id": "big", "text": "word " * 1_000_000}).encode(), ("big.jsonl:1", "split it")),
        ("big.txt", b"word " * 1_000_000, ("big.txt", "at most 400,000", "split it")),
        ("no-text.jsonl", b'{"id": "a", "title": "Only a title"}', ("no-text.jsonl:1", "no text", "needs")),
        ("latin.txt", "Le ministre a été reçu".encode("latin-1"), ("latin.txt", "not UTF-8", "convert it")),
        ("latin.jsonl", '{"id": "a", "text": "été"}'.encode("latin-1"), ("latin.jsonl:1", "not UTF-8", "convert")),
    ],
)
def test_a_bad_file_in_a_folder_is_one_failure(inbox, capsys, name, content, said):
    (inbox / name).write_bytes(content)
    assert run("run", inbox) == 1
    assert a_failure_is_kept_and_the_rest_goes_on(capsys, *said)


def test_a_date_in_2099_leaves_the_article_undated(inbox, capsys):
    (inbox / "late.jsonl").write_text(json.dumps({"id": "late", "text": PARAGRAPH + " Soon.", "date": "2099-01-01"}))
    assert run("run", inbox) == 1
    said = ("late.jsonl:1", "2099-01-01 lies in the future", "correct the date")
    assert a_failure_is_kept_and_the_rest_goes_on(capsys, *said, articles=2)
    assert kept().undated == 2


def test_an_unreadable_folder_is_one_failure_and_the_other_source_is_read(inbox, capsys, monkeypatch):
    locked = inbox.parent / "locked"
    locked.mkdir()
    listing = Path.iterdir

    def refusing(path: Path) -> Iterator[Path]:
        # Permissions do not bind the superuser, whom tests may run as.
        if path.name == "locked":
            raise PermissionError(13, "Permission denied", str(path))
        return listing(path)

    monkeypatch.setattr(Path, "iterdir", refusing)
    assert run("run", "locked", "inbox") == 1
    assert a_failure_is_kept_and_the_rest_goes_on(capsys, "locked", "Permission denied", "check its permissions")


def test_an_unreadable_folder_inside_a_folder_costs_only_itself(inbox, capsys, monkeypatch):
    (inbox / "locked").mkdir()
    listing = Path.iterdir

    def refusing(path: Path) -> Iterator[Path]:
        if path.name == "locked":
            raise PermissionError(13, "Permission denied", str(path))
        return listing(path)

    monkeypatch.setattr(Path, "iterdir", refusing)
    assert run("run", "inbox") == 1
    assert a_failure_is_kept_and_the_rest_goes_on(capsys, "inbox/locked", "Permission denied", "check its permissions")


def test_a_missing_source_is_one_failure_and_the_other_is_read(inbox, capsys):
    assert run("run", "nowhere", inbox) == 1
    assert a_failure_is_kept_and_the_rest_goes_on(capsys, "nowhere", "no such file", "check the path")


def fails_in_one_line(capsys, *said):
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("error: ")
    for words in said:
        assert words in err
    return True


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:///nowhere/tocsin.db", ("nowhere", "make it first")),
        ("sqlite:///inbox", ("inbox is a folder", "name a file")),
        ("sqlite:////proc/tocsin.db", ("/proc/tocsin.db", "check")),
        ("sqlite:///inbox/good.jsonl", ("good.jsonl", "not an SQLite database", "--store")),
        ("mysql://somewhere/x", ("mysql", "sqlite:///FILE.db")),
        ("nonsense", ("expected sqlite:///FILE.db",)),
        ("postgresql+psycopg://nobody@127.0.0.1:9/none", ("127.0.0.1", "check")),
    ],
)
def test_a_store_that_cannot_be_written_is_named(capsys, url, said):
    assert run("run", "inbox", "--store", url) == 1
    assert fails_in_one_line(capsys, *said)


@pytest.mark.parametrize("threads", ["many", "0", "-1"])
def test_a_setting_that_cannot_be_used_is_named(capsys, monkeypatch, threads):
    monkeypatch.setenv("TOCSIN_THREADS", threads)
    assert run("run", "inbox") == 1
    assert fails_in_one_line(capsys, "TOCSIN_THREADS", "whole number")


@pytest.mark.parametrize("command", ["annotate", "tag"])
@pytest.mark.parametrize(
    ("given", "output", "said"),
    [
        ("nowhere.jsonl", "out.jsonl", ("nowhere.jsonl", "No such file", "- for standard input")),
        ("inbox", "out.jsonl", ("inbox", "directory", "give a file")),
        ("inbox/good.jsonl", "nowhere/out.jsonl", ("nowhere/out.jsonl", "check the folder")),
        ("inbox/good.jsonl", "inbox", ("inbox", "is a folder", "name a file")),
    ],
)
def test_lines_that_cannot_be_read_or_written_are_named(capsys, command, given, output, said):
    assert run(command, given, output) == 1
    assert fails_in_one_line(capsys, *said)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("command", ["annotate", "tag"])
def test_a_full_disk_is_named(capsys, command):
    assert run(command, "inbox/good.jsonl", "/dev/full") == 1
    assert fails_in_one_line(capsys, "/dev/full", "No space left", "check")


@pytest.mark.parametrize("command", ["annotate", "tag"])
def test_an_empty_file_of_lines_is_said_to_be_empty(capsys, command):
    Path("empty.jsonl").write_text("\n")
    assert run(command, "empty.jsonl", "out.jsonl") == 1
    assert "empty.jsonl: empty; expected one JSON object a line" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["annotate", "tag"])
def test_five_megabytes_in_one_line_cost_only_that_line(capsys, command):
    Path("in.jsonl").write_text(json.dumps({"id": "big", "text": "word " * 1_000_000}) + "\n" + GOOD)
    assert run(command, "in.jsonl", "out.jsonl") == 1
    assert "in.jsonl:1: text of 5,000,000 characters" in capsys.readouterr().err
    assert [json.loads(row)["id"] for row in Path("out.jsonl").read_text().splitlines()] == ["good"]
