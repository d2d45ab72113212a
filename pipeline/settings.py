"""Settings: where things are and how much of the machine to use; read once, handed in everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ConfigError

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_STORE = "sqlite:///tocsin.db"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run needs to know.

    `threads` is the number of processor threads the model may use.
    """

    store_url: str = DEFAULT_STORE
    assets: Path = ROOT / "assets"
    threads: int = 2

    @property
    def sample(self) -> Path:
        """The folder of bundled sample articles."""
        return self.assets / "sample"

    @property
    def model(self) -> Path:
        """The folder of the reader's model."""
        return self.assets / "model"

    @property
    def gazetteer(self) -> Path:
        """The folder of the packed gazetteer."""
        return self.assets / "gazetteer"

    @property
    def actors(self) -> Path:
        """The folder of known actors."""
        return self.assets / "actors"


def from_environment(environment: Mapping[str, str], *, store_url: str | None = None) -> Settings:
    """Read TOCSIN_STORE, TOCSIN_ASSETS and TOCSIN_THREADS; an explicit `store_url` wins.

    Raises:
        ConfigError: TOCSIN_THREADS is no whole number above 0.
    """
    threads = environment.get("TOCSIN_THREADS", "2")
    if not threads.isdecimal() or int(threads) < 1:
        raise ConfigError(f"TOCSIN_THREADS is {threads!r}; give a whole number above 0")
    return Settings(
        store_url=store_url or environment.get("TOCSIN_STORE") or DEFAULT_STORE,
        assets=Path(environment.get("TOCSIN_ASSETS") or ROOT / "assets"),
        threads=int(threads),
    )
