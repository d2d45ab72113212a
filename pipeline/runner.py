"""Runs stages over a stream of articles: in chunks, in order, losing none."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from pipeline.errors import AssetError, PipelineError
from pipeline.records import Article, Failure
from pipeline.stage import Stage

log = logging.getLogger(__name__)

# Articles read by the model in one go: enough sentences to sort by length, little enough to keep memory flat.
CHUNK = 32


def annotate(
    articles: Iterable[Article | Failure], stages: Sequence[Stage], *, chunk: int = CHUNK
) -> Iterator[tuple[Article, Failure | None] | Failure]:
    """Yield every input once and in order, annotated.

    A failure of intake passes through. An article that a stage fails on comes back as
    it was given, beside its Failure; the others of its chunk are not harmed.

    Raises:
        AssetError: a bundled file is missing or damaged; no article can do without it.
    """
    stream = iter(articles)
    while block := list(islice(stream, chunk)):
        todo = [item for item in block if isinstance(item, Article)]
        done = iter(_run(todo, stages))
        for item in block:
            yield item if isinstance(item, Failure) else next(done)


def _run(articles: Sequence[Article], stages: Sequence[Stage]) -> list[tuple[Article, Failure | None]]:
    """Run the chunk as one; if anything fails, replay it article by article."""
    try:
        return [(article, None) for article in _through(articles, stages)]
    except AssetError:
        raise
    except Exception:  # whatever a stage may raise, one bad article costs only itself: the replay finds which
        log.debug("a chunk of %d failed; replaying it article by article", len(articles), exc_info=True)
        return [_run_one(article, stages) for article in articles]


def _through(articles: Sequence[Article], stages: Sequence[Stage]) -> list[Article]:
    current = list(articles)
    for stage in stages:
        current = stage(current)
    return current


def _run_one(article: Article, stages: Sequence[Stage]) -> tuple[Article, Failure | None]:
    current = [article]
    for stage in stages:
        try:
            current = stage(current)
        except AssetError:
            raise
        except Exception as error:
            log.debug("stage %s failed on %s", stage.name, article.id, exc_info=True)
            return article, Failure(article.id, stage.name, _one_line(error))
    return current[0], None


def _one_line(error: Exception) -> str:
    """Say what failed in one line; an unexpected error is named as a defect of ours."""
    words = " ".join(str(error).split())[:500]
    if isinstance(error, PipelineError):
        return words
    return f"{type(error).__name__}: {words or 'no message'}; a defect of this stage: please report it with the article"
