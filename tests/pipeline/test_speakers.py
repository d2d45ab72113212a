from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.actors.catalogue import Catalogue, open_catalogue
from pipeline.actors.newcomers import singular
from pipeline.records import Article, Mention, NameKind, Quote, Reading, Sentence, Span
from pipeline.stages import actors, speakers, targets

ASSETS = Path(__file__).parents[2] / "assets"
KINDS: dict[str, NameKind] = {"p": "person", "o": "organisation", "l": "place", "d": "demonym"}
MARK = re.compile(r"\[(\w)\||\]|\{(\w)(\d*):|\}")
_OPEN: list[Catalogue] = []


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return opened()


def opened() -> Catalogue:
    if not _OPEN:
        _OPEN.append(open_catalogue(ASSETS / "actors"))
    return _OPEN[0]


def article(marked: str) -> Article:
    """An article whose names and quotes are marked by hand.

    Names: "[p|Le Drian]". Parts of quotes: "{s1:he} {c1:said} {q1:it was so}" are source, cue and content of the first.
    """
    text, last = "", 0
    opened_at: list[tuple[str, str, int]] = []
    mentions: list[Mention] = []
    parts: dict[str, dict[str, list[Span]]] = {}
    for mark in MARK.finditer(marked):
        text += marked[last : mark.start()]
        last = mark.end()
        if mark[1] or mark[2]:
            opened_at.append((mark[1] or "", (mark[2] or "") + (mark[3] or ""), len(text)))
            continue
        name, part, start = opened_at.pop()
        if name:
            mentions.append(Mention(Span(start, len(text)), KINDS[name], 0.9))
        else:
            parts.setdefault(part[1:], {}).setdefault(part[0], []).append(Span(start, len(text)))
    text += marked[last:]
    quotes = tuple(_quote(text, part) for _, part in sorted(parts.items()))
    spans = [Span(*m.span()) for m in re.finditer(r"\S(?:[^.\n]|\.(?![\s”]))*(?:\.”?)?", text)]
    readings = tuple(
        Reading(s, tuple(m for m in mentions if s.start <= m.span.start < s.end), (), (), None) for s in spans
    )
    sentences = tuple(Sentence(span) for span in spans)
    date = datetime(2018, 9, 6, tzinfo=UTC)
    return Article("a", text, published_at=date, sentences=sentences, readings=readings, quotes=quotes)


def _quote(text: str, part: dict[str, list[Span]]) -> Quote:
    content = tuple(part.get("q", ()))
    direct = bool(content) and text[content[0].start - 1 : content[0].start] == "“"
    source, cue = part.get("s"), part.get("c")
    return Quote("direct" if direct else "indirect", content, source[0] if source else None, cue[0] if cue else None)


def annotated(marked: str) -> Article:
    [done] = actors.stage(opened())([article(marked)])
    [done] = speakers.stage(opened())([done])
    return done


def spoken_by(marked: str) -> list[str | None]:
    """The speakers of the marked quotes, by name."""
    done = annotated(marked)
    names = {actor.id: actor.name for actor in done.actors}
    return [names[quote.speaker] if quote.speaker else None for quote in done.quotes]


LE_DRIAN = "French Foreign Minister [p|Jean-Yves Le Drian] met [p|Nikos Kotzias], the Greek foreign minister."
LAST = "Later {s1:%s} {c1:said} {q1:time was short}."


