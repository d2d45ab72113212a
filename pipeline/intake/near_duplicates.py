"""Near-duplicates: the same wire text under several outlets is one source, not several.

MinHash over word five-grams with locality-sensitive hashing (Broder 1997; datasketch).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

import numpy as np
from datasketch import MinHash, MinHashLSH

PERMUTATIONS = 128
_SHINGLE = 5
_SCHEME = "affine32"  # 32-bit hashes; part of what a stored signature means
# Half of all five-grams shared. Two reports of one event share quotations and names, not half of their wording.
THRESHOLD = 0.5
# Two short notices share their few words by chance; below this many words a text is compared with none.
MIN_WORDS = 30


class NearDuplicates:
    """Finds, for each article in turn, the earliest one that it is a near-duplicate of."""

    def __init__(self, known: Iterable[tuple[str, bytes]] = ()) -> None:
        """Start from the stored articles: pairs of id and signature, earliest first."""
        self._index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
        self._signatures: dict[str, MinHash] = {}
        self._order: dict[str, int] = {}
        for article_id, stored in known:
            self.add(article_id, stored)

    def add(self, article_id: str, stored: bytes) -> None:
        """Remember an article by its signature; an empty one (too short to compare) is left out."""
        if not stored or article_id in self._signatures:
            return
        minhash = _restore(stored)
        self._index.insert(article_id, minhash)
        self._signatures[article_id] = minhash
        self._order[article_id] = len(self._order)

    def original_of(self, article_id: str, stored: bytes) -> str | None:
        """Return the earliest remembered article that shares at least half of its five-grams, or None.

        An article that is remembered itself (a correction, now) is a copy only of one before it.
        """
        if not stored:
            return None
        minhash = _restore(stored)
        before = self._order.get(article_id, len(self._order))
        near = [
            other
            for other in self._index.query(minhash)
            if self._order[other] < before and minhash.jaccard(self._signatures[other]) >= THRESHOLD
        ]
        return min(near, key=self._order.__getitem__, default=None)


def signature(text: str) -> bytes:
    """Return a text's MinHash signature (128 × uint32), or b"" for a text too short to compare."""
    words = "".join(c if c.isalnum() else " " for c in text.lower()).split()
    if len(words) < MIN_WORDS:
        return b""
    minhash = MinHash(num_perm=PERMUTATIONS, scheme=_SCHEME)
    shingles = {" ".join(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}
    minhash.update_batch([shingle.encode() for shingle in islice(sorted(shingles), 20_000)])
    return bytes(minhash.hashvalues.astype(np.uint32).tobytes())


def _restore(stored: bytes) -> MinHash:
    return MinHash(num_perm=PERMUTATIONS, scheme=_SCHEME, hashvalues=np.frombuffer(stored, dtype=np.uint32))
