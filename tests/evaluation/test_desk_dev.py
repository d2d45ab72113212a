"""Whole articles put together from labels without text and the data folder they belong to."""

from __future__ import annotations

import json

from pipeline.evaluation.desk_dev import LABELS, PARTS, write_gold
from pipeline.model.labels import RISKS, STANCES

TEXT = "The mayor of Norhaven said the well is dry."
QUOTE = {
    "type": "indirect",
    "content": [[27, 42]],
    "source": [0, 21],
    "cue": [22, 26],
    "speaker": "mayor of Norhaven",
    "stance": "report",
    "target": None,
    "risks": [["food_water", "reported"]],
}


def folder_with(tmp_path, *rows):
    (tmp_path / "data" / "articles").mkdir(parents=True)
    lines = "".join(f"{json.dumps(row)}\n" for row in rows)
    (tmp_path / "data" / "articles" / "news.jsonl").write_text(lines, encoding="utf-8")
    labels = tmp_path / "desk.jsonl"
    row = {"file": "news", "id": "n1", "part": "held", "quotes": [QUOTE], "optional": []}
    labels.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return labels


def test_labels_are_joined_to_the_text_they_belong_to(tmp_path):
    labels = folder_with(tmp_path, {"doc_id": "n1", "text": TEXT, "title": "Wells"})
    written = write_gold(tmp_path, tmp_path, labels)
    assert written["tuned"].read_text(encoding="utf-8") == ""
    gold = json.loads(written["held"].read_text(encoding="utf-8"))
    assert (gold["id"], gold["text"], gold["title"]) == ("n1", TEXT, "Wells")
    (start, end) = gold["quotes"][0]["content"][0]
    assert gold["text"][start:end] == "the well is dry"


def test_nothing_is_measured_where_an_article_is_missing(tmp_path):
    assert write_gold(tmp_path, tmp_path, folder_with(tmp_path, {"doc_id": "n2", "text": TEXT})) == {}


def test_our_labels_keep_to_the_codebook_and_hold_no_text():
    rows = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    assert {row["part"] for row in rows} == set(PARTS)
    assert len({(row["file"], row["id"]) for row in rows}) == len(rows)
    for row in rows:
        assert set(row) == {"file", "id", "part", "quotes", "optional"}
        for quote in row["quotes"]:
            assert quote["stance"] in STANCES
            assert all(
                risk in RISKS and modality in {"reported", "feared", "denied"} for risk, modality in quote["risks"]
            )
            assert all(start < end for start, end in quote["content"])
