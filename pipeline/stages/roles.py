"""Stage `roles`: the part each place plays (codebook, section 4), and the places of each quote.

Rules over the words around a mention, in order: dateline, venue of a statement, a name
that stands for an actor, the past, and else what the article is about. Every pattern
looks at a bounded window and has no nested repetition: articles are untrusted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.records import Article, PlaceRole, Precision, Quote, Span, Toponym
from pipeline.stage import PerArticle

WINDOW = 90  # characters looked at on either side of a mention
DATELINE_CHARS = 60  # a dateline begins its paragraph and is no longer than this

_DATELINE = re.compile(r"[^\n.!?]{0,40}?(?:\([^()\n]{1,40}\) ?)?(?:—|–|--|:| - )")
_DATELINE_WORD = re.compile(r"[\w.’' ,/]*")
_SAYING = (
    "said|says|told|tells|warned|warns|added|announced|announces|stated|declared|denied|denies|insisted|insists|"
    "vowed|vows|urged|urges|demanded|demands|accused|accuses|called|calls|condemned|condemns|rejected|rejects|claimed|"
    "claims|argued|argues|confirmed|threatened|threatens|pledged|replied|responded|wants|wanted|"
    "agreed|agrees|refused|refuses|decided|opposes|opposed|supports|supported|backs|backed|considers|seeks|sought|"
    "expects|plans|planned|intends|welcomed|welcomes|proposed|offered|blamed|blames|summoned|expelled|recalled|vetoed"
)
_ACTING = (
    "launched|sent|sends|deployed|signed|imposed|imposes|brokered|hosted|hosts|carried|struck|bombed|shelled|attacked|"
    "invaded|annexed|seized|controls|intervened|withdrew|joined|led|leads|supplied|supplies|arms|armed|trained|funded|"
    "approved|ordered|closed|opened|halted|suspended|resumed|lifted|cut|set|stepped|moved|voted|abstained"
)
_SUBJECT = re.compile(
    rf"(?:,? (?:and|or) (?:the )?[A-Z][\w ]{{1,24}}?|, (?:the )?[A-Z][\w]{{1,20}}){{0,3}}"
    rf"(?: (?:has|have|had|also|again|repeatedly|now|later|itself|on \w+day|yesterday|will|would)){{0,3}}"
    rf" (?:{_SAYING}|{_ACTING})\b"
)
# Said of towns these are about the town and its people: "Idlib fears an assault".
_BROAD_SUBJECT = re.compile(
    r" (?:also |now |still )?(?:fears|feared|hopes|hoped|believes|believed|must|should|would|will)\b"
)
_OWNER = re.compile(
    r"['’]s? (?:\w+[ -]){0,3}?(?:ministers?|ministry|presidents?|government|army|military|forces|troops|navy|air force|"
    r"parliament|ambassadors?|envoys?|embassy|spokes\w+|officials?|leaders?|king|prime|chancellor|intelligence|"
    r"determination|position|stance|policy|role|part|support|backing|ally|allies|veto|jets|warplanes|regime|"
    r"state media)\b",
    re.IGNORECASE,
)
_COMPOUND = re.compile(
    r"-(?:backed|led|brokered|based|allied|supported|sponsored|made|funded|controlled|aligned|mediated)\b"
)
_OFFICE = re.compile(
    r"\b(?:ministry|ministers?|government|governments|embassy|parliament|authorities|officials|presidents?|regime|"
    r"ambassadors?|envoys?|leaders?|king|military|army|forces) (?:in|of|to|from) (?:the )?$"
)
_TOWARDS = re.compile(
    r"\b(?:by|with|between|against|among|urged|accused|warned|told|asked|condemned|blamed|called on|threatened|pressed|"
    r"pressure on|backed by|ally|allies|allied with|sanctions on|relations with|supported by|led by|along with|thanked|"
    r"criticised|criticized|praised|alongside|influence (?:over|on)|joined|red lines? for|arms to|weapons to|"
    r"bombs to|aid from) (?:both |its ally |allies )?(?:the )?$"
)
_VENUE = re.compile(
    r"\b(?:(?:[Vv]isit|[Tt]rip|travell?ed|[Tt]ravels|[Tt]our|flew|[Ff]lying) to|(?:arrived|[Aa]rrival|[Aa]rriving) in|"
    r"(?:[Mm]et|[Mm]eet|[Mm]eetings?|[Tt]alks|[Ss]ummit|[Cc]onference|[Ss]peech|[Bb]riefing|[Ii]nterview|[Rr]emarks|"
    r"[Ss]peaking|[Ss]poke|[Aa]ddressing|[Ss]tatement|[Cc]onsultations|[Nn]egotiations|[Gg]athering|[Ff]orum|[Ss]ession|"
    r"hosted|reporters|journalists|lawmakers|diplomats|told \w+)"
    r"(?: (?:on|held|was|were|is|being|with|late|early|this|last|next|earlier|a|the|his|her|its|security|peace|joint|"
    r"news|press|\w+day|[A-Z]\w+)){0,4} (?:in|at|from))"
    r" (?:the )?(?:\w+ (?:city|resort|capital|town)(?: city| of)? (?:of )?)?$"
)
_SAID_IN = re.compile(
    rf"\b(?:{_SAYING})(?: (?:on|late|early|\w+day|reporters|journalists|later)){{0,4}} (?:in|from) (?:the )?$"
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_PAST = re.compile(
    rf"\bIn (?:early |late |mid-)?(?:{_MONTHS})\b|\b(?:in|since|of|until|from) (?:19|20)\d\d\b|"
    r"\b(?:last|previous) (?:year|month|spring|summer|autumn|winter)\b|\bonce held\b|\bin the past\b|"
    r"\b(?:years?|months?|weeks?|decades?) (?:ago|earlier)\b|\bearlier this year\b|\bpreviously\b|\bformerly\b",
    re.IGNORECASE,
)
_SPEAKER_AT = re.compile(r"\b(?:in|at|near|outside|inside) (?:the )?(?:\w+ ){0,2}$")
_ORIGIN = re.compile(
    r"\b(?:(?:c[oa]mes?|originally|natives?|displaced|refugees?|evacuees?|bused|fled) from) (?:the )?$"
)
_PEER_GAP = re.compile(r"(?:,|,? and|,? or|,? as well as) (?:the |in |from )?")
# Of a list, the part that is told of one of its names holds for all; the earlier stands here, the surer it is.
_SURER: tuple[PlaceRole, ...] = ("actor", "spoken_at", "background", "about")
_ACTORS = frozenset({Precision.COUNTRY, Precision.AREA})


def stage() -> PerArticle:
    """Return the stage."""
    requires = frozenset({"places", "quotes", "sentences", "actors"})
    return PerArticle("roles", enrich, requires, frozenset({"places", "quotes"}))


def enrich(article: Article) -> Article:
    """Give each place its role and each quote its places."""
    return link_quote_places(assign_roles(article))


def assign_roles(article: Article) -> Article:
    """Return the article with a role on each mention of a place."""
    main = main_place(article.places)
    roles = [_role(article, toponym, main) for toponym in article.places]
    for group in _lists(article):
        shared = min((roles[index] for index in group), key=_SURER.index)
        for index in group:
            roles[index] = shared
    places = tuple(replace(toponym, role=role) for toponym, role in zip(article.places, roles, strict=True))
    return replace(article, places=places)


def _lists(article: Article) -> Iterator[list[int]]:
    """Yield the runs of names that the text lists as peers: "Homs, Aleppo and Ghouta"; a demonym is no peer."""
    group: list[int] = []
    for index, toponym in enumerate(article.places):
        last = article.places[group[-1]] if group else None
        gap = article.text[last.span.end : toponym.span.start] if last else ""
        if last and toponym.role != "actor" and _PEER_GAP.fullmatch(gap) and _peers(last, toponym):
            group.append(index)
            continue
        if len(group) > 1:
            yield group
        group = [] if toponym.role == "actor" else [index]
    if len(group) > 1:
        yield group


def _peers(one: Toponym, other: Toponym) -> bool:
    """Tell whether two places are of a kind, so that "Athens, Greece" is no list."""
    if one.place is None or other.place is None:
        return False
    return (one.place.precision in _ACTORS) == (other.place.precision in _ACTORS)


def main_place(places: Sequence[Toponym]) -> str | None:
    """Return the place that an article names most, countries only where nothing finer is named twice."""
    counts = Counter(t.place.gazetteer_id for t in places if t.place and t.role != "actor")
    finer = Counter(
        t.place.gazetteer_id for t in places if t.place and t.role != "actor" and t.place.precision not in _ACTORS
    )
    for counter, least in ((finer, 2), (counts, 1)):
        if counter and counter.most_common(1)[0][1] >= least:
            return counter.most_common(1)[0][0]
    return None


def _role(article: Article, toponym: Toponym, main: str | None) -> PlaceRole:
    if toponym.role == "actor":  # a demonym
        return "actor"
    text, span = article.text, toponym.span
    before, after = text[max(0, span.start - WINDOW) : span.start], text[span.end : span.end + WINDOW]
    if is_dateline(text, span) or _VENUE.search(before) or _SAID_IN.search(before):
        return "spoken_at"
    if _stands_for_actor(toponym, before, after) or _acts(article, span):
        return "actor"
    if any(quote.source and quote.source.contains(span) for quote in article.quotes):
        return _place_of_speaker(before)
    return _place_of_event(article, toponym, before, main)


def _place_of_event(article: Article, toponym: Toponym, before: str, main: str | None) -> PlaceRole:
    """Tell whether a place is where things happen, or only where people came from or things once happened."""
    if _ORIGIN.search(before):
        return "background"
    sentence = _sentence_of(article, toponym.span)
    is_main = toponym.place is not None and toponym.place.gazetteer_id == main
    if not is_main and sentence and _PAST.search(sentence.of(article.text)):
        return "background"
    return "about"


def _place_of_speaker(before: str) -> PlaceRole:
    """Tell what a place in a source is: "a fisherman in Latakia" speaks there, "a man from Aleppo" came from there."""
    if _SPEAKER_AT.search(before):
        return "spoken_at"
    return "background" if re.search(r"\bfrom (?:the )?$", before) else "about"


def _acts(article: Article, span: Span) -> bool:
    """Tell whether the actors' stage took these words for somebody who acts."""
    return any(mention.contains(span) for actor in article.actors for mention in actor.mentions)


