"""The one place that builds the pipeline's parts from settings, each once and only when it is asked for."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.settings import Settings
from pipeline.stage import Stage, check_order

if TYPE_CHECKING:
    from pipeline.actors.catalogue import Catalogue
    from pipeline.gazetteer.index import Gazetteer
    from pipeline.model.chosen.choice import Choice
    from pipeline.model.chosen.tagger import Chosen
    from pipeline.model.reader import Reader
    from pipeline.store import Store


# Every import of a part stands inside the property that opens it: `export` must not wait for a model.
class Assembly:
    """The parts of one process. Each property raises AssetError where its files are missing or damaged.

    Those that a chosen model has a part in raise ConfigError where it cannot be used.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def reader(self) -> Reader:
        """The model, open."""
        from pipeline.model.reader import open_reader  # noqa: PLC0415

        # transformers advises to install PyTorch, which nothing here needs: its tokenizers do without.
        os.environ.setdefault("TRANSFORMERS_NO_ADVISORY_WARNINGS", "1")
        return open_reader(self.settings.model, threads=self.settings.threads)

    @cached_property
    def choice(self) -> Choice | None:
        """The model to ask for stance and risk in place of the reader, found and not open; None: the reader is."""
        from pipeline.model.chosen.choice import choose  # noqa: PLC0415

        wanted = self.settings.chosen
        return choose(wanted, hypotheses=self.settings.hypotheses) if wanted else None

    @cached_property
    def chosen(self) -> Chosen | None:
        """That model, open beside the reader."""
        from pipeline.model.chosen.tagger import open_chosen  # noqa: PLC0415

        return open_chosen(self.choice, self.reader, threads=self.settings.threads) if self.choice else None

    @property
    def tagger(self) -> Chosen | Reader:
        """What tells stance and risks of single texts."""
        return self.chosen or self.reader

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The packed gazetteer, open; a geocoding service stands behind it where the settings name one.

        Raises:
            ConfigError: the service is a public one, which forbids bulk geocoding.
        """
        from pipeline.gazetteer.index import Gazetteer  # noqa: PLC0415

        offline = Gazetteer.load(self.settings.gazetteer)
        if self.settings.geocoder is None:
            return offline
        from pipeline.gazetteer.services.gazetteer import ServiceGeocoder  # noqa: PLC0415
        from pipeline.gazetteer.services.service import open_for_bulk  # noqa: PLC0415

        return ServiceGeocoder.over(offline, open_for_bulk(self.settings.geocoder))

    @cached_property
    def catalogue(self) -> Catalogue:
        """The known actors."""
        from pipeline.actors.catalogue import open_catalogue  # noqa: PLC0415

        return open_catalogue(self.settings.actors)

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """All stages in their order, which is checked here, before the first article."""
        from pipeline.gazetteer.resolution import Ranker  # noqa: PLC0415
        from pipeline.stages.actors import stage as actors  # noqa: PLC0415
        from pipeline.stages.geocode import stage as geocode  # noqa: PLC0415
        from pipeline.stages.quotes import stage as quotes  # noqa: PLC0415
        from pipeline.stages.read import stage as read  # noqa: PLC0415
        from pipeline.stages.roles import stage as roles  # noqa: PLC0415
        from pipeline.stages.sentences import stage as sentences  # noqa: PLC0415
        from pipeline.stages.speakers import stage as speakers  # noqa: PLC0415
        from pipeline.stages.tags import stage as tags  # noqa: PLC0415

        stages: tuple[Stage, ...] = (
            sentences(),
            read(self.reader),
            actors(self.catalogue),
            quotes(),
            speakers(self.catalogue),
            geocode(self.gazetteer, Ranker.load(self.settings.gazetteer)),
            roles(),
            tags(self.reader, self.chosen),
        )
        check_order(stages)
        return stages

    @cached_property
    def models(self) -> Mapping[str, str]:
        """What annotations are made with today, as `Article.models` names it; found without opening the model."""
        from pipeline.model.reader import read_revision  # noqa: PLC0415

        reader = read_revision(self.settings.model)
        tagger = self.choice.beside(reader) if self.choice else reader
        return {"tagger": tagger, "gazetteer": self.gazetteer.version}

    def open_store(self, *, read_only: bool = False) -> Store:
        """Open the store that the settings name.

        Raises:
            StoreError: it cannot be opened.
        """
        from pipeline.store import Store  # noqa: PLC0415

        return Store.open(self.settings.store_url, read_only=read_only)
