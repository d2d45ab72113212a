"""The one place where filters become a choice: which articles and quotes of the index they ask for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from functools import cached_property

import numpy as np
import sqlalchemy as sa

from pipeline.queries.filters import Filters
from pipeline.queries.search import search
from pipeline.store import Store
from pipeline.store.columns import UNDATED, Columns
from pipeline.store.columns.tables import Column, Ints, Mask

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
SEARCHES_KEPT = 16  # of a state of the store: 1 MB each with 1,000,000 quotes
# The masks of the filters asked last, for the other questions of the same page: 3 MB each with 1,000,000 quotes.
CHOICES_KEPT = 12
_KEPT = ("articles", "published", "said", "once", "_spoken")


class Chosen:
    """What filters leave of the index: masks, with a truth for every row, or the numbers of rows, in their order."""

    def __init__(self, connection: sa.Connection, columns: Columns, filters: Filters) -> None:
        self.connection = connection
        self.columns = columns
        self.filters = filters

    def narrowed(self, filters: Filters) -> Chosen:
        """Return what other filters leave of the same state of the store."""
        return Chosen(self.connection, self.columns, filters)

    @cached_property
    def articles(self) -> Mask:
        """The articles that the filters ask for.

        When they ask for what somebody said: articles with such a quote. Else the article's own
        words count too: a place named, a risk spoken of in any sentence.
        """
        return self._having(self.published)

    @cached_property
    def undated_articles(self) -> Mask:
        """The same with the dates turned round: those that only want of a date leaves out."""
        return self._having(self._of_outlet & (self.columns.articles.published == UNDATED))

    @cached_property
    def published(self) -> Mask:
        """The articles that meet what is asked of an article itself: its dates, outlet and language."""
        published, found = self.columns.articles.published, self._of_outlet
        if self.filters.date_from:
            found = found & (published >= moment(datetime.combine(self.filters.date_from, time.min, UTC)))
        if self.filters.date_to:
            last = moment(datetime.combine(self.filters.date_to, time.max, UTC))
            found = found & (published != UNDATED) & (published <= last)
        return found

    @cached_property
    def said(self) -> Mask:
        """The quotes that the filters ask for, copies and all."""
        if self._any_article:
            return self._spoken
        return self._spoken & self.published[self.columns.quotes.article]

    @cached_property
    def once(self) -> Mask:
        """The quotes that the filters ask for, copies once.

        Of quotes with the same words in near-duplicates, the first that matches stands for all.
        """
        if self.filters == Filters():
            originals: Mask = self.columns.quotes.rank == 0
            return originals
        found = self.said & ~self.columns.quotes.copied
        rows, same = self.columns.copies
        matching = self.said[rows]
        rows, same = rows[matching], same[matching]
        first = np.ones(len(rows), np.bool_)
        first[1:] = same[1:] != same[:-1]
        found[rows[first]] = True
        return found

    @cached_property
    def quotes(self) -> Ints:
        """The rows of `once`."""
        return np.flatnonzero(self.once)

    @cached_property
    def spoken_of(self) -> Ints:
        """The rows of quote_risks that the filters ask for, in these quotes."""
        risks = self.columns.quote_risks
        return np.flatnonzero(self.once[risks.quote] & self._risk_asked[risks.risk])

    @cached_property
    def written_of(self) -> Ints:
        """The rows of article_risks that the filters ask for, in the sentences of these articles."""
        risks = self.columns.article_risks
        return np.flatnonzero(risks.written & self.articles[risks.article] & self._risk_asked[risks.risk])

    @cached_property
    def placed(self) -> Ints:
        """The rows of quote_places of these quotes."""
        return np.flatnonzero(self.once[self.columns.quote_places.quote])

    @cached_property
    def named(self) -> Ints:
        """The rows of toponyms in these articles."""
        return np.flatnonzero(self.articles[self.columns.toponyms.article])

    @property
    def _any_article(self) -> bool:
        return not (self.filters.dated or self.filters.outlets or self.filters.languages)

    @cached_property
    def _of_outlet(self) -> Mask:
        articles, words = self.columns.articles, self.columns.words
        found = np.ones(len(articles), np.bool_)
        if self.filters.outlets:
            found &= among(articles.outlet, words.outlets.known(self.filters.outlets))
        if self.filters.languages:
            found &= among(articles.language, words.languages.known(self.filters.languages))
        return found

    @cached_property
    def _spoken(self) -> Mask:
        """The quotes that meet what is asked of a quote itself."""
        quotes, words, filters = self.columns.quotes, self.columns.words, self.filters
        found = np.ones(len(quotes), np.bool_)
        for column, codes, asked in (
            (quotes.speaker, words.actors, filters.actors),
            (quotes.affiliation, words.affiliations, filters.affiliations),
            (quotes.stance, words.stances, filters.stances),
        ):
            if asked:
                found &= among(column, codes.known(asked))
        if filters.risks or filters.modality:
            risks = self.columns.quote_risks
            found &= marked(len(quotes), risks.quote[self._risk_asked[risks.risk]])
        if filters.places:
            places = self.columns.quote_places
            found &= marked(len(quotes), places.quote[self._is_asked(places.place)])
        if filters.text:
            found &= self._with_words
        return found

    def _having(self, published: Mask) -> Mask:
        articles, quotes = self.columns.articles, self.columns.quotes
        if self.filters.about_speech:
            return marked(len(articles), quotes.article[self._spoken & published[quotes.article]])
        found = published
        if self.filters.places:
            toponyms = self.columns.toponyms
            found = found & marked(len(articles), toponyms.article[self._is_asked(toponyms.place)])
        if self.filters.risks or self.filters.modality:
            risks = self.columns.article_risks
            found = found & marked(len(articles), risks.article[self._risk_asked[risks.risk]])
        return found

    def _is_asked(self, place: Ints) -> Mask:
        return among(place, self.columns.words.places.known(self.filters.places))

    @cached_property
    def _risk_asked(self) -> Mask:
        """Of each code of a risk, whether the filters ask for it: label and modality are met by one and the same."""
        labels, modality = self.filters.risks, self.filters.modality
        asked = [
            (not labels or label in labels) and modality in {None, told}
            for label, told in self.columns.words.risks.values_by_code
        ]
        return np.array(asked, np.bool_)

    @cached_property
    def _with_words(self) -> Mask:
        """The quotes that have the words searched for, or whose article's title has them."""
        kept, text = self.columns.searched, self.filters.text
        found = kept.get(text)
        if found is None:
            row_of, numbers = self.columns.row_of_number, search(self.connection, text)
            rows = row_of[numbers[numbers < len(row_of)]]
            found = marked(len(self.columns.quotes), rows[rows >= 0])
            found.flags.writeable = False
            if len(kept) >= SEARCHES_KEPT:
                kept.clear()
            kept[text] = found
        return found