def is_dateline(text: str, span: Span) -> bool:
    """Tell whether a mention stands in a dateline: "ATHENS, Greece (Agency) —", "Geneva:"."""
    line = text.rfind("\n", 0, span.start) + 1
    if span.end - line > DATELINE_CHARS or not _DATELINE_WORD.fullmatch(text[line : span.start]):
        return False
    head = text[line : span.start].strip(" ,/")
    if head and not head[0].isupper():
        return False
    rest = _DATELINE.match(text[span.end : span.end + WINDOW])
    words = [*rest[0].split(), *head.split()] if rest else []
    return bool(rest) and all(word[0].isupper() or not word[0].isalpha() for word in words)


def _stands_for_actor(toponym: Toponym, before: str, after: str) -> bool:
    """Tell whether a name stands for those who govern there: "Moscow said", "Russia's ministry"."""
    if _COMPOUND.match(after) or _OWNER.match(after) or _OFFICE.search(before):
        return True
    located = re.search(r"\b(?:in|at|near|inside|across|outside|around|into|over) (?:the )?$", before)
    if not located and _SUBJECT.match(after):
        return True
    broad = toponym.place is not None and toponym.place.precision in _ACTORS
    return broad and bool(_TOWARDS.search(before) or (not located and _BROAD_SUBJECT.match(after)))


