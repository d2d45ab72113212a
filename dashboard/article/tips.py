"""What is said of a mark in an article's text: what it is, how sure that is, and why; a line each."""

from __future__ import annotations

from dashboard import calm as calmly
from dashboard.labels import KIND_NAMES, ROLE_NAMES, TYPE_NAMES, risk_name
from pipeline.brief import phrases
from pipeline.cue_weight import WEIGHT_NAMES, cue_weight
from pipeline.records import Actor, Article, Guess, Place, Quote, Sentence, Toponym

MAX_WORDS_CHARS = 120  # of the text, quoted in a tip
_NOT_SHOWN = {"scare": "Quotation marks alone: nobody is named as saying it", "belief": "A thought that nobody uttered"}


def quote_tip(article: Article, quote: Quote, *, calm: bool = False) -> str:
    """Explain a quote: type, speaker, stance with its score, risks, the cue's weight, how the speaker was found."""
    actors = {actor.id: actor for actor in article.actors}
    speaker = actors.get(quote.speaker or "")
    if quote.type in _NOT_SHOWN:
        return "\n".join([_NOT_SHOWN[quote.type], "Kept, not shown as a quote card"])
    lines = [f"{TYPE_NAMES.get(quote.type, quote.type)}, {speaker.name if speaker else 'speaker not named'}"]
    target = actors.get(quote.stance.target or "") if quote.stance else None
    lines += [phrases.stance(quote.stance.label, quote.stance.score, target and target.name)] if quote.stance else []
    lines += [f"{risk_name(r.label)}, {r.modality} (p {r.score:.2f})" for r in quote.risks]
    return "\n".join([*lines, *_cue(article, quote, calm=calm), _speaker(article, quote, speaker, calm=calm)])


def _cue(article: Article, quote: Quote, *, calm: bool) -> list[str]:
    if not quote.cue:
        return ["No cue stands beside the words"]
    cue = quote.cue.of(article.text)
    weight = cue_weight(cue, article.language, quote.content[0].of(article.text) if quote.content else "")
    return [f"Cue “{_cited(cue, calm=calm)}”" + (f": {WEIGHT_NAMES[weight]}" if weight else "")]


def _speaker(article: Article, quote: Quote, speaker: Actor | None, *, calm: bool) -> str:
    """Say how the speaker was found: named in the source, meant by it, or taken from what stands around."""
    if not quote.source:
        return "No source stands beside the words" + (": the speaker follows from the text around" if speaker else "")
    source = _cited(quote.source.of(article.text), calm=calm)
    if speaker is None:
        return f"Source “{source}”: nobody by name"
    surname = speaker.name.split()[-1].casefold()
    named = surname in quote.source.of(article.text).casefold()
    return f"Source “{source}” " + ("names the speaker" if named else f"means {speaker.name}")


def place_tip(toponym: Toponym) -> str:
    """Explain a place: the entry, its role and precision, the score, why it was chosen or what it could be."""
    role = ROLE_NAMES[toponym.role]
    place = toponym.place
    if place is None:
        lines = ["Recognised as a place, not resolved", f"{role} (p {toponym.score:.2f})"]
    else:
        lines = [named_inside(place), f"{role}, {place.precision} (p {toponym.score:.2f})"]
    return "\n".join([*lines, *place_doubt(toponym)])


def place_doubt(toponym: Toponym) -> list[str]:
    """Say why a place was chosen, and of an unresolved one what it could be; nothing if nobody knows."""
    why = [f"Why here: {toponym.why}"] if toponym.why and toponym.place else []
    if toponym.place is None and toponym.candidates:
        guesses = ", ".join(named_inside(guess) for guess in toponym.candidates)
        return [f"Not placed: could be {guesses}"]
    return why


def named_inside(place: Place | Guess) -> str:
    """Return a place's name with what it lies in: "Harin (Harin Province, SY)"."""
    inside = ", ".join(part for part in (place.admin1, place.country) if part and part != place.name)
    return f"{place.name} ({inside})" if inside else place.name


def actor_tip(actor: Actor, words: str, *, calm: bool = False) -> str:
    """Explain an actor where it is named in these words: name, kind, role, affiliation, how often it is named."""
    served = actor.affiliation if actor.affiliation != actor.name else None
    about = ", ".join(part for part in (actor.role, served) if part)
    written = _cited(words, calm=calm)
    means = [f"“{written}” means {actor.name} here"] if actor.name.casefold() not in words.casefold() else []
    n = len(actor.mentions)
    named = [f"Named {n} times in this article"] if n > 1 else []
    return "\n".join([f"{actor.name}: {KIND_NAMES[actor.kind]}", *([about] if about else []), *means, *named])


def risk_tip(sentence: Sentence) -> str:
    """Explain the risks of a sentence, with their modality and score."""
    risks = [f"{risk_name(r.label)}, {r.modality} (p {r.score:.2f})" for r in sentence.risks]
    return "\n".join(["Risk language in this sentence", *risks, "Given for the whole sentence: no one word decides it"])


def _cited(words: str, *, calm: bool) -> str:
    said = calmly.line(" ".join(words.split()), calm=calm)
    return said if len(said) <= MAX_WORDS_CHARS else said[:MAX_WORDS_CHARS].rstrip() + " …"
