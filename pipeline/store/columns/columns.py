"""The index of a store at one version, with what follows from its tables, worked out when it is first asked for."""

from __future__ import annotations

import copy
from collections.abc import Hashable, Iterable
from functools import cached_property

import numpy as np

from pipeline.store.columns.reading import N_PARTS, Words
from pipeline.store.columns.tables import UNDATED, Floats, Hashes, Ints, Mask, Objects, Tables

DAY_US = 86_400_000_000
_NUMBER_BITS = 32
NO_DAY = np.iinfo(np.int32).max - 1  # of what is undated: later than all that is dated


class Columns:
    """All that counting needs, at one version of one store. Nobody changes it; a newer one takes its place."""

    def __init__(self, store: str, version: int, tables: Tables, words: Words) -> None:
        self.store = store  # meta.id
        self.version = version
        self.tables = tables
        self.words = words
        self.articles, self.quotes = tables.articles, tables.quotes
        self.quote_risks, self.quote_places = tables.quote_risks, tables.quote_places
        self.toponyms, self.article_risks = tables.toponyms, tables.article_risks
        self.naming = tables.naming
        self.searched: dict[str, Mask] = {}  # what texts found, the last few of them: a page asks ten times for one
        self.choices: dict[Hashable, dict[str, Mask]] = {}  # by filters: the masks that `queries.chosen` keeps

    def at(self, version: int) -> Columns:
        """Return the same for a later version in which nothing that it holds has changed."""
        same = copy.copy(self)
        same.version, same.searched, same.choices = version, {}, {}
        return same

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row of each article, by id."""
        return {article_id: row for row, article_id in enumerate(self.articles.id)}

    @cached_property
    def day(self) -> Ints:
        """Of each article the day (UTC) since 1970, or NO_DAY."""
        published = self.articles.published
        return np.where(published == UNDATED, NO_DAY, published // DAY_US).astype(np.int32)

    @cached_property
    def days(self) -> Ints:
        """The days on which articles were published, in order; NO_DAY last, if some are undated."""
        return np.unique(self.day)

    @cached_property
    def day_number(self) -> Ints:
        """Of each article the place of its day in `days`."""
        return np.searchsorted(self.days, self.day).astype(np.int32)

    @cached_property
    def cluster(self) -> Ints:
        """Of each article the number of its cluster."""
        return np.unique(self.articles.cluster, return_inverse=True)[1].astype(np.int32)

    @cached_property
    def first_quote(self) -> Ints:
        """Of each article the row of its first quote, or where it would stand; one more at the end."""
        return np.searchsorted(self.quotes.article, np.arange(len(self.articles) + 1)).astype(np.int32)

    @cached_property
    def first_risk(self) -> Ints:
        """Of each quote the row of its first risk, or where it would stand; one more at the end."""
        return np.searchsorted(self.quote_risks.quote, np.arange(len(self.quotes) + 1)).astype(np.int32)

    @cached_property
    def first_place(self) -> Ints:
        """Of each quote the row of its first place, or where it would stand; one more at the end."""
        return np.searchsorted(self.quote_places.quote, np.arange(len(self.quotes) + 1)).astype(np.int32)

    def rows(self, keys: Iterable[tuple[str, int]]) -> Ints:
        """Return the rows of quotes by key (article's id, number in it); those that are not there are left out."""
        articles, numbers = [], []
        for article_id, number in keys:
            if article_id in self.row_of:
                articles.append(self.row_of[article_id])
                numbers.append(number)
        if not articles or not len(self.quotes):
            return np.empty(0, np.int64)
        asked = np.asarray(articles, np.int64) << _NUMBER_BITS | np.asarray(numbers, np.int64)
        rows = np.minimum(np.searchsorted(self._key, asked), len(self.quotes) - 1)
        found: Ints = rows[self._key[rows] == asked]
        return found

    @cached_property
    def _key(self) -> Ints:
        return self.quotes.article.astype(np.int64) << _NUMBER_BITS | self.quotes.quote

    def key(self, row: int) -> tuple[str, int]:
        """Return the key of a quote."""
        return self.articles.id[self.quotes.article[row]], int(self.quotes.quote[row])

    @cached_property
    def row_of_number(self) -> Ints:
        """Of each number of a quote in the store its row, or -1."""
        rows = np.full(int(self.quotes.number.max(initial=-1)) + 1, -1, np.int32)
        rows[self.quotes.number] = np.arange(len(self.quotes), dtype=np.int32)
        return rows

    @cached_property
    def spoken_at(self) -> Ints:
        """Of each quote the place that it was spoken at, or -1."""
        places = np.full(len(self.quotes), -1, np.int32)
        there = ~self.quote_places.about
        places[self.quote_places.quote[there]] = self.quote_places.place[there]
        return places

    @cached_property
    def copies(self) -> tuple[Ints, Hashes]:
        """The quotes that have copies, and of each what it has in common with them; the original before its copies."""
        rows = np.flatnonzero(self.quotes.copied)
        same = self.same_words[rows]
        order = np.lexsort((self.quotes.rank[rows], same))
        return rows[order].astype(np.int32), same[order]

    @cached_property
    def same_words(self) -> Hashes:
        """Of each quote what it has in common with those of the same words in near-duplicates."""
        cluster = self.articles.cluster * np.uint64(0x9E3779B97F4A7C15)  # mixed, so that the two never undo each other
        return cluster[self.quotes.article] ^ self.quotes.fingerprint

    @cached_property
    def oldest_first(self) -> Ints:
        """Of each quote its place among all, oldest first, undated last."""
        published = np.where(self.articles.published == UNDATED, np.iinfo(np.int64).max, self.articles.published)
        order = np.argsort(published, kind="stable")
        before = np.empty(len(order), np.int64)
        lengths = np.diff(self.first_quote)
        before[order] = np.cumsum(lengths[order]) - lengths[order]
        article = self.quotes.article
        return (before[article] + np.arange(len(article)) - self.first_quote[article]).astype(np.int32)

    @cached_property
    def gravest_first(self) -> Ints:
        """Of each quote its place among all: highest score of a risk that is not denied first, then the newest."""
        place = np.empty(len(self.quotes), np.int32)
        place[np.argsort(-self.gravity, kind="stable")] = np.arange(len(place))
        return place

    @cached_property
    def gravity(self) -> Floats:
        """Of each quote the highest score of a risk that is not denied; -1: it speaks of none."""
        highest = np.full(len(self.quotes), -1.0)
        denied = [code for (_, modality), code in self._risk_codes() if modality == "denied"]
        told = ~np.isin(self.quote_risks.risk, denied)
        np.maximum.at(highest, self.quote_risks.quote[told], self.quote_risks.score[told])
        return highest

    @cached_property
    def namings(self) -> tuple[Ints, Ints]:
        """Of each toponym the number of its place in its cluster, and of each such number the place.

        Who counts the clusters that name a place marks the numbers, each once.
        """
        n_clusters = int(self.cluster.max(initial=0)) + 1
        keys = self.toponyms.place.astype(np.int64) * n_clusters + self.cluster[self.toponyms.article]
        found, number = np.unique(keys, return_inverse=True)
        return number.astype(np.int32), (found // n_clusters).astype(np.int32)

    @cached_property
    def entry_columns(self) -> list[Objects]:
        """What gazetteers say, part by part, by the code of the entry; the last is for none."""
        values = self.words.entries.values_by_code
        parts = [np.empty(len(values) + 1, np.object_) for _ in range(N_PARTS)]
        for part, of in zip(parts, zip(*values, strict=True), strict=False):
            part[: len(of)] = of
        return parts

    @cached_property
    def entry(self) -> Ints:
        """Of each place its entry, as the newest article that names it has it."""
        entries = np.full(self.words.places.size, -1, np.int32)
        known = self.toponyms.place >= 0
        entries[self.toponyms.place[known][::-1]] = self.toponyms.entry[known][::-1]  # the last one set is the newest
        return entries

    def _risk_codes(self) -> list[tuple[tuple[str, str], int]]:
        return [(value, code) for code, value in enumerate(self.words.risks.values_by_code)]
