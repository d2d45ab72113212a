"""How well names are found on development files: exact span and kind, as CoNLL counts."""

from __future__ import annotations

from typing import Any

from pipeline.model.reader import Reader, Text
from pipeline.model.training.datasets import Corpus, joined, tagged
from pipeline.quotation_marks import find_quotations
from pipeline.records import NameKind, Span

CHUNK = 512


def name_figures(reader: Reader, corpus: Corpus, name: str) -> dict[str, Any]:
    """Return precision, recall and F1 of the names of a token-tagged file."""
    hits = told = wanted = 0
    given = list(corpus.rows(f"entities/{name}"))
    for start in range(0, len(given), CHUNK):
        texts, golds = [], []
        for row in given[start : start + CHUNK]:
            text, spans = joined(row["tokens"])
            golds.append(set(tagged(row["tags"], spans, text, corpus.is_demonym)))
            whole = Span(0, len(text))
            texts.append(Text(text, (whole,), find_quotations(text, whole)))
        for gold, readings in zip(golds, reader.read(texts), strict=True):
            found: set[tuple[Span, NameKind]] = {(m.span, m.kind) for reading in readings for m in reading.mentions}
            hits, told, wanted = hits + len(gold & found), told + len(found), wanted + len(gold)
    precision, recall = hits / max(1, told), hits / max(1, wanted)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"p": round(precision, 4), "r": round(recall, 4), "f1": round(f1, 4), "n": wanted}