@contextmanager
def choosing(store: Store, filters: Filters) -> Iterator[Chosen]:
    """Yield what filters leave of one state of a store.

    Raises:
        StoreError: the store cannot be read.
    """
    with store.indexed() as (connection, columns):
        chosen = Chosen(connection, columns, filters)
        vars(chosen).update(columns.choices.get(filters, {}))
        yield chosen
        _keep(chosen)


def _keep(chosen: Chosen) -> None:
    """Keep the masks that were worked out, which nobody changes from here on; the longest kept make room."""
    kept = chosen.columns.choices
    found = {name: mask for name, mask in vars(chosen).items() if name in _KEPT}
    for mask in found.values():
        mask.flags.writeable = False
    kept[chosen.filters] = found
    for oldest in list(kept)[:-CHOICES_KEPT]:
        kept.pop(oldest, None)


def among(column: Ints, codes: Sequence[int]) -> Mask:
    """Return where a column has one of some codes, of which none is -1."""
    if len(codes) == 1:
        found: Mask = column == codes[0]
        return found
    # One place for each code of the column, and a last one, which -1 stands for.
    wanted = marked(max(int(column.max(initial=0)), *codes, 0) + 2, np.asarray(codes, np.int64))
    return wanted[column]


def marked(length: int, rows: Column) -> Mask:
    """Return a mask that is true at some rows, each given once or more."""
    mask = np.zeros(length, np.bool_)
    mask[rows] = True
    return mask


def moment(at: datetime) -> int:
    """Return an aware time as the index has it: µs since 1970."""
    return (at.astimezone(UTC) - _EPOCH) // _MICROSECOND
