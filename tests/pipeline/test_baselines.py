"""What the reader is held against, on texts of our own; the parts that learn are skipped without what they need."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest

from pipeline.actors.catalogue import open_catalogue
from pipeline.errors import AssetError
from pipeline.gazetteer.index import Gazetteer
from pipeline.model.labels import CUE_TAGS, NAME_KINDS, NAME_TAGS, RISKS, STANCES, begins
from pipeline.model.reader import Text
from pipeline.model.training.baselines import gold, lexicon, table
from pipeline.model.training.baselines.clauses import find_saying
from pipeline.model.training.baselines.measure import Tasks
from pipeline.model.training.baselines.rule_names import RuleNames
from pipeline.model.training.baselines.rules import RuleQuotes, Rules, modality, risks, stances
from pipeline.model.training.baselines.tagging import NameTagger, QuoteTagger
from pipeline.model.training.datasets import Corpus
from pipeline.quotation_marks import find_quotations
from pipeline.records import Span
from pipeline.settings import Settings
from tests.pipeline.test_decoding import WordTokenizer, pieces_of


@pytest.fixture(scope="module")
def names() -> RuleNames:
    return RuleNames(Gazetteer.load(Settings().gazetteer), open_catalogue(Settings().actors))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We will strike every depot if they come.", "threaten"),
        ("The envoy demanded that the rebels leave.", "demand"),
        ("She called on all sides to show restraint.", "appeal"),
        ("He denied that shells had fallen there.", "reject"),
        ("The ministry condemned the raid.", "condemn"),
        ("They warned that dams could break.", "warn"),
        ("He defended the raid as lawful.", "justify"),
        ("Both sides agreed to talks in Geneva.", "cooperate"),
        ("Norland praised the nurses.", "support"),
        ("The bridge opened on Monday.", "report"),
    ],
)
def test_a_word_of_a_speech_act_tells_the_stance(text, expected):
    assert stances(text)[0] == expected


def test_of_two_stances_the_one_that_the_codebook_puts_first_wins():
    assert stances("He condemned the raid and vowed to retaliate.")[:2] == ["threaten", "condemn"]


def test_every_label_has_words():
    assert {*lexicon.STANCES, "report"} == set(STANCES)
    assert set(lexicon.RISKS) == set(RISKS)


def test_words_name_risks():
    assert risks("Airstrikes hit a hospital and families fled.") == {"escalation", "health", "displacement"}
    assert risks("The chess club met.") == frozenset()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells hit the town.", "reported"),
        ("Shells could hit the town.", "feared"),
        ("He denied that shells could hit the town.", "denied"),
    ],
)
def test_words_tell_the_modality(text, expected):
    assert modality(text) == expected


@pytest.mark.parametrize(
    ("text", "cue", "content", "source"),
    [
        ("The minister said that talks would go on.", "said", "talks would go on", "The minister"),
        ("Talks will go on, the minister said on Friday.", "said", "Talks will go on", "the minister"),
        ("“We will go on talking,” said Anna Lind, the minister.", "said", "We will go on talking,", "Anna Lind"),
        ("Anna Lind told reporters: “We will go on.”", "told", "We will go on.", "Anna Lind"),
        ("According to the police, two men fled.", "According to", "two men fled", "the police"),
        ("Two men fled according to the police.", "according to", "Two men fled", "the police"),
        ("Shelling went on while Norland accused the rebels.", "accused", "the rebels", "Norland"),
    ],
)
def test_what_hangs_on_a_cue_is_told_by_its_clause_and_marks(text, cue, content, source):
    start = text.index(cue)
    whole = Span(0, len(text))
    found = find_saying(text, whole, Span(start, start + len(cue)), find_quotations(text, whole))
    assert found is not None
    assert [span.of(text) for span in found.content] == [content]
    assert found.source is not None
    assert found.source.of(text) == source


def test_a_cue_with_nothing_round_it_says_nothing():
    assert find_saying("He said.", Span(0, 8), Span(3, 7), ()) is None


def test_a_quotation_split_by_its_cue_is_whole():
    text = "“We will go on,” she said, “and we will not stop there.”"
    (found,) = RuleQuotes().find([text])[0]
    assert [span.of(text) for span in found.content] == ["We will go on,", "and we will not stop there."]


def test_a_verb_of_saying_within_marks_is_no_cue():
    text = "“They said that it was over and they told us so,” he added."
    (found,) = RuleQuotes().find([text])[0]
    assert found.cue is not None
    assert found.cue.of(text) == "added"


def test_a_quotation_beside_which_nobody_is_named_has_no_source():
    (found,) = RuleQuotes().find(["“We have waited here for nine days and nobody came.”"])[0]
    assert found.source is found.cue is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sergei Lavrov met the Syrian delegation in Damascus.", ["Sergei Lavrov", "Syrian", "Damascus"]),
        ("The Security Council met.", ["Security Council"]),
        ("Nobody came on Monday.", []),
    ],
)
def test_capitals_that_are_known_are_names(names, text, expected):
    ((reading,),) = names.read([Text(text, (Span(0, len(text)),), ())])
    assert [mention.span.of(text) for mention in reading.mentions] == expected


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Syrians", "demonym"),
        ("Iraq", "place"),
        ("Bashar al-Assad", "person"),
        ("Pentagon", "organisation"),
        ("Xy", None),
    ],
)
def test_known_names_have_their_kind(names, name, kind):
    assert names.kind(name) == kind


def test_tags_of_pieces_become_names():
    place = begins(NAME_KINDS.index("place"))

    def tag(sentences):
        return [
            np.eye(NAME_TAGS)[[place if i == 0 else place + 1 if i < 2 else 0 for i in range(len(p.ids))]] * 9
            for p in sentences
        ]

    text = "Khanasir fell."
    ((reading,),) = NameTagger(tag, WordTokenizer()).read([Text(text, (Span(0, len(text)),), ())])
    assert [(mention.span.of(text), mention.kind) for mention in reading.mentions] == [("Khanasir", "place")]


def test_tags_of_pieces_become_cues_with_their_clauses():
    text = "Norland has left. Lind said that talks would go on."

    def tag(sentences):
        return [np.eye(CUE_TAGS)[[int(s.of(text) == "said") for s in p.spans]] * 9 for p in sentences]

    (found,) = QuoteTagger(tag, WordTokenizer()).find([text])[0]
    assert found.cue is not None
    assert (found.cue.of(text), found.content[0].of(text)) == ("said", "talks would go on")


def test_a_sentence_has_a_stance_only_where_all_root_codes_name_it():
    assert gold.one_root(["ACCUSE", "DISAPPROVE"]) == "condemn"
    assert gold.one_root(["REQUEST"]) == "demand"
    assert gold.one_root(["ACCUSE", "SUPPORT"]) is gold.one_root(["ACCUSE", "ASSAULT"]) is gold.one_root([]) is None


def test_a_missing_or_strange_scorer_is_named(tmp_path):
    with pytest.raises(AssetError, match="no scorer"):
        gold.open_scorer(tmp_path)
    (tmp_path / "score.py").write_text("def stance(gold, pred): return {}\n")
    with pytest.raises(AssetError, match="scores no quotes"):
        gold.open_scorer(tmp_path)


def test_the_table_has_a_column_each_and_a_dash_for_what_was_not_measured():
    figures = {"rules only": {"stance": {"macro_f1": 0.5}}, "reader": {"stance": {"macro_f1": 0.75}, "plover_dev": {}}}
    head, rule, first, *rest = table.lines(figures)
    assert head == "|  | rules only | reader |"
    assert rule.count("---") == 3
    assert first.endswith("| 0.500 | 0.750 |")
    assert all(line.endswith("| – | – |") for line in rest)


# A scorer of our own, for what is handed to it: it counts what it was given.
SCORER = """
def stance(gold, pred):
    right = [max(pred[g["id"]]["stance_scores"], key=pred[g["id"]]["stance_scores"].get) for g in gold]
    return {"macro_f1": 1.0 if right == ["condemn", "cooperate"] else 0.0}