@pytest.mark.parametrize(
    ("source", "speaker"),
    [
        ("[p|Jean-Yves Le Drian]", "Jean-Yves Le Drian"),
        ("[p|Le Drian]", "Jean-Yves Le Drian"),
        ("Mr [p|Kotzias]", "Nikos Kotzias"),
        ("the French foreign minister", "Jean-Yves Le Drian"),
        ("the French minister", "Jean-Yves Le Drian"),
        ("the Greek foreign minister", "Nikos Kotzias"),
        ("the Greek chief diplomat", "Nikos Kotzias"),
        ("the French defence minister", "French defence minister"),
        ("the German foreign minister", "German foreign minister"),
        ("a French minister", "French minister"),
        ("a spokesman for [p|Le Drian]", "spokesman for Le Drian"),
        ("[p|Le Drian]’s spokesman", "Le Drian’s spokesman"),
        ("[p|Le Drian] spokeswoman [p|Anne Morel]", "Anne Morel"),
        ("[p|Le Drian]’s spokeswoman [p|Anne Morel]", "Anne Morel"),
        ("the French foreign ministry", "French foreign ministry"),
        ("[l|Russia]", "Russia"),
        ("the [d|Russian] government", "Russia"),
        ("the White House", "White House"),
        ("the Syrian Observatory for Human Rights", "Syrian Observatory for Human Rights"),
        ("Yusuf", "Yusuf"),
    ],
)
def test_a_source_is_the_actor_it_names_or_describes(source, speaker):
    assert spoken_by(f"{LE_DRIAN} {LAST % source}") == [speaker]


@pytest.mark.parametrize(
    ("source", "name", "affiliation"),
    [
        ("a resident of Latakia", "resident of Latakia", None),
        ("officials", "officials", None),
        ("two diplomats", "diplomats", None),
        ("[d|Turkish] officials", "Turkish officials", "Turkey"),
        ("a UN official", "UN official", "United Nations"),
        ("a spokesman for [o|Hamas]", "spokesman for Hamas", "Hamas"),
        ("the representative of [l|Mali]", "representative of Mali", "Mali"),
        ("a surgeon, who asked not to be named,", "surgeon", None),
        ("one mother", "mother", None),
        ("one of the injured passengers", "injured passenger", None),
        ("dozens of residents", "residents", None),
    ],
)
def test_an_unnamed_source_becomes_an_actor(source, name, affiliation):
    done = annotated(LAST % source)
    actor = next(actor for actor in done.actors if actor.id == done.quotes[0].speaker)
    assert (actor.name, actor.kind, actor.affiliation) == (name, "other", affiliation)
    assert actor.mentions


@pytest.mark.parametrize("source", ["people", "somebody", "it"])
def test_nobody_in_particular_is_no_speaker(source):
    assert spoken_by(LAST % source) == [None]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "{s1:[p|Jean-Yves Le Drian]} {c1:said} {q1:time was short}. {s2:He} {c2:added} {q2:that all were warned}.",
            ["Jean-Yves Le Drian", "Jean-Yves Le Drian"],
        ),
        ("[p|Maria Zakharova] met [p|Sergei Lavrov]. {s1:He} {c1:said} {q1:no}.", ["Sergei Lavrov"]),
        ("[p|Maria Zakharova] met [p|Sergei Lavrov]. {s1:She} {c1:said} {q1:no}.", ["Maria Zakharova"]),
        ("[p|Vladimir Putin] spoke after talks with [p|Viktor Orban]. {s1:He} {c1:said} {q1:no}.", ["Vladimir Putin"]),
        ("Ms [p|Lind] met Mr [p|Ek]. {s1:She} {c1:said} {q1:no}.", ["Lind"]),
        ("“{q1:Trust [p|Putin],}” {s1:[p|Anna Lind]} {c1:said}. {s2:He} {c2:said} {q2:no}.", ["Anna Lind", None]),
        ("Russia’s defence ministry met rebels. {s1:It} {c1:denied} {q1:losses}.", ["Russian defence ministry"]),
        (
            "{s1:Residents} {c1:fled}{q1: the town}. {s2:They} {c2:said} {q2:bread was short}.",
            ["residents", "residents"],
        ),
        ("{s1:A resident} {c1:said} {q1:she ran}. “{q2:We hid,}” {s2:she} {c2:said}.", ["resident", "resident"]),
        ("A midwife in the town was unmoved. “{q1:They talk,}” {s1:she} {c1:said}.", ["midwife"]),
        (
            "{s1:Relief workers} {c1:left}{q1: it}. “{q2:We ran,}” {s2:one of them} {c2:said}.",
            ["relief workers", "relief worker"],
        ),
    ],
)
def test_a_pronoun_means_the_actor_last_meant(marked, expected):
    assert spoken_by(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "“{q1:We fled,}” {s1:[p|Mahmoud], a baker,} {c1:said}. “{q2:No one came,}” {s2:the baker} {c2:said}.",
            "Mahmoud",
        ),
        ("{s1:A Yemeni lawyer} {c1:said} {q1:no}. {s2:The lawyer} {c2:asked} {q2:for the key}.", "Yemeni lawyer"),
        (
            "{s1:[p|Zarif]} {c1:spoke}{q1: up}. He met Foreign Minister [p|Walid al-Moallem]. "
            "{s2:Iranian state media said the minister} {c2:had stressed} {q2:unity}.",
            "Mohammad Javad Zarif",
        ),
        (
            "The [o|Saudi-led coalition] struck. {s1:It} {c1:said}{q1: so}. {s2:The coalition} {c2:denied} {q2:it}.",
            "Saudi-led coalition",
        ),
        (
            "The Pentagon and [o|Hamas] met. {s1:[o|Hamas]} {c1:said}{q1: no}. {s2:The group} {c2:denied} {q2:it}.",
            "Hamas",
        ),
        ("{s1:The Syrian government} {c1:said} {q1:no}. {s2:The regime} {c2:denied} {q2:it}.", "Syria"),
    ],
)
def test_a_description_means_the_one_last_meant_who_fits(marked, expected):
    assert spoken_by(marked)[1] == expected


