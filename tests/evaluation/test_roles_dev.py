from __future__ import annotations

import json
from dataclasses import replace

import pytest

from pipeline.evaluation.roles_dev import measure_roles, read_labels, score
from pipeline.records import Article, Span, Toponym
from pipeline.stage import PerArticle
from pipeline.stages import roles

TEXT = "Aid reached Homs. The Greek crew left for Latakia."


def find_places(article: Article) -> Article:
    homs, greek = TEXT.index("Homs"), TEXT.index("Greek")
    places = (Toponym(Span(homs, homs + 4), "about", 0.9), Toponym(Span(greek, greek + 5), "actor", 0.9))
    return replace(article, places=places)


STAGES = (PerArticle("geocode", find_places, frozenset(), frozenset({"places"})), roles.stage())


@pytest.fixture
def labels(tmp_path):
    rows = [("Homs", "background", "held"), ("Greek", "actor", "held"), ("Latakia", "about", "held")]
    lines = [f"news\ta1\t{TEXT.index(w)}\t{TEXT.index(w) + len(w)}\t{role}\t{part}" for w, role, part in rows]
    path = tmp_path / "roles.tsv"
    path.write_text("\n".join(["file\tid\tstart\tend\trole\tpart", *lines]) + "\n", encoding="utf-8")
    return path


def test_roles_are_scored_over_the_names_that_are_found(labels, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "news.jsonl").write_text(json.dumps({"doc_id": "a1", "text": TEXT}), encoding="utf-8")
    held = measure_roles(STAGES, shared=tmp_path, labels=labels)["place roles, articles held"]
    assert (held["n"], held["actor"], held["background"], held["macro_f1"]) == (2, "1.000 of 1", "0.000 of 1", 0.5)


def test_without_the_texts_nothing_is_measured(labels, tmp_path):
    assert measure_roles(STAGES, shared=tmp_path / "nowhere", labels=labels) == {}


def test_macro_f1_is_over_the_roles_that_are_labelled():
    pairs = [("about", "about", "about"), ("actor", "about", "about")]
    assert score(pairs)["macro_f1"] == pytest.approx(1 / 3, abs=1e-4)


def test_our_labels_name_each_role_and_cover_a_name_once():
    labels = read_labels()
    assert {label.role for label in labels} == {"about", "spoken_at", "background", "actor"}
    assert len({label.article for label in labels}) >= 40
    assert len({(label.file, label.article, label.span) for label in labels}) == len(labels)
