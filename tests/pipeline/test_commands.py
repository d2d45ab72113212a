"""The commands as users call them: what they print, write and end with."""

from __future__ import annotations

import importlib
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipeline import queries
from pipeline.__main__ import COMMANDS, main
from pipeline.commands.export import OPTIONS
from pipeline.commands.progress import expected
from pipeline.store import Store
from tests.fakes import POISON, FakeAssembly

ROOT = Path(__file__).resolve().parents[2]
PARAGRAPH = "The governor warned on Monday that families would flee if the road to the port was closed again."
COUNTS = re.compile(r"read (\d+), new (\d+), updated (\d+), duplicate (\d+), failed (\d+)")


def line(article_id="a", text=PARAGRAPH, **fields):
    return json.dumps({"id": article_id, "text": text, **fields}, ensure_ascii=False) + "\n"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """Each test has a folder and a store of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TOCSIN_STORE", raising=False)
    return tmp_path


@pytest.fixture
def call(capsys):
    """Run a command over the fakes; return its status, what it printed, what it complained of, and its parts."""

    def run(*argv, revision="fake@1"):
        made = []

        def assemble(settings):
            made.append(FakeAssembly(settings, revision=revision))
            return made[0]

        status = main([str(word) for word in argv], assemble=assemble)
        out, err = capsys.readouterr()
        return SimpleNamespace(status=status, out=out, err=err, opened=made[0].opened)

    return run


def counts(result):
    return tuple(map(int, COUNTS.fullmatch(result.out.strip()).groups()))


def stored(url="sqlite:///tocsin.db"):
    store = Store.open(url, read_only=True)
    try:
        return queries.status(store)
    finally:
        store.close()


def standard_input(monkeypatch, words):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(words.encode())))


# run


def test_run_stores_and_prints_what_became_of_each_article(here, call):
    (here / "in.jsonl").write_text(line("a") + line("b", "Other words of the ministry.") + line("a"))
    result = call("run", "in.jsonl")
    assert (result.status, counts(result)) == (0, (3, 2, 0, 1, 0))
    assert stored().articles == 2


def test_running_again_changes_nothing_and_opens_no_model(here, call):
    (here / "in.jsonl").write_text(line("a") + line("a", PARAGRAPH + " Corrected.") + line("b"))
    assert counts(call("run", "in.jsonl")) == (3, 2, 1, 0, 0)
    before = stored().version
    again = call("run", "in.jsonl")
    assert (again.status, counts(again), again.opened) == (0, (3, 0, 0, 3, 0), 0)
    assert stored().version == before


def test_another_model_annotates_anew(here, call):
    (here / "in.jsonl").write_text(line("a"))
    call("run", "in.jsonl")
    assert counts(call("run", "in.jsonl", revision="fake@2")) == (1, 0, 1, 0, 0)
    assert counts(call("run", "in.jsonl", revision="fake@2")) == (1, 0, 0, 1, 0)


def test_without_sources_the_bundled_sample_is_read(call):
    result = call("run")
    assert result.status == 0
    assert counts(result)[0] >= 60


def test_the_sample_knows_its_wire_copies(call):
    call("run")
    store = Store.open("sqlite:///tocsin.db", read_only=True)
    original = queries.article(store, "idlib-levantwire-sochi-deal")
    store.close()
    assert original.copy_of is None
    assert [copy.article_id for copy in original.copies] == ["idlib-northernobserver-sochi-buffer"]


def test_standard_input_is_a_source(call, monkeypatch):
    standard_input(monkeypatch, line("a") + line("b"))
    assert counts(call("run", "-")) == (2, 2, 0, 0, 0)


def test_the_store_is_named_by_option_on_either_side_or_by_environment(here, call, monkeypatch):
    (here / "in.jsonl").write_text(line())
    call("run", "in.jsonl", "--store", "sqlite:///behind.db")
    call("--store", "sqlite:///before.db", "run", "in.jsonl")
    monkeypatch.setenv("TOCSIN_STORE", "sqlite:///environment.db")
    call("run", "in.jsonl")
    assert {path.name for path in here.glob("*.db")} == {"behind.db", "before.db", "environment.db"}


def test_an_article_that_a_stage_fails_on_is_stored_reported_and_tried_again(here, call):
    (here / "in.jsonl").write_text(line("good") + line("bad", f"Something {POISON} happened."))
    result = call("run", "in.jsonl")
    assert (result.status, counts(result)) == (1, (2, 2, 0, 0, 1))
    assert "failed: bad: RuntimeError: no words for it" in result.err
    assert (stored().articles, stored().failures[0].origin) == (2, "bad")
    again = call("run", "in.jsonl")
    assert (again.status, counts(again)) == (1, (2, 0, 0, 2, 1))


def test_a_failure_is_resolved_when_its_line_has_been_mended(here, call):
    path = here / "in.jsonl"
    path.write_text(line("a") + "{broken\n")
    assert call("run", "in.jsonl").status == 1
    assert [failure.origin for failure in stored().failures] == ["in.jsonl:2"]
    path.write_text(line("a") + line("b"))
    assert call("run", "in.jsonl").status == 0
    assert stored().failures == ()


def test_a_failure_elsewhere_stays_when_another_source_is_read(here, call):
    (here / "one").mkdir()
    (here / "one" / "bad.txt").write_bytes(b"\x00\x01")
    (here / "good.jsonl").write_text(line())
    call("run", "one")
    call("run", "good.jsonl")
    assert [failure.origin for failure in stored().failures] == ["one/bad.txt"]


def test_run_notes_when_each_outlet_was_last_read_new_or_not(here, call):
    (here / "in.jsonl").write_text(line("a", outlet="Northern Wire") + line("b", outlet=None))
    ages = []
    for _ in range(2):
        call("run", "in.jsonl")
        store = Store.open("sqlite:///tocsin.db", read_only=True)
        (age,) = queries.outlets(store).itertuples()
        store.close()
        ages.append(age)
    assert ages[0].outlet == "Northern Wire"
    assert ages[0].seen_at == ages[1].seen_at < ages[0].read_at < ages[1].read_at


# annotate


def test_annotate_keeps_order_and_namesakes_and_needs_no_store(here, call):
    (here / "in.jsonl").write_text(line("b") + line("a", "Other words.") + line("b"))
    result = call("annotate", "in.jsonl", "out.jsonl")
    made = [json.loads(row) for row in (here / "out.jsonl").read_text().splitlines()]
    assert (result.status, [row["id"] for row in made]) == (0, ["b", "a", "b"])
    assert not list(here.glob("*.db"))
    assert set(made[0]) == {"id", "language", "places", "actors", "quotes", "sentences", "models"}


def test_spans_are_those_of_the_text_as_given(here, call):
    text = "Tabs\tand \u202eoverrides\x07 and 💥 stay \ud83d where they are."
    (here / "in.jsonl").write_text(json.dumps({"id": "a", "text": text}) + "\n")
    call("annotate", "in.jsonl", "out.jsonl")
    (sentence,) = json.loads((here / "out.jsonl").read_text())["sentences"]
    assert (sentence["start"], sentence["end"]) == (0, len(text))


def test_annotate_reports_bad_lines_by_number_goes_on_and_ends_with_1(here, call):
    (here / "in.jsonl").write_text(line("a") + '{"id": "b"}\n' + "[1]\n" + line("c"))
    result = call("annotate", "in.jsonl", "out.jsonl")
    made = [json.loads(row)["id"] for row in (here / "out.jsonl").read_text().splitlines()]
    assert (result.status, made) == (1, ["a", "c"])
    assert "in.jsonl:2: no text" in result.err
    assert "in.jsonl:3: expected a JSON object" in result.err


def test_an_article_that_a_stage_fails_on_still_has_its_line(here, call):
    (here / "in.jsonl").write_text(line("a") + line("bad", f"Something {POISON} happened.") + line("c"))
    result = call("annotate", "in.jsonl", "out.jsonl")
    made = [json.loads(row) for row in (here / "out.jsonl").read_text().splitlines()]
    assert (result.status, [row["id"] for row in made]) == (1, ["a", "bad", "c"])
    assert made[1]["quotes"] == made[1]["sentences"] == []
    assert made[0]["quotes"]
    assert "failed: bad:" in result.err


def test_annotate_reads_standard_input_and_writes_standard_output(call, monkeypatch):
    standard_input(monkeypatch, "not json\n" + line("a"))
    result = call("annotate", "-", "-")
    assert json.loads(result.out)["id"] == "a"
    assert (result.status, "standard input:1:" in result.err) == (1, True)


def test_a_file_can_be_annotated_onto_itself(here, call):
    (here / "in.jsonl").write_text(line("a"))
    assert call("annotate", "in.jsonl", "in.jsonl").status == 0
    assert "quotes" in json.loads((here / "in.jsonl").read_text())
    assert [path.name for path in here.iterdir()] == ["in.jsonl"]


def test_what_is_no_regular_file_is_written_to_and_stays(here, call):
    (here / "in.jsonl").write_text(line("a"))
    os.mkfifo(here / "pipe")
    reading = os.open(here / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert call("annotate", "in.jsonl", "pipe").status == 0
        assert json.loads(os.read(reading, 100_000))["id"] == "a"
    finally:
        os.close(reading)
    assert (here / "pipe").is_fifo()


# tag


def test_tag_gives_stance_scores_and_risks_in_the_contract_s_shape(here, call):
    (here / "in.jsonl").write_text(line("a") + line("b", "Talks went on for a day."))
    assert call("tag", "in.jsonl", "out.jsonl").status == 0
    first, second = [json.loads(row) for row in (here / "out.jsonl").read_text().splitlines()]
    risks = [{"label": "displacement", "modality": "feared", "score": 0.75}]
    assert first == {"id": "a", "stance": "warn", "stance_scores": {"warn": 0.9}, "risks": risks}
    assert second == {"id": "b", "stance": "report", "stance_scores": {"report": 0.9}, "risks": []}


def test_a_text_that_cannot_be_tagged_costs_only_itself(here, call):
    (here / "in.jsonl").write_text(line("a") + line("bad", POISON * 2) + "\n{}\n" + line("c"))
    result = call("tag", "in.jsonl", "-")
    assert (result.status, [json.loads(row)["id"] for row in result.out.splitlines()]) == (1, ["a", "c"])
    assert "failed: bad:" in result.err
    assert "in.jsonl:4: no id" in result.err


# export


def test_export_writes_what_matches_and_says_how_much(here, call):
    (here / "in.jsonl").write_text(line("a", date="2018-09-06") + line("b", "Other words.", date="2018-09-20"))
    call("run", "in.jsonl")
    result = call("export", "out.jsonl", "--from", "2018-09-10", "--to", "2018-09-30")
    assert (result.status, result.out) == (0, "1 annotations written to out.jsonl\n")
    assert json.loads((here / "out.jsonl").read_text())["id"] == "b"
    assert result.opened == 0


def test_export_adds_the_tag_row(here, call):
    (here / "in.jsonl").write_text(line("a"))
    call("run", "in.jsonl")
    assert call("export", "out.csv", "--hxl").status == 0
    assert (here / "out.csv").read_text("utf-8-sig").splitlines()[1].startswith("#meta")


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("export", "out.pdf"), "ends in .jsonl"),
        (("export", "out.geojson", "--hxl"), "leave out --hxl"),
        (("export", "out.csv", "--stance", "angry"), "--stance 'angry' cannot be used; choose from condemn"),
        (("export", "out.csv", "--from", "soon"), "--from 'soon' cannot be used"),
    ],
)
def test_an_export_that_cannot_be_made_says_what_to_give(here, call, argv, said):
    (here / "in.jsonl").write_text(line("a"))
    call("run", "in.jsonl")
    result = call(*argv)
    assert (result.status, result.err.count("\n")) == (1, 1)
    assert said in result.err
    assert not list(here.glob("out*"))


def test_export_without_a_store_says_what_to_run_first(call):
    result = call("export", "out.csv")
    assert (result.status, result.err.count("\n")) == (1, 1)
    assert "python -m pipeline run" in result.err


def test_export_takes_every_filter_of_the_dashboard():
    assert set(OPTIONS) == set(queries.PARAMETERS.values())


def test_export_makes_a_brief_with_what_matches(here, call):
    (here / "in.jsonl").write_text(line("a", outlet="A", date="2018-09-06") + line("b", outlet="B", date="2018-09-07"))
    call("run", "in.jsonl")
    result = call("export", "brief.html", "--outlet", "B")
    assert (result.status, result.out.split()[1]) == (0, "footnotes")
    page = (here / "brief.html").read_text()
    assert "Outlet: B" in page
    assert "<bdi>article b</bdi>" in page
    assert "<bdi>article a</bdi>" not in page


# withdraw


def test_withdraw_marks_articles_and_takes_the_mark_away(here, call, monkeypatch):
    (here / "in.jsonl").write_text(line("a") + line("b", PARAGRAPH + " More."))
    call("run", "in.jsonl")
    standard_input(monkeypatch, "b\n\n")
    assert call("withdraw", "a", "-").out == "2 of 2 marked as withdrawn\n"
    assert call("withdraw", "a").out == "0 of 1 marked as withdrawn\n"
    assert call("withdraw", "a", "--undo").out == "1 of 1 no longer marked as withdrawn\n"


def test_withdraw_names_an_article_that_is_not_there_and_marks_none(here, call):
    (here / "in.jsonl").write_text(line("a"))
    call("run", "in.jsonl")
    before = stored().version
    result = call("withdraw", "a", "nowhere")
    assert (result.status, result.err.count("\n")) == (1, 1)
    assert "no article 'nowhere'" in result.err
    assert stored().version == before


def test_withdraw_makes_no_store(here, call):
    result = call("withdraw", "a")
    assert (result.status, "python -m pipeline run" in result.err) == (1, True)
    assert not (here / "tocsin.db").exists()


# all


@pytest.mark.parametrize("argv", [(), ("walk",), ("annotate", "only-one"), ("run", "--nonsense")])
def test_bad_usage_ends_with_2(argv):
    with pytest.raises(SystemExit) as ended:
        main(list(argv))
    assert ended.value.code == 2


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_arguments_and_runs(name):
    module = importlib.import_module(f"pipeline.commands.{name}")
    assert callable(module.add_arguments)
    assert callable(module.run)


def test_help_loads_nothing_heavy():
    code = "import sys; from pipeline.__main__ import _parser; _parser(['--help']); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert not {"pandas", "sqlalchemy", "numpy", "onnxruntime", "transformers"} & set(loaded.split())


def test_a_reader_of_the_output_may_leave_early(here):
    (here / "in.jsonl").write_text("".join(line(str(number)) for number in range(2000)))
    command = f"{sys.executable} -m tests.fakes annotate {here}/in.jsonl - | head -1"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert json.loads(done.stdout)["id"] == "0"
    assert done.stderr == ""


def test_what_an_input_holds_cannot_write_to_the_terminal(here, call):
    (here / "in.jsonl").write_text(line("a\x1b[2J", f"Something {POISON}."))
    assert "\x1b" not in call("run", "in.jsonl").err


# processes


def start(*argv, delay_s=0.0):
    environment = {**os.environ, "TOCSIN_TEST_DELAY_S": str(delay_s)}
    words = [sys.executable, "-m", "tests.fakes", *map(str, argv)]
    return subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def until(found, *, seconds=60.0):
    deadline = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def test_a_run_that_is_killed_anywhere_loses_and_doubles_nothing(here, call):
    articles, kept = 300, 0
    (here / "in.jsonl").write_text("".join(line(str(n), f"{PARAGRAPH} Report {n}.") for n in range(articles)))
    url = f"sqlite:///{here / 'tocsin.db'}"
    Store.open(url).close()
    for lived_s in (0.0, 0.1, 0.3):
        run = start("run", here / "in.jsonl", "--store", url, delay_s=0.01)
        until(lambda: stored(url).articles > kept)  # noqa: B023  (called before the loop goes on)
        time.sleep(lived_s)
        run.kill()
        run.communicate()
        assert run.returncode == -signal.SIGKILL
        kept = stored(url).articles
    assert 0 < kept < articles
    assert counts(call("run", "in.jsonl")) == (articles, articles - kept, 0, kept, 0)
    assert (stored().articles, stored().quotes) == (articles, articles)
    assert counts(call("run", "in.jsonl")) == (articles, 0, 0, articles, 0)


def test_a_second_run_at_the_same_time_is_told_who_holds_the_store(here, call, monkeypatch):
    monkeypatch.setattr("pipeline.commands.run.WAIT_S", 0.0)
    store = Store.open("sqlite:///tocsin.db")
    (here / "in.jsonl").write_text(line())
    with store.run():
        result = call("run", "in.jsonl")
    store.close()
    assert (result.status, result.err.count("\n")) == (1, 1)
    assert f"process {os.getpid()}" in result.err


def test_watch_stores_what_is_dropped_and_ends_cleanly(here):
    folder, url = here / "inbox", f"sqlite:///{here / 'tocsin.db'}"
    folder.mkdir()
    watch = start("watch", folder, "--store", url)
    try:
        until(lambda: "watching" in watch.stderr.readline())
        for number in (1, 2, 3):
            (folder / f"{number}.jsonl").write_text(line(str(number)))
            until(lambda wanted=number: stored(url).articles == wanted)
        (folder / "bad.txt").write_bytes(b"\x00\x01")
        until(lambda: stored(url).n_failures == 1)
        (folder / "bad.txt").write_text(PARAGRAPH)
        until(lambda: stored(url).n_failures == 0 and stored(url).articles == 4)
        watch.send_signal(signal.SIGTERM)
        out, _ = watch.communicate(timeout=60)
    finally:
        watch.kill()
    assert watch.returncode == 0
    assert COUNTS.match(out.splitlines()[0]).groups() == ("1", "1", "0", "0", "0")


@pytest.mark.parametrize(
    ("sources", "said"),
    [((), "give a folder"), (("-",), "run -"), (("https://news.example/feed",), "give a folder")],
)
def test_watch_says_what_it_can_watch(call, sources, said):
    result = call("watch", *sources)
    assert (result.status, result.err.count("\n")) == (1, 1)
    assert said in result.err


# progress


def test_how_much_there_is_to_do_is_counted_beforehand(here):
    (here / "a.jsonl").write_text(line("a") + "\n" + line("b"))
    (here / "b.txt").write_text(PARAGRAPH)
    assert expected(["."]) == 3
    assert expected(["a.jsonl", "b.txt"]) == 3


@pytest.mark.parametrize("source", ["-", "nowhere", "https://news.example/feed"])
def test_what_cannot_be_counted_beforehand_is_not(source):
    assert expected([source]) is None