@pytest.mark.parametrize(
    ("marked", "speaker"),
    [
        ("“{q1:We hid,}” {c1:said} [p|Mahmoud], {s1:a baker}.", "Mahmoud"),
        ("{s1:The new adviser on} Syria, [p|James Jeffrey], {c1:said} {q1:no}.", "James Jeffrey"),
        ("[l|Russia], {s1:which} had asked for it, {c1:said} {q1:no}.", "Russia"),
        ("In Moscow, {s1:the defence ministry} {c1:said} {q1:no}.", "Russian defence ministry"),
        ("{s1:[p|Erdogan]’s government} {c1:said} {q1:no} to the [d|Turkish] army.", "Turkey"),
    ],
)
def test_a_source_cut_short_is_completed_from_the_words_around(marked, speaker):
    assert spoken_by(marked) == [speaker]


def test_a_role_said_of_somebody_without_one_is_kept():
    done = annotated("{s1:A [d|Syrian] officer, who gave his name as [p|Ali],} {c1:said} {q1:no}.")
    ali = next(actor for actor in done.actors if actor.name == "Ali")
    assert (ali.role, ali.affiliation) == ("officer", "Syria")


def test_in_a_language_that_is_not_read_only_names_speak():
    given_article = replace(
        article("{s1:Il} {c1:affirme} {q1:tout}. {s2:[l|Moscou]} {c2:nie} {q2:tout}."), language="fr"
    )
    [done] = speakers.stage(opened())(actors.stage(opened())([given_article]))
    names = {actor.id: actor.name for actor in done.actors}
    assert [names.get(quote.speaker or "") for quote in done.quotes] == [None, "Russia"]


def test_in_a_nested_report_the_inner_speaker_speaks():
    marked = "{s1:State television said [p|Hassan Rouhani]} {c1:warned} {q1:of war}."
    assert spoken_by(marked) == ["Hassan Rouhani"]


def test_in_a_nested_report_nobody_inside_leaves_the_outer_speaker():
    assert spoken_by("{s1:The Kremlin said it} {c1:was told} {q1:nothing}.") == ["Kremlin"]


@pytest.mark.parametrize(
    ("gap", "speaker"),
    [(" ", "Anna Lind"), ("\n\n", "Anna Lind"), ("\n\nThe road was shut.\n\n", None)],
)
def test_a_quotation_of_its_own_follows_the_last_speaker_if_near(gap, speaker):
    assert spoken_by(f"“{{q1:We hid,}}” {{s1:[p|Anna Lind]}} {{c1:said}}.{gap}“{{q2:Nobody came.}}”")[1] == speaker


