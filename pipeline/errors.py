"""Everything that can go wrong, as one small tree; each error carries the thing that failed."""

from __future__ import annotations


class PipelineError(Exception):
    """Root of all expected errors. The message names the thing, what was expected and the next step."""


class ConfigError(PipelineError):
    """A setting or an option that cannot be used."""


class IntakeError(PipelineError):
    """An input that cannot be read as an article.

    Attributes:
        origin: the file, line or address it came from.
    """

    def __init__(self, origin: str, message: str) -> None:
        super().__init__(message)
        self.origin = origin


class StageError(PipelineError):
    """A stage that could not do its work on one article.

    Attributes:
        stage: name of the stage; article_id: the article it failed on.
    """

    def __init__(self, stage: str, article_id: str, message: str) -> None:
        super().__init__(message)
        self.stage = stage
        self.article_id = article_id


class AssetError(PipelineError):
    """A bundled file (model, gazetteer, catalogue) that is missing or damaged.

    Attributes:
        path: the file.
    """

    def __init__(self, path: str, message: str) -> None:
        super().__init__(message)
        self.path = path


class StoreError(PipelineError):
    """A store that cannot be opened, written or migrated.

    Attributes:
        url: the store's address, without its password.
    """

    def __init__(self, url: str, message: str) -> None:
        super().__init__(message)
        self.url = url


class StoreBusyError(StoreError):
    """A store that another run is writing; the message names its holder."""


class ViewError(PipelineError):
    """A named view that cannot be kept, found or renamed.

    Attributes:
        name: the view's name.
    """

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


class ServiceError(PipelineError):
    """A geocoding service that could not be asked, or gave no usable answer.

    Attributes:
        domain: the service's host; retry_after_s: how long it asked to be left alone, in seconds, or None.
    """

    def __init__(self, domain: str, message: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.domain = domain
        self.retry_after_s = retry_after_s


class ServiceLimitError(ServiceError):
    """A service that was asked too often (429), or that must not be asked yet."""


class ServiceTimeoutError(ServiceError):
    """A service that did not answer in time."""


class ServiceUnreachableError(ServiceError):
    """A service that no connection can be made to."""


class ServiceRefusedError(ServiceError):
    """A service that will not serve this application (401, 403)."""


class ServiceFailedError(ServiceError):
    """A service that failed by itself (5xx)."""


class ServiceAnswerError(ServiceError):
    """An answer that is no list of places: a page, broken JSON, a redirect, too long, of another shape."""
