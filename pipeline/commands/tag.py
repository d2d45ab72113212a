"""`tag`: stance and risk of single texts, without places or quotes."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from pipeline.annotation import plain
from pipeline.assembly import Assembly
from pipeline.commands.arguments import add_lines, add_model
from pipeline.commands.lines import reading, writing
from pipeline.commands.progress import Reporter, counted, expected, note
from pipeline.intake.jsonl import read_lines
from pipeline.records import Article, Failure
from pipeline.runner import annotate

if TYPE_CHECKING:
    from pipeline.model.reader import Tagged

# Enough for the reader to sort by length, little enough that the bar moves.
CHUNK = 256


class Tagger(Protocol):
    """What the command uses of the reader, or of a model in its place."""

    def tag(self, texts: Sequence[str]) -> list[Tagged]: ...  # noqa: D102


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what may stand behind `tag`."""
    add_lines(parser, 'texts, {"id", "text"}', "tags")
    add_model(parser)


def run(arguments: argparse.Namespace, assembly: Assembly) -> int:
    """Tag a file's texts; 1 if anything failed."""
    reporter = Reporter()
    with reading(arguments.input) as (lines, origin), writing(arguments.output) as write:
        texts = read_lines(lines, origin=origin, now=datetime.now(UTC))
        made = find_tags(texts, assembly.tagger, reporter)
        if assembly.chosen:  # a line of tags does not name what made it
            note(f"tagged by {assembly.chosen.revision}")
        for tags in counted(made, name="tag", unit="texts", total=expected([arguments.input])):
            write(tags)
    return reporter.status(origin)


def find_tags(texts: Iterable[Article | Failure], tagger: Tagger, reporter: Reporter) -> Iterator[dict[str, Any]]:
    """Yield the tags of each text, in order; a text that the model fails on is reported and has none."""
    for done in annotate(texts, (Tagging(tagger),), chunk=CHUNK):
        failure = done if isinstance(done, Failure) else done[1]
        if failure:
            reporter.report(failure)
        elif not isinstance(done, Failure):
            reporter.done += 1
            yield {"id": plain(done[0].id), **done[0].extra["tags"]}


@dataclass(frozen=True)
class Tagging:
    """A stage for this command alone: it leaves the tags of each text among its extra keys."""

    tagger: Tagger
    name: str = "tag"
    requires: frozenset[str] = frozenset({"text"})
    assigns: frozenset[str] = frozenset({"extra"})

    def __call__(self, articles: Sequence[Article]) -> list[Article]:
        """Tag all texts in one go."""
        found = self.tagger.tag([article.text for article in articles])
        tags = [
            {
                "stance": tagged.stance,
                "stance_scores": plain(tagged.stance_scores),
                "risks": [
                    {"label": risk.label, "modality": risk.modality, "score": risk.score} for risk in tagged.risks
                ],
            }
            for tagged in found
        ]
        pairs = zip(articles, tags, strict=True)
        return [replace(article, extra=MappingProxyType({"tags": given})) for article, given in pairs]