def quotes(gold, pred):
    contents = [[g["text"][a:b] for a, b in q["content"]] for g in gold for q in pred[g["id"]]["quotes"]]
    return {"iou30": {"f1": float(contents == [["talks would go on"]])}, "iou80": {"f1": 0.0}, "source_touch": None}
"""
SAID = {"condemn": "Norland condemned the raid number {}.", "cooperate": "Both sides agreed to talks number {}."}


@pytest.fixture
def tasks(tmp_path):
    """Data of our own in the shape of the data folder: a few of each kind."""
    rows = [
        (SAID[label].format(n), root)
        for n in range(12)
        for label, root in (("condemn", "ACCUSE"), ("cooperate", "AGREE"))
    ]
    plover = [{"text": text, "rootcodes": [root], "dyads": []} for text, root in rows]
    people = [{"tokens": ["Lavrov", "left", "Iraq", "."], "tags": ["B-person", "O", "B-location", "O"]}] * 6
    text = "Norland has left. Lind said that talks would go on."
    said = {"cue": [[23, 27]], "source": [[18, 22]], "content": [[33, 50]]}
    articles = [{"id": f"a{n}", "text": text, "attributions": [said]} for n in range(6)]
    for name, given in {
        "stance/plover_train": plover, "stance/plover_dev": plover[:2], "entities/conll2003_train": people,
        "entities/crossner_politics_train": people[:1], "entities/conll2003_dev": people[:1],
        "entities/crossner_politics_dev": people[:1], "quotes/polnear_train": articles,
        "quotes/polnear_dev": articles[:1],
    }.items():  # fmt: skip
        path = tmp_path / "data" / f"{name}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{json.dumps(row)}\n" for row in given))
    (tmp_path / "score.py").write_text(SCORER)
    _write_labels(tmp_path, [text for text, _ in rows])
    corpus = Corpus(tmp_path / "data", WordTokenizer(), lambda _: False)
    return Tasks(corpus, tmp_path, gold.open_scorer(tmp_path))


def _write_labels(folder, texts):
    fields = ("file", "id", "start", "end", "stance", "target", "risks")
    with (folder / "sentences.tsv").open("w", newline="") as file:
        rows = csv.writer(file, delimiter="\t", lineterminator="\n")
        rows.writerow(fields)
        for number, text in enumerate(texts):
            label, found = (
                ("cooperate", "-") if number % 2 else ("condemn", ("escalation:r", "health:f")[number % 4 // 2])
            )
            rows.writerow(("plover_train", number, 0, len(text), label, "-", found))
    (folder / "own.tsv").write_text('text\tstance\trisks\nWe will "strike".\tthreaten\tescalation:f\n')


def test_what_is_held_out_is_not_learned_from(tasks):
    learned, asked = gold.statements(tasks.corpus, tasks.labels)
    assert len(learned.texts) + len(asked.texts) == 25
    assert not set(learned.keys) & set(asked.keys)
    assert learned.texts[-1] == 'We will "strike".'
    assert len(asked.texts) == len(asked.stances) == len(asked.risks) > 0


def test_rules_are_measured_on_every_task(tasks, names):
    figures = tasks.measure(Rules(names))
    assert figures["plover_dev"]["macro_f1"] == 1.0
    assert figures["names"]["conll2003_dev"]["f1"] == 1.0
    assert figures["polnear_dev"]["iou30"]["f1"] == 1.0
    assert figures["stance"]["accuracy"] == 1.0
    assert len(list(table.lines({"rules only": figures}))) == 2 + len(table.ROWS)


def test_a_bag_of_words_learns_what_is_asked(tasks):
    pytest.importorskip("sklearn")
    from pipeline.model.training.baselines import tfidf
    from pipeline.model.training.baselines.learned import Learned

    learned = Learned("bag", tfidf.vectors, tfidf.learn_tags, tasks.corpus.tokenizer)
    told = learned.stances(
        gold.rooted(tasks.corpus, "plover_train"), [SAID["condemn"].format(40), SAID["cooperate"].format(41)]
    )
    assert [max(scores, key=scores.get) for scores in told] == ["condemn", "cooperate"]
    assert tasks.measure(learned)["polnear_dev"]["iou30"]["f1"] == 1.0


def test_a_bag_of_neighbours_holds_them_with_their_distance():
    pytest.importorskip("sklearn")
    from pipeline.model.training.baselines import tfidf

    first, *_ = tfidf.neighbours(pieces_of("He said it."))
    assert {"0piece7", "1piece7"} <= set(first)
    assert not any(each.startswith("-") for each in first)


def test_a_frozen_encoder_learns_tags_and_stays_as_it_is(tasks):
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    from pipeline.model.training.baselines.frozen import Frozen

    torch.manual_seed(0)
    config = transformers.BertConfig(
        vocab_size=9, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16
    )
    model = transformers.BertModel(config, add_pooling_layer=False)
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    frozen = Frozen(model, tasks.corpus)
    sentences = [pieces_of("Lind left 1990.")] * 2000
    tag = frozen.learn_tags(
        sentences, [[int(shape == sentences[0].shapes[0]) for shape in p.shapes] for p in sentences], 2
    )
    (scores,) = tag([pieces_of("Berg left 2001.")])
    assert scores.argmax(-1).tolist() == [1, *[0] * (len(scores) - 1)]
    assert all(torch.equal(before[name], tensor) for name, tensor in model.state_dict().items())
    there, here = frozen.vectors(["Lind left.", "It rained all day."], ["Berg left."])
    assert there.shape == (2, 16)
    assert np.isfinite(here).all()
