"""The article the project began with comes out right, through the real command and the real model."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT.parent / "shared" / "data" / "articles" / "seed.txt"
LE_DRIAN, ZAKHAROVA = "Jean-Yves Le Drian", "Maria Zakharova"

pytestmark = [pytest.mark.shared, pytest.mark.skipif(not SEED.exists(), reason="no data folder beside the project")]


class Seed:
    """The article and its annotation, asked by the words of the text."""

    def __init__(self, text, annotation):
        self.text = text
        self.places = annotation["places"]
        self.actors = {actor["id"]: actor for actor in annotation["actors"]}
        self.quotes = annotation["quotes"]
        self.sentences = annotation["sentences"]
        self.models = annotation["models"]

    def words(self, *spans):
        return " … ".join(self.text[start:end] for start, end in spans)

    def named(self, name):
        return [place for place in self.places if place["text"] == name]

    def speaker(self, quote):
        return self.actors[quote["speaker"]]["name"] if quote["speaker"] else None

    def quotes_of(self, words, speaker):
        said = [quote for quote in self.quotes if words in self.words(*quote["content"])]
        return [quote for quote in said if self.speaker(quote) == speaker]

    def risks(self, words):
        """Return the risks of each sentence that has the words, as label and modality."""
        spoken = [s for s in self.sentences if words in self.text[s["start"] : s["end"]]]
        return [{(risk["label"], risk["modality"]) for risk in sentence["risks"]} for sentence in spoken]


@pytest.fixture(scope="module")
def seed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("seed")
    text = SEED.read_text(encoding="utf-8")
    line = json.dumps({"id": "seed", "text": text, "date": "2018-09-06"})
    (folder / "in.jsonl").write_text(line + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "pipeline", "annotate", folder / "in.jsonl", folder / "out.jsonl"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return Seed(text, json.loads((folder / "out.jsonl").read_text(encoding="utf-8")))


def test_what_a_place_is_called_stands_at_its_span(seed):
    assert seed.places
    assert all(place["text"] == seed.words((place["start"], place["end"])) for place in seed.places)


@pytest.mark.parametrize(("name", "country"), [("Idlib", "SY"), ("Athens", "GR"), ("Douma", "SY"), ("Aleppo", "SY")])
def test_every_mention_of_a_place_is_in_its_country(seed, name, country):
    found = seed.named(name)
    assert found
    assert {place["place"] and place["place"]["country"] for place in found} == {country}


def test_idlib_is_what_the_article_is_about(seed):
    assert {place["role"] for place in seed.named("Idlib")} == {"about"}


def test_athens_is_where_the_minister_speaks(seed):
    assert {place["role"] for place in seed.named("Athens")} == {"spoken_at"}


def test_nothing_lies_in_the_usa(seed):
    resolved = [place["place"] for place in seed.places if place["place"]]
    assert [place["name"] for place in resolved if place["country"] == "US" and place["precision"] != "country"] == []


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("humanitarian deflagration", LE_DRIAN),
        ("ticking time bomb", LE_DRIAN),
        ("chemical non-proliferation", LE_DRIAN),
        ("red lines", LE_DRIAN),
        ("kill terrorists", ZAKHAROVA),
        ("security", ZAKHAROVA),
    ],
)
def test_a_quote_has_its_speaker(seed, words, speaker):
    assert seed.quotes_of(words, speaker)


def test_both_quotes_about_the_deflagration_are_the_minister_s(seed):
    assert len(seed.quotes_of("humanitarian deflagration", LE_DRIAN)) == 2


def test_the_minister_is_spoken_of_by_name_office_and_pronoun_alike(seed):
    quotes = [quote for quote in seed.quotes if seed.speaker(quote) == LE_DRIAN]
    sources = [seed.words(quote["source"]) for quote in quotes if quote["source"]]
    assert any(words.lower() == "he" for words in sources)
    assert any("French foreign minister" in words and "Drian" not in words for words in sources)


@pytest.mark.parametrize(("words", "stance"), [("humanitarian deflagration", "warn"), ("red lines", "threaten")])
def test_a_quote_has_its_stance(seed, words, stance):
    assert seed.quotes_of(words, LE_DRIAN)[0]["stance"]["label"] == stance


@pytest.mark.parametrize(
    ("words", "risk"),
    [
        ("deflagration", ("catastrophe", "feared")),
        ("offensive", ("escalation", "feared")),
        ("fleeing", ("displacement", "reported")),
    ],
)
def test_a_risk_is_in_a_sentence_that_speaks_of_it(seed, words, risk):
    assert any(risk in risks for risks in seed.risks(words))


def test_every_sentence_on_chemical_weapons_has_their_tag(seed):
    found = seed.risks("chemical weapons")
    assert found
    assert all("chemical_weapons" in {label for label, _ in risks} for risks in found)


@pytest.mark.parametrize(
    ("label", "words"), [("displacement", ("fleeing", "refugees")), ("chemical_weapons", ("chemical", "red lines"))]
)
def test_a_risk_is_in_no_sentence_that_does_not_speak_of_it(seed, label, words):
    tagged = [s for s in seed.sentences if label in {risk["label"] for risk in s["risks"]}]
    assert tagged
    assert all(any(word in seed.words((s["start"], s["end"])) for word in words) for s in tagged)


def test_the_credit_line_is_no_sentence_of_the_article(seed):
    assert max(sentence["end"] for sentence in seed.sentences) <= seed.text.index("[source_without_link]")


def test_the_actors_belong_to_their_states(seed):
    affiliations = {actor["affiliation"] for actor in seed.actors.values()}
    assert affiliations >= {"France", "Russia", "Syria", "Turkey", "Iran", "Greece"}


def test_a_misspelt_president_is_known_and_keeps_his_spelling(seed):
    (rouhani,) = [actor for actor in seed.actors.values() if actor["name"] == "Hassan Rouhani"]
    assert any("Rassan Rouhani" in seed.words(mention) for mention in rouhani["mentions"])


def test_the_annotation_says_what_it_was_made_with(seed):
    assert set(seed.models) >= {"tagger", "gazetteer"}