def _sentence_of(article: Article, span: Span) -> Span | None:
    return next((s.span for s in article.sentences if s.span.start <= span.start < s.span.end), None)


def link_quote_places(article: Article) -> Article:
    """Fill each quote's `about` and `spoken_at`.

    About: the places in its content, else in its sentence, else the article's main one.
    Spoken at: a venue in its sentence, else where the same speaker speaks elsewhere in the article.
    """
    linker = _Linker(article)
    quotes = [linker.linked(quote) for quote in article.quotes]
    venues = {quote.speaker: quote.spoken_at for quote in reversed(quotes) if quote.spoken_at is not None}
    quotes = [
        quote if quote.spoken_at is not None or quote.speaker is None
        else replace(quote, spoken_at=venues.get(quote.speaker))
        for quote in quotes
    ]  # fmt: skip
    return replace(article, quotes=tuple(quotes))


@dataclass(frozen=True, slots=True)
class _Linker:
    article: Article

    def linked(self, quote: Quote) -> Quote:
        around = [s.span for s in self.article.sentences if any(s.span.touches(part) for part in _parts(quote))]
        about = self._among(quote.content, {"about", "background"}) or self._among(around, {"about"}) or self._main()
        return replace(quote, about=about, spoken_at=next(iter(self._among(around, {"spoken_at"})), None))

    def _among(self, spans: Iterable[Span], roles: set[PlaceRole]) -> tuple[int, ...]:
        """Return the places with such a role inside the spans, each place once."""
        spans = tuple(spans)
        found: dict[str, int] = {}
        for index, toponym in enumerate(self.article.places):
            if toponym.role in roles and any(span.contains(toponym.span) for span in spans):
                found.setdefault(toponym.place.gazetteer_id if toponym.place else f"#{index}", index)
        return tuple(found.values())

    def _main(self) -> tuple[int, ...]:
        places = self.article.places
        main = main_place([toponym for toponym in places if toponym.role == "about"])
        index = next(
            (i for i, t in enumerate(places) if t.role == "about" and t.place and t.place.gazetteer_id == main), None
        )
        return () if index is None else (index,)


def _parts(quote: Quote) -> tuple[Span, ...]:
    return (*quote.content, *(span for span in (quote.source, quote.cue) if span is not None))