def test_a_cue_without_source_has_the_subject_of_its_sentence():
    marked = "[p|Maria Zakharova] defended the strikes on [l|Idlib], {c1:saying} {q1:they were needed}."
    assert spoken_by(marked) == ["Maria Zakharova"]


def test_marked_words_that_nobody_says_have_no_speaker():
    given_article = article("[p|Anna Lind] spoke of “{q1:terrorists}” there.")
    scare = replace(given_article, quotes=(replace(given_article.quotes[0], type="scare"),))
    [done] = speakers.stage(opened())(actors.stage(opened())([scare]))
    assert done.quotes[0].speaker is None


def test_resolve_tells_who_words_mean_at_a_point():
    [done] = actors.stage(opened())(
        [article("[l|Russia] said no. [p|Anna Lind] warned the Syrian government. It fired.")]
    )
    names = {actor.id: actor.name for actor in done.actors}

    def meant(words: str) -> str | None:
        start = done.text.index(words)
        found = speakers.resolve(done, Span(start, start + len(words)), at=start, catalogue=opened())
        return names[found] if found else None

    assert [meant(words) for words in ("Russia", "Anna Lind", "It", "no")] == ["Russia", "Anna Lind", "Syria", None]


@pytest.mark.parametrize(
    ("plural", "single"), [("relief workers", "relief worker"), ("gunmen", "gunman"), ("people", None)]
)
def test_one_of_several_is_named_in_the_singular(plural, single):
    assert singular(plural) == single


# Targets


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("{s1:[p|Anna Lind]} {c1:urged} {q1:[l|Russia] to hold back}.", ["Russia"]),
        (
            "{s1:[p|Anna Lind]} {c1:urged} [l|Russia] and [l|Iran] {q1:to hold back from a war with [l|Turkey]}.",
            ["Russia", "Iran", "Turkey"],
        ),
        (
            "{s1:[p|Anna Lind]} {c1:accused} the [d|Syrian] government {q1:of striking with [d|Russian] jets}.",
            ["Syria", "Russia"],
        ),
        ("{s1:[p|Maria Zakharova]} {c1:told} [p|Anna Lind] {q1:that [l|Russia] said no}.", ["Anna Lind"]),
        ("{s1:[p|Maria Zakharova]} {c1:said} {q1:that [l|Russia] denied it}.", ["Russia"]),
        ("[p|Sergei Lavrov] spoke. {s1:[p|Anna Lind]} {c1:urged} {q1:him to hold back}.", []),
        ("{s1:[p|Anna Lind]} {c1:said} {q1:time was short}.", []),
    ],
)
def test_targets_are_objects_first_then_whom_the_content_names(marked, expected):
    done = annotated(marked)
    names = {actor.id: actor.name for actor in done.actors}
    assert [names[actor] for actor in targets.candidates(done, done.quotes[0])] == expected


# Promises of every stage

PIECES = st.sampled_from(
    [
        *(
            "{s1:He}",
            "{s2:The Russian government}",
            "{c1:said}",
            "{q1:no}",
            "“{q2:We hid,}”",
            "{q3:all}",
            "{s3:officials}",
        ),
        *(
            "[p|Anna Lind]",
            "[l|Russia] said",
            "The coalition",
            "the minister",
            ".",
            ",",
            "\n\n",
            "one of them",
            "İ",
            "🙂",
        ),
    ]
)


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECES, max_size=30, unique=True))
def test_no_quote_is_lost_and_every_speaker_is_an_actor(pieces):
    given_article = actors.stage(opened())([article(" ".join(pieces))])[0]
    given_article = replace(given_article, quotes=tuple(q for q in given_article.quotes if q.content))
    [done] = speakers.stage(opened())([given_article])
    assert [replace(quote, speaker=None) for quote in done.quotes] == list(given_article.quotes)
    ids = [actor.id for actor in done.actors]
    assert len(set(ids)) == len(ids)
    assert {quote.speaker for quote in done.quotes} <= {None, *ids}
    assert all(0 <= s.start < s.end <= len(done.text) for actor in done.actors for s in actor.mentions)
