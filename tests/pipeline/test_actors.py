from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.actors.catalogue import Catalogue, open_catalogue
from pipeline.actors.names import alike, alike_among
from pipeline.errors import AssetError
from pipeline.records import Actor, Article, Mention, NameKind, Reading, Sentence, Span
from pipeline.stages import actors

ASSETS = Path(__file__).parents[2] / "assets"
KINDS: dict[str, NameKind] = {"p": "person", "o": "organisation", "l": "place", "d": "demonym", "x": "other"}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return open_catalogue(ASSETS / "actors")


def article(marked: str, *, day: str | None = "2018-09-06") -> Article:
    """An article whose names are marked: "[p|Le Drian] spoke in [l|Athens]"."""
    text, mentions = "", []
    for part in re.split(r"(\[\w\|[^]]*\])", marked):
        name = re.fullmatch(r"\[(\w)\|([^]]*)\]", part)
        if name:
            mentions.append(Mention(Span(len(text), len(text) + len(name[2])), KINDS[name[1]], 0.9))
        text += name[2] if name else part
    spans = [Span(*m.span()) for m in re.finditer(r"(?:[^.\n]|\.(?! [A-Z])|(?<=Mr)\.|(?<=Ms)\.)+\.?", text)]
    readings = tuple(
        Reading(span, tuple(m for m in mentions if span.start <= m.span.start < span.end), (), (), None)
        for span in spans
    )
    date = datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None
    sentences = tuple(Sentence(span) for span in spans)
    return Article("a", text, published_at=date, sentences=sentences, readings=readings, language="en")


def found(marked: str, catalogue: Catalogue, *, day: str | None = "2018-09-06") -> dict[str, Actor]:
    """The actors of a marked text by name."""
    [done] = actors.stage(catalogue)([article(marked, day=day)])
    return {actor.name: actor for actor in done.actors}


def mentions_of(actor: Actor, marked: str) -> list[str]:
    text = article(marked).text
    return [span.of(text) for span in actor.mentions]


# The catalogue


def test_the_catalogue_has_enough(catalogue):
    assert len([entry for entry in catalogue.entries if entry.kind != "state"]) >= 2000


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Rassan Rouhani", "Hassan Rouhani"),
        ("Volodymyr Zelenskiy", "Volodymyr Zelensky"),
        ("Recep Tayyip Erdoğan", "Recep Tayyip Erdogan"),
        ("Bashar Assad", "Bashar al-Assad"),
        ("Sergey Lavrof", "Sergei Lavrov"),
        ("Mevlüt Çavuşoğlu", "Mevlut Cavusoglu"),
    ],
)
def test_spellings_of_a_full_name_find_the_person(written, name, catalogue):
    assert catalogue.person(written).name == name


@pytest.mark.parametrize("written", ["Hassan", "Mohammed", "Sergei", "Mohammed Ali", "Anna Lavrov", "Hassan Nasser"])
def test_a_first_name_or_half_a_name_finds_nobody(written, catalogue):
    assert catalogue.person(written) is None


def test_an_abbreviation_is_only_right_in_capitals(catalogue):
    hits = [hit.entry.name for hit in catalogue.scan("Those who told us that it is WHO, the US and the UN.")]
    assert hits == ["World Health Organization", "United States", "United Nations"]


