"""The hand labels of sample articles: stand-off rows, checked against the words they cover."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import AssetError
from pipeline.records import Span
from pipeline.settings import ROOT

GOLD = ROOT / "tests" / "evaluation" / "gold.jsonl"


@dataclass(frozen=True, slots=True)
class GoldQuote:
    """A quote as labelled.

    Where the codebook leaves a doubt, `speakers`, `stances` and `targets` hold every value
    that is acceptable; None among the targets: perhaps nobody.
    """

    content: tuple[Span, ...]
    speakers: tuple[str, ...]
    stances: tuple[str, ...]
    targets: tuple[str | None, ...]
    risks: Mapping[str, str]  # label → modality
    disputed: frozenset[str]  # labels that are neither right nor wrong here


@dataclass(frozen=True, slots=True)
class GoldToponym:
    """A place name as labelled. Without a point it is neither right nor wrong to find it."""

    span: Span
    point: tuple[float, float] | None  # latitude, longitude, degrees
    role: str | None  # None: in doubt


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """A sentence with what it speaks of."""

    span: Span
    risks: Mapping[str, str]  # label → modality
    disputed: frozenset[str]


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """All labels of one article. `optional` are contents that may be called a quote or not."""

    id: str
    quotes: tuple[GoldQuote, ...]
    optional: tuple[tuple[Span, ...], ...]
    toponyms: tuple[GoldToponym, ...]
    sentences: tuple[GoldSentence, ...]


def load_gold(path: Path, texts: Mapping[str, str]) -> list[GoldArticle]:
    """Read the labels of a file; `texts` gives the labelled articles' text by id.

    Raises:
        AssetError: the file is missing or damaged, or a span does not cover the words it was given for.
    """
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for row in rows:
            _check(row, texts, path)
        return [_article(row) for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AssetError(
            str(path), f"labels {path} cannot be read ({error!r}); restore the file from the repository"
        ) from error


def _check(row: Mapping[str, Any], texts: Mapping[str, str], path: Path) -> None:
    if row["id"] not in texts:
        raise AssetError(str(path), f"labels {path}: article {row['id']} is not in the sample; restore the sample")
    text = texts[row["id"]]
    for (start, end), words in labelled_words(row):
        if text[start:end] != words:
            raise AssetError(
                str(path),
                f"labels {path}: [{start}, {end}) of article {row['id']} is {text[start:end][:60]!r}, labelled as"
                f" {words[:60]!r}; restore the sample, or label the article again",
            )


def labelled_words(row: Mapping[str, Any]) -> Iterator[tuple[list[int], str]]:
    """Yield each span of a row of labels, with the words it was given for."""
    for item in (*row["toponyms"], *row["places"], *row["sentences"]):
        yield [item["start"], item["end"]], item["words"]
    for quote in (*row["quotes"], *row["beliefs"]):
        yield from zip(quote["content"], quote["words"]["content"], strict=True)
        for part in ("source", "cue"):
            if quote[part] is not None:
                yield quote[part], quote["words"][part]
    for content, words in zip(row["optional"], row["optional_words"], strict=True):
        yield from zip(content, words, strict=True)


def _article(row: Mapping[str, Any]) -> GoldArticle:
    roles = {(place["start"], place["end"]): place["role"] for place in row["places"]}
    return GoldArticle(
        id=row["id"],
        quotes=tuple(_quote(quote) for quote in row["quotes"]),
        optional=tuple(_spans(content) for content in row["optional"]),
        toponyms=tuple(_toponym(toponym, roles) for toponym in row["toponyms"]),
        sentences=tuple(
            GoldSentence(Span(s["start"], s["end"]), dict(s["risks"]), frozenset(s["disputed"]))
            for s in row["sentences"]
        ),
    )


def _quote(row: Mapping[str, Any]) -> GoldQuote:
    return GoldQuote(
        content=_spans(row["content"]),
        speakers=_several(row["speaker"]),
        stances=_several(row["stance"]),
        targets=_several(row["target"]),
        risks=dict(row["risks"]),
        disputed=frozenset(row["risks_disputed"]),
    )


def _toponym(row: Mapping[str, Any], roles: Mapping[tuple[int, int], str]) -> GoldToponym:
    point = None if row["lat"] is None else (float(row["lat"]), float(row["lon"]))
    return GoldToponym(Span(row["start"], row["end"]), point, roles.get((row["start"], row["end"])))


def _several(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list) else (value,)


def _spans(pairs: Iterable[Iterable[int]]) -> tuple[Span, ...]:
    return tuple(Span(*pair) for pair in pairs)
