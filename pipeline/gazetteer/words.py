"""Words that look like names of places and mostly are none: titles, common words, directions."""
# ruff: noqa: SIM905 -- word lists read better as words

from __future__ import annotations

from pipeline.gazetteer.names import fold

TITLES = frozenset(
    "mr mrs ms miss dr sir lord lady president minister senator secretary general colonel judge prof king queen pope"
    " saint".split()
)
# Names of places that are commoner as other words, first names or surnames.
_WORDS = frozenset(
    "march may august june mobile nice reading split bath orange of male same most tours lens the this that best bar as"
    " a an in on at to is it he she we you they and but for with from by or if so no not all any other south north east"
    " west man men police state city media central union home new old big grand hope price long young green white black"
    " brown battle date post time times van van's son san santa las los general national republic salt sale much many"
    " along data mary martin victoria sidney florence hilton george charles hamilton"
    " ahmad ahmed ali abbas hassan hussein ibrahim khalil mahmoud mohammed muhammad mustafa nasser omar said salah"
    " saleh para solo poco este fuerza valence golfe bourguiba centro norte sur oeste nord sud est"
    " ouest santo monte villa porto council hall center centre university college republic mission governorate state"
    " region interior district province deal cooperation clus but".split()
    + "سنة عام الحي يوم بعد قبل كان هذا هذه على الى في من مع بين كل حتى لم لن قد ما لا شرق غرب شمال جنوب".split()
)
COMMON_WORDS = frozenset(fold(word) for word in _WORDS)
# Words that only say where or what kind: alone they name nothing.
BARE_WORDS = frozenset(
    "north south east west northern southern eastern western northeast northwest southeast southwest northeastern"
    " northwestern southeastern southwestern central centre center city town village state province governorate"
    " district county region republic university college council mission embassy capital country border coast".split()
) | {"city of", "university of", "republic of", "state of", "south east", "north east", "south west", "north west"}
