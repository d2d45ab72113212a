"""`annotate`: one annotation per input article, in the same order, without a store."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from pipeline.annotation import to_annotation
from pipeline.assembly import Assembly
from pipeline.commands.arguments import add_lines, add_model
from pipeline.commands.lines import reading, writing
from pipeline.commands.progress import Reporter, counted, expected
from pipeline.errors import StageError
from pipeline.intake.jsonl import read_lines
from pipeline.records import Article, Failure
from pipeline.runner import annotate
from pipeline.stage import Stage


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what may stand behind `annotate`."""
    add_lines(parser, 'articles, {"id", "text", "title"?, "date"?, "outlet"?, "url"?, "language"?}', "annotations")
    add_model(parser)


def run(arguments: argparse.Namespace, assembly: Assembly) -> int:
    """Annotate a file's articles; 1 if anything failed."""
    reporter = Reporter()
    with reading(arguments.input) as (lines, origin), writing(arguments.output) as write:
        articles = read_lines(lines, origin=origin, now=datetime.now(UTC))
        made = annotate_each(articles, assembly.stages, reporter)
        for annotation in counted(made, name="annotate", unit="articles", total=expected([arguments.input])):
            write(annotation)
    return reporter.status(origin)


def annotate_each(
    articles: Iterable[Article | Failure], stages: Sequence[Stage], reporter: Reporter
) -> Iterator[dict[str, Any]]:
    """Yield the annotation of each article; one that a stage fails on has nothing found in it, and is reported."""
    for done in annotate(articles, stages):
        if isinstance(done, Failure):
            reporter.report(done)
            continue
        article, failure = done
        if failure:
            reporter.report(failure)
        reporter.done += 1
        yield _annotation(article, reporter)


def _annotation(article: Article, reporter: Reporter) -> dict[str, Any]:
    try:
        return to_annotation(article)
    except StageError as error:
        reporter.report(Failure(article.id, error.stage, str(error)))
        nothing = MappingProxyType[str, str]({})
        return to_annotation(replace(article, body=(), sentences=(), places=(), actors=(), quotes=(), models=nothing))