def test_a_family_name_is_not_the_group_it_contains(catalogue):
    assert [hit.entry.name for hit in catalogue.scan("Hussein al-Houthi and the Houthi side")] == ["Houthis"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "The Red Cross (ICRC) met the RSF.",
            ["International Committee of the Red Cross"] * 2 + ["Rapid Support Forces"],
        ),
        ("The Guardian Council met.", ["Guardian Council"]),
        ("Lebanese forces met the Lebanese army.", ["Lebanon", "Lebanese army"]),
        ("Acted in haste. Dawn broke. Breaking the silence, he told the East African and new Arab leaders.", []),
        ("Gaza's health ministry and the AU met.", ["Gaza health ministry", "African Union"]),
    ],
)
def test_known_names_are_found_and_common_words_are_not(text, names, catalogue):
    assert [hit.entry.name for hit in catalogue.scan(text)] == names


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the catalogue's folder, beside the gazetteer's countries."""
    shutil.copytree(ASSETS / "actors", tmp_path / "actors")
    (tmp_path / "gazetteer").mkdir()
    shutil.copy(ASSETS / "gazetteer" / "countries.csv", tmp_path / "gazetteer")
    return tmp_path / "actors"


@pytest.mark.parametrize(
    ("file", "row", "complaint"),
    [
        (
            "organisations.csv",
            "Another Front,armed_group,,Hamas,\n",
            "shares the alias 'Hamas' with organisations.csv:",
        ),
        ("organisations.csv", "Another Front,gang,,,\n", "has the kind 'gang'"),
        ("people.csv", "Jane Doe,x,,\n", "has the gender 'x'"),
        ("people.csv", "Jane Doe,f,,42\n", "has the Wikidata id '42'"),
        ("people.csv", "Jane Doe,f\n", "has not as many fields"),
        ("roles.csv", "Vladimir Putin,president,Russia,soon,\n", "wants dates like"),
        ("roles.csv", "Nobody Known,president,Russia,2000,\n", "names people that people.csv has not: Nobody Known"),
        ("organisations.csv", "Another Front,armed_group,Atlantis,,\n", "serves Atlantis, who has no row"),
        ("states.csv", "ZZ,Zed,,\n", "has codes of no country: ZZ"),
    ],
)
def test_a_wrong_row_is_an_error_that_names_it(folder, file, row, complaint):
    with (folder / file).open("a", encoding="utf-8") as table:
        table.write(row)
    with pytest.raises(AssetError, match=re.escape(complaint)) as caught:
        open_catalogue(folder)
    assert file in str(caught.value)


def test_a_missing_table_is_an_error_that_names_it(folder):
    (folder / "roles.csv").unlink()
    with pytest.raises(AssetError, match=r"roles\.csv cannot be read"):
        open_catalogue(folder)


# People


def test_a_family_name_later_in_the_text_is_the_same_person(catalogue):
    marked = "[p|Jean-Yves Le Drian] arrived. [p|Le Drian] spoke. [o|Le Drian] left."
    actor = found(marked, catalogue)["Jean-Yves Le Drian"]
    assert mentions_of(actor, marked) == ["Jean-Yves Le Drian", "Le Drian", "Le Drian"]


def test_a_family_name_that_the_reader_missed_is_found(catalogue):
    marked = "[p|Anna Brandvold] arrived. Brandvold spoke."
    assert mentions_of(found(marked, catalogue)["Anna Brandvold"], marked) == ["Anna Brandvold", "Brandvold"]


def test_the_halves_of_a_name_are_one(catalogue):
    assert found("FBI director [p|James] [p|Comey] spoke.", catalogue).keys() == {"FBI", "James Comey"}


def test_a_misspelt_name_is_linked_and_kept_as_written(catalogue):
    marked = "Iranian President [p|Rassan Rouhani] will attend."
    actor = found(marked, catalogue)["Hassan Rouhani"]
    assert (actor.wikidata, actor.affiliation, mentions_of(actor, marked)) == ("Q348144", "Iran", ["Rassan Rouhani"])


def test_two_people_of_one_family_name_stay_two(catalogue):
    names = found("[p|Abdul-Malik al-Houthi] spoke. [p|Mohammed Ali al-Houthi] disagreed.", catalogue)
    assert {"Abdul-Malik al-Houthi", "Mohammed Ali al-Houthi"} <= set(names)


def test_a_bare_family_name_is_whom_the_article_is_about(catalogue):
    marked = "President [p|Donald Trump] spoke. [p|Trump] left with [p|Melania Trump]. [p|Trump] said no."
    assert mentions_of(found(marked, catalogue)["Donald Trump"], marked) == ["Donald Trump", "Trump", "Trump"]


@pytest.mark.parametrize(
    "marked", ["Families fled [o|Idlib]. [l|Idlib] waits.", "IDLIB ([o|RSPA]) — Rain fell.", "[o|ADEN] — Rain fell."]
)
def test_a_town_or_dateline_that_the_reader_misread_is_no_actor(marked, catalogue):
    assert found(marked, catalogue) == {}


def test_a_doctor_of_a_leaders_name_is_not_the_leader(catalogue):
    actor = found("[p|Hassan Rouhani], a doctor in [l|Idlib], spoke.", catalogue)["Hassan Rouhani"]
    assert (actor.role, actor.affiliation, actor.wikidata) == ("doctor", None, None)


def test_a_bare_family_name_is_the_one_named_in_full_before_and_no_president(catalogue):
    marked = "[p|Moussa Traore], a carver in [l|Burkina Faso], spoke. [p|Traore] left."
    actor = found(marked, catalogue, day="2023-05-01")["Moussa Traore"]
    assert (actor.role, mentions_of(actor, marked)) == ("carver", ["Moussa Traore", "Traore"])


def test_a_leader_named_with_and_without_a_first_name_is_known_by_both(catalogue):
    marked = "[p|Traore] spoke in [l|Burkina Faso]. [p|Ibrahim Traore] left. [p|Traore] ate."
    actor = found(marked, catalogue, day="2023-05-01")["Ibrahim Traore"]
    assert (actor.role, len(actor.mentions)) == ("president", 3)


def test_a_first_name_alone_is_nobody_known(catalogue):
    actor = found("[p|Hassan] sells bread in [l|Tehran].", catalogue)["Hassan"]
    assert (actor.kind, actor.wikidata, actor.affiliation) == ("person", None, None)


@pytest.mark.parametrize(
    ("marked", "name", "role", "affiliation"),
    [
        ("French Foreign Minister [p|Jean-Yves Le Drian] warned.", "Jean-Yves Le Drian", "Foreign Minister", "France"),
        (
            "Russian foreign ministry spokeswoman [p|Maria Zakharova] said so.",
            "Maria Zakharova",
            "foreign ministry spokeswoman",
            "Russia",
        ),
        ("[p|Mohammed Ali], a doctor in [l|Idlib], spoke.", "Mohammed Ali", "doctor", None),
        ("[p|Nader Osman], the governor of [l|Idlib], spoke.", "Nader Osman", "governor of Idlib", None),
        ("Turkey's foreign minister, [p|Mevlut Cavusoglu], spoke.", "Mevlut Cavusoglu", "foreign minister", "Turkey"),
        ("President [p|Emmanuel Macron] of [l|France] spoke.", "Emmanuel Macron", "President", "France"),
        (
            "[p|Nikki Haley], the US ambassador to the [o|United Nations], spoke.",
            "Nikki Haley",
            "ambassador to the United Nations",
            "United States",
        ),
        (
            "The UN envoy for Syria, [p|Staffan de Mistura], spoke.",
            "Staffan de Mistura",
            "envoy for Syria",
            "United Nations",
        ),
        ("Hezbollah’s leader, [p|Hassan Nasrallah], spoke.", "Hassan Nasrallah", "leader", "Hezbollah"),
        ("The coalition spokesman, Colonel [p|Omar Saadi], spoke.", "Omar Saadi", "coalition spokesman", None),
        ("A retired Turkish colonel, [p|Kemal], spoke.", "Kemal", "retired colonel", "Turkey"),
        ("[p|Umm Yasin], a mother of six in a camp, spoke.", "Umm Yasin", "mother of six", None),
        ("[p|Mike Pompeo] spoke.", "Mike Pompeo", "secretary of state", "United States"),
    ],
)
def test_role_and_affiliation_come_from_the_text_else_from_the_catalogue(marked, name, role, affiliation, catalogue):
    actor = found(marked, catalogue)[name]
    assert (actor.role, actor.affiliation) == (role, affiliation)


@pytest.mark.parametrize(
    ("day", "role", "affiliation"),
    [
        ("2015-03-01", "defence minister", "France"),
        ("2018-09-06", "foreign minister", "France"),
        ("2022-12-01", None, "France"),
        (None, None, "France"),
    ],
)
def test_a_role_of_the_catalogue_is_that_of_the_day(day, role, affiliation, catalogue):
    actor = found("[p|Jean-Yves Le Drian] spoke.", catalogue, day=day)["Jean-Yves Le Drian"]
    assert (actor.role, actor.affiliation) == (role, affiliation)


def test_its_spokesman_serves_the_subject_before(catalogue):
    marked = "Russia’s defence ministry accused the Syrian rebels. Its spokesman, [p|Igor Konashenkov], gave no proof."
    assert found(marked, catalogue)["Igor Konashenkov"].affiliation == "Russia"


def test_a_counterpart_has_the_role_of_the_one_before(catalogue):
    marked = "The French foreign minister, [p|Marc Dupont], met his Greek counterpart, [p|Yannis Pappas]."
    actor = found(marked, catalogue)["Yannis Pappas"]
    assert (actor.role, actor.affiliation) == ("foreign minister", "Greece")


# States and bodies


@pytest.mark.parametrize(
    "marked",
    [
        "[l|Russia] said the strikes would go on.",
        "[l|Moscow] denied it.",
        "The envoy urged [l|Russia] to hold back.",
        "[d|Russian] warplanes struck the town.",
        "The [d|Russian] government denied it.",
        "[l|Russia]-backed fighters advanced.",
        "[l|France] and [l|Russia] launched strikes.",
        "Sanctions on [l|Turkey] and [l|Russia] remain.",
    ],
)
def test_a_state_that_acts_is_an_actor_and_speaks_for_itself(marked, catalogue):
    russia = found(marked, catalogue)["Russia"]
    assert (russia.kind, russia.affiliation) == ("state", "Russia")


@pytest.mark.parametrize(
    "marked",
    [
        "The summit was held in [l|Moscow].",
        "Families fled to [l|Russia].",
        "He lives in northern [l|Russia].",
        "A [d|Russian] poem was read.",
        "Moscow was covered in snow.",
    ],
)
def test_a_place_that_does_not_act_is_none(marked, catalogue):
    assert found(marked, catalogue) == {}


def test_names_of_one_government_are_one_actor(catalogue):
    marked = (
        "The [d|Syrian] government said so. [l|Damascus] denied it. The regime of [p|Bashar al-Assad] wants the town."
        " The [d|Syrian] regime said no more."
    )
    names = found(marked, catalogue)
    assert mentions_of(names["Syria"], marked) == [
        "Syrian government",
        "Damascus",
        "regime of Bashar al-Assad",
        "Syrian regime",
    ]
    assert names["Bashar al-Assad"].affiliation == "Syria"


@pytest.mark.parametrize(
    ("marked", "name", "kind", "affiliation"),
    [
        ("Russia's Defense Ministry denied it.", "Russian defence ministry", "government_body", "Russia"),
        ("The defence ministry in Moscow denied it.", "Russian defence ministry", "government_body", "Russia"),
        (
            "[l|Russia] will hold a drill, its defence ministry said.",
            "Russian defence ministry",
            "government_body",
            "Russia",
        ),
        ("The Syrian army denied it.", "Syrian army", "government_body", "Syria"),
        ("Iranian state media said so.", "Iranian state media", "media", "Iran"),
        ("The Kremlin denied it.", "Kremlin", "government_body", "Russia"),
        (
            "The [o|World Food Programme] warned of hunger.",
            "World Food Programme",
            "international_org",
            "United Nations",
        ),
        ("[o|Harasta Relief Society] warned of hunger.", "Harasta Relief Society", "ngo", None),
        ("The [o|Martyrs of Zor Brigade] denied it.", "Martyrs of Zor Brigade", "armed_group", None),
    ],
)
def test_a_body_has_kind_and_affiliation(marked, name, kind, affiliation, catalogue):
    actor = found(marked, catalogue)[name]
    assert (actor.kind, actor.affiliation) == (kind, affiliation)


def test_a_short_name_is_the_body_named_in_full_before(catalogue):
    marked = "The [o|Joint Incidents Assessment Team] met. The [o|Assessment Team] found nothing. [o|JIAT] left."
    assert len(found(marked, catalogue)) == 1


def test_the_outlet_and_agency_tags_are_no_actors(catalogue):
    given_article = article("RIYADH ([o|Red Sea Press Agency]) spoke.")
    [done] = actors.stage(catalogue)([replace(given_article, outlet="Red Sea Press Agency")])
    assert done.actors == ()


def test_the_seed_sentence_gives_all_affiliations(catalogue):
    marked = (
        "The [d|French] foreign minister [p|Jean-Yves Le Drian] met his [d|Greek] counterpart [p|Nikos Kotzias]. "
        "[d|Russian] President [p|Vladimir Putin], [d|Turkish] President [p|Recep Tayyip Erdogan] and [d|Iranian] "
        "President [p|Rassan Rouhani] are to meet. The regime of [p|Bashar al-Assad] is blamed."
    )
    affiliations = {actor.affiliation for actor in found(marked, catalogue).values()}
    assert affiliations >= {"France", "Russia", "Syria", "Turkey", "Iran", "Greece"}


def test_a_leader_in_the_name_of_a_regime_needs_no_reader(catalogue):
    assert found("The regime of Bashar al-Assad wants the town.", catalogue).keys() == {"Syria", "Bashar al-Assad"}


def test_ids_follow_the_order_of_first_mention(catalogue):
    [done] = actors.stage(catalogue)([article("[p|Anna Lind] met [p|Omar Rashid]. [l|Russia] said no.")])
    assert [(actor.id, actor.name) for actor in done.actors] == [
        ("a1", "Anna Lind"),
        ("a2", "Omar Rashid"),
        ("a3", "Russia"),
    ]


# Promises of every stage

WORDS = st.sampled_from(
    [
        *("Russia", "Moscow", "Syrian", "government’s", "said", "the", "his", "The", "its", "of", "and", "Putin"),
        *(
            "[p|Anna Lind]",
            "[o|Red Front]",
            "minister",
            ",",
            ".",
            "\n",
            "'s",
            "—",
            "(",
            "\u202e",
            "ß",
            "İ",
            "الأمم المتحدة",
        ),
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=40))
def test_no_article_is_lost_and_every_span_lies_inside_its_text(words):
    opened = open_catalogue_once()
    given_articles = [article(" ".join(words)), article("")]
    done = actors.stage(opened)(given_articles)
    assert [item.text for item in done] == [item.text for item in given_articles]
    for item in done:
        assert len({actor.id for actor in item.actors}) == len(item.actors)
        for actor in item.actors:
            assert actor.mentions
            assert all(0 <= span.start < span.end <= len(item.text) for span in actor.mentions)


_OPEN: list[Catalogue] = []


def open_catalogue_once() -> Catalogue:
    if not _OPEN:
        _OPEN.append(open_catalogue(ASSETS / "actors"))
    return _OPEN[0]


def test_spellings_among_many_names_are_those_that_are_alike_one_by_one():
    names = ("zelensky", "zelenska", "lavrov", "laurov", "putin", "puti", "hassan", "rassan")
    for name in (*names, "zelenskiy", "putn", "ali"):
        assert alike_among(name, names) == [other for other in names if alike(name, other)]
