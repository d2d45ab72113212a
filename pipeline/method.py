"""How figures are worked out and where they fail: the one source for each view, the brief and whoever exports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.labels import SURE_STANCE

_READING = (
    "Every article is cut into sentences; one language model, trained by us and run on this machine, "
    "marks names and acts of saying. A quote has a source, a cue (“said”, “warned”) and the words "
    "said. The speaker is the actor behind the source: “he” and “the foreign minister” are resolved "
    "where the article names the person."
)
_TAGS = (
    "Stance is what the speaker does towards a target (it is not sentiment); risk is what the words "
    "speak of, with whether they report, fear or deny it. Both are given by the model with a "
    "calibrated probability, shown as p: of labels with p 0.80, about four in five should be right. "
    f"A stance with a p below {SURE_STANCE:.2f} is said with “perhaps” and drawn lighter; it counts like the "
    "others. A warning is never counted as an event."
)
_CHOSEN = (
    "Stance is what the speaker does towards a target (it is not sentiment); risk is what the words "
    "speak of, with whether they report, fear or deny it. Here both come from a model that was chosen in "
    "place of ours, named below behind the “+”: p is that model's own score and is not calibrated, so "
    "nobody knows how often labels with p 0.80 are right. Labels that it cannot tell are missing. Targets "
    "are ours, and so is whether a risk is feared where the model does not say. "
    f"A stance with a p below {SURE_STANCE:.2f} is said with “perhaps” and drawn lighter. A warning is never "
    "counted as an event."
)
_BOTH = "Some of these articles were tagged by our model and some by a chosen one, as named below. Of ours: "
_PLACES = (
    "Names of places are resolved by an offline gazetteer (GeoNames and a hand-checked supplement) in "
    "the context of the whole article. A name that leads to no entry, or to none likely enough, stays "
    "unresolved: counted, never drawn. A country is never drawn as a point, nothing is moved to avoid "
    "overlap, a circle shows how finely a place is known."
)
_CUES = (
    "Beside the cue (“claimed”) stands what it makes of the words, by a list of ours in six languages: "
    "“said” takes no side, “claimed” keeps a distance, “admitted” and “confirmed” take the words for true. "
    "Independent outlets carry the same words of the same speaker (six words or more, within three days) in "
    "texts that are no near-duplicates. Whether they had them from one agency, nobody here knows."
)
_PROVINCES = (
    "A province is shaded by the gravest language about any place that surely lies in it, or about itself; a "
    "level counts from a tenth of the risks named on. Quotes about each place are added up: one about two "
    "places counts twice. Played through time, a quote stands on its article's day of publication (UTC), the "
    "colour stays that of the whole period, and quotes without a date are not played."
)
_FAILS = (
    "Irony, quotations inside quotations and pronouns far from their names go wrong most. Of what is called "
    "a threat or a warning, about every second is something else; demands and appeals, justifications and "
    "plain reports are taken for each other. Towns that "
    "share a name with a bigger one elsewhere can land there. In languages other than English, names "
    "come from the gazetteer alone and tags are weaker. What nobody reported is not here, and more "
    "reports of a place are not more harm."
)
# Beside the figures, which every view shows, and which stand in no words: they change with each training and run.
RIGHT = (
    "Measured twice. On whole articles of the sample, which we wrote and labelled by hand: they check a change of "
    "the pipeline, and flatter. On statements of real news that training never saw. Of other such texts, 95 in 100 "
    "samples would fall into the interval (bootstrap). Language-model assistants made the labels under a written "
    "brief; two readings of them agree on 84 to 88 of 100 stances. Nothing is measured outside English."
)
COVERED = (
    "Counts the whole store, whatever is filtered, as of a minute ago at most. It knows only what was read: a "
    "country that is seldom named may be one that few write about where we read."
)

METHOD: Mapping[str, tuple[tuple[str, str], ...]] = {
    "situation": (
        (
            "What is counted",
            "Quotes are counted once, however many articles copy a wire text; near-duplicates (half "
            "of all five-word runs shared) are one source. Quotation marks around single words, and "
            "thoughts that nobody uttered, are kept but not shown. A bar adds up, over the kinds of "
            "risk, the independent articles of a day (of publication, UTC) that speak of it; where "
            "bars show stance, they count quotes. Each lane has a sign for each quote. Articles "
            "without a date are in the figures, not in the timeline, and a date filter leaves them "
            "out.",
        ),
        ("Quotes and speakers", _READING),
        ("Stance and risk", _TAGS),
        ("Places", _PLACES),
        ("Provinces and days on the map", _PROVINCES),
        (
            "Since you looked",
            "By the time at which this store learned of it, not by the date of publication. A look is noted once a "
            "session for the store, whoever looks. Revised quotes have other words or another speaker than before; "
            "withdrawn ones are no longer in their article, or their outlet took the article back.",
        ),
        (
            "Changes and days that stand out",
            "A figure is compared with the period just before, of as many days; where no first day is asked for, "
            "the last seven days of the store with the seven before. That other outlets were read shows as a change "
            "as well, and more reports are not more harm. Of the bars, the highest is labelled, and up to three "
            "more that lie 1.5 robust standard deviations (by the median absolute deviation, at least the root of "
            "the median) above the median day. A label quotes, of what most of the day's bar is made of, the gravest "
            "sure words of a named speaker; of equals, those that most articles carry.",
        ),
        (
            "Gravest first",
            "Sorts by the highest probability of any risk that the words do not deny.",
        ),
        (
            "Novel first",
            "Of the newest 1,000 quotes that match, those that are the first in the whole store: of a speaker, of a "
            "stance, target or risk of this speaker, of a risk at a place; most firsts first. What was said before "
            "the store began is not known.",
        ),
        ("Cues and reports", _CUES),
        ("Where it fails", _FAILS),
    ),
    "article": (
        (
            "What is lit",
            "The text is shown whole and unchanged. Each layer marks what the pipeline found: the "
            "words said and their cue, names of places with their role, actors with every mention, "
            "and behind each sentence the risks it speaks of. Parts that are no article text (an "
            "agency's tag) are grey and were not read.",
        ),
        ("Quotes and speakers", _READING),
        ("Stance and risk", _TAGS),
        ("Places", _PLACES),
        ("Cues and reports", _CUES),
        ("Where it fails", _FAILS),
    ),
    "actors": (
        (
            "What is counted",
            "Quotes are counted once, however many articles copy a wire text. The matrix has the 15 actors who "
            "most often take a stance towards somebody, and the 15 whom these speak of most. A cell has the "
            "sign and hue of the group that most of its quotes are in, the darker the more there are; its corner "
            "has the hue of a second group with a third of them or more. Quotes directed at nobody are in no cell. "
            "Most quoted counts all quotes, also those.",
        ),
        (
            "Changed tone",
            "The period is that of the date filter, else the 28 days up to the newest article; the one before is as "
            "long. To condemn, threaten, demand, reject or warn counts as hostile, to support or cooperate as "
            "friendly; the rest takes no side. Asked are pairs with four or more such quotes in each period, by "
            "Fisher's exact test; because many pairs are asked, some differ by chance alone, and the adjusted p "
            "(Benjamini and Hochberg) says what share. The quotes shown are those whose stance is likeliest. "
            "An outlet that the store did not read before can look like a change of tone.",
        ),
        (
            "Profile",
            "Names, roles and affiliations are as the articles write them, with the days of publication (UTC) of the "
            "first and the last article that does. They come from all articles that name the actor on these days, "
            "in these outlets and languages; all other filters choose among its quotes. Weeks begin on Monday; "
            "quotes without a date are counted and not drawn.",
        ),
        ("Quotes and speakers", _READING),
        ("Stance and risk", _TAGS),
        ("Where it fails", _FAILS),
    ),
    "compare": (
        (
            "What is compared",
            "The quotes of each side on the subject, under the filters; where the filters name another place, risk, "
            "search or side, the comparison's own stands in its place. A quote is on a place if it is about it or was "
            "spoken at it, on a risk if it speaks of it in any way, on words if it or its article's title has them. "
            "Copies of a wire text count once for a speaker; for outlets, once for each that carries them. Heights "
            "are to one scale; shares are of all quotes of a side.",
        ),
        (
            "What is proposed",
            "Where nobody has chosen: the place finer than a country that most quotes are about, and of the six "
            "that are quoted most on it the two whose commonest kind of stance differs. It is a place to begin, not "
            "a finding.",
        ),
        (
            "Contradiction and agreement",
            "Two quotes of different sides meet if they are about the same place or the same target and were "
            "published in one week (Monday to Sunday, UTC). They contradict each other where one is hostile "
            "(condemns, threatens, demands, rejects, warns) and the other friendly (supports, cooperates), or where "
            "one calls a risk reported and the other denied; they agree where both are hostile or both friendly. "
            "Shown is the likeliest quote of each side. Nobody has read whether the two answer each other: to be "
            "hostile about one place is not yet to say the same. The p of a pair is the product of the probabilities "
            f"of its two labels; below {SURE_STANCE:.2f} it is said with “perhaps”.",
        ),
        ("Quotes and speakers", _READING),
        ("Stance and risk", _TAGS),
        ("Where it fails", _FAILS),
    ),
    "brief": (
        (
            "What is counted",
            "Quotes are counted once, however many articles copy a wire text; near-duplicates (half "
            "of all five-word runs shared) are one report. What is reported, feared or denied are "
            "reports that speak of a risk in this way. A change is against the period just before, of "
            "as many days; that the store read fewer outlets then shows as a change as well. Articles "
            "without a date are left out as soon as a day is asked for.",
        ),
        (
            "What is new, revised, withdrawn",
            "By the time at which this store learned of it, not by the date of publication. Revised "
            "quotes have other words or another speaker than before; words that a later version of an "
            "article no longer has count as withdrawn. That an outlet took a whole article back is "
            "known only where somebody noted it.",
        ),
        (
            "Gravest and new",
            "Gravest first sorts by the highest probability of any risk that the words do not deny. "
            "New is said of this store alone: a speaker by name never quoted in it before, a speaker who "
            "never took this stance, named this target or spoke of this risk before, a risk that no "
            "earlier quote speaks of at this place. The newest 1,000 matching quotes are looked at. Of "
            "quotes, those of fewer than four words are counted and not printed.",
        ),
        (
            "What a footnote cites",
            "Outlet, title, date, the article's identifier here, its address, and the characters of its "
            "text, from the first (counted from 0) to the one after the last, where the exact words "
            "stand. The footnote of a figure says what it counts and cites the newest example; "
            "that of a place cites the gravest quote about it.",
        ),
        ("Quotes and speakers", _READING),
        ("Stance and risk", _TAGS),
        ("Places", _PLACES),
        ("Where it fails", _FAILS),
    ),
}


def sections(view: str, versions: Mapping[str, Sequence[str]]) -> tuple[tuple[str, str], ...]:
    """Return title and words of each section; where a chosen model gave the tags (part → name@version), they say so."""
    taggers = versions.get("tagger", ())
    chosen = [" + " in tagger for tagger in taggers]
    tags = _TAGS if not any(chosen) else _CHOSEN if all(chosen) else f"{_BOTH}{_TAGS} Of the other: {_CHOSEN}"
    return tuple((title, tags if words is _TAGS else words) for title, words in METHOD[view])
