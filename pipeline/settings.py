"""Settings: where things are and how much of the machine to use; read once, handed in everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args
from urllib.parse import urlsplit

from pipeline.errors import ConfigError

ROOT = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"  # as in pyproject.toml; a test compares them
DEFAULT_STORE = "sqlite:///tocsin.db"
ServiceName = Literal["nominatim", "photon"]
# Run for everybody by volunteers: their rules allow what a person asks by hand, never whole collections.
_PUBLIC_HOSTS = ("openstreetmap.org", "komoot.io")
_MAX_CONTACT = 100  # characters; it goes into a header


@dataclass(frozen=True, slots=True)
class GeocodingService:
    """A service that may be asked for toponyms which the offline gazetteer does not know.

    `domain` is its host, with port and path where it has them; `cache` the folder of its
    answers, and of the one clock that all processes of this user share.
    """

    name: ServiceName
    domain: str
    cache: Path
    scheme: Literal["http", "https"] = "https"
    contact: str = ""

    @property
    def public(self) -> bool:
        """Tell whether it is one of those run for everybody, which no pipeline may use."""
        host = (urlsplit(f"//{self.domain}").hostname or "").rstrip(".")
        return any(host == public or host.endswith(f".{public}") for public in _PUBLIC_HOSTS)

    @property
    def user_agent(self) -> str:
        """What the service is told of who asks."""
        return f"Tocsin/{VERSION} (conflict monitoring from the news{self.contact and f'; {self.contact}'})"


@dataclass(frozen=True, slots=True)
class ChosenModel:
    """A model to ask for stance and risk in place of our reader.

    `name` is a folder, or OWNER/NAME of a model on the Hugging Face hub; `labels` the file that says what its
    labels mean, None for the one beside it; `download` whether it may be fetched from the hub.
    """

    name: str
    labels: Path | None = None
    download: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run needs to know.

    `threads` is the number of processor threads the model may use; `geocoder` a service to ask
    for places beside the offline gazetteer, `chosen` a model to ask for stance and risk in place of
    our reader, None (the default) for none.
    """

    store_url: str = DEFAULT_STORE
    assets: Path = ROOT / "assets"
    threads: int = 2
    geocoder: GeocodingService | None = None
    chosen: ChosenModel | None = None

    @property
    def sample(self) -> Path:
        """The folder of bundled sample articles."""
        return self.assets / "sample"

    @property
    def model(self) -> Path:
        """The folder of the reader's model."""
        return self.assets / "model"

    @property
    def hypotheses(self) -> Path:
        """What is put to an NLI model that has no labels file of its own."""
        return self.assets / "zero_shot" / "tocsin_labels.toml"

    @property
    def gazetteer(self) -> Path:
        """The folder of the packed gazetteer."""
        return self.assets / "gazetteer"

    @property
    def actors(self) -> Path:
        """The folder of known actors."""
        return self.assets / "actors"


def from_environment(
    environment: Mapping[str, str], *, store_url: str | None = None, chosen: ChosenModel | None = None
) -> Settings:
    """Read TOCSIN_STORE, TOCSIN_ASSETS, TOCSIN_THREADS, TOCSIN_MODEL and those of a geocoder.

    An explicit `store_url` or `chosen` model wins.

    Raises:
        ConfigError: TOCSIN_THREADS is no whole number above 0, or a geocoder's setting cannot be used.
    """
    threads = environment.get("TOCSIN_THREADS", "2")
    if not threads.isdecimal() or int(threads) < 1:
        raise ConfigError(f"TOCSIN_THREADS is {threads!r}; give a whole number above 0")
    return Settings(
        store_url=store_url or environment.get("TOCSIN_STORE") or DEFAULT_STORE,
        assets=Path(environment.get("TOCSIN_ASSETS") or ROOT / "assets"),
        threads=int(threads),
        geocoder=_geocoder(environment),
        chosen=chosen or _chosen(environment),
    )


def _chosen(environment: Mapping[str, str]) -> ChosenModel | None:
    name, labels = (environment.get(key, "").strip() for key in ("TOCSIN_MODEL", "TOCSIN_MODEL_LABELS"))
    return ChosenModel(name, Path(labels) if labels else None) if name else None


def _geocoder(environment: Mapping[str, str]) -> GeocodingService | None:
    name = environment.get("TOCSIN_GEOCODER_SERVICE", "").strip().lower()
    if not name:
        return None
    if name not in get_args(ServiceName):
        raise ConfigError(
            f"TOCSIN_GEOCODER_SERVICE is {name!r}; choose from {', '.join(get_args(ServiceName))}, or leave it out"
        )
    scheme, domain = _domain(environment.get("TOCSIN_GEOCODER_DOMAIN", ""))
    contact = environment.get("TOCSIN_GEOCODER_CONTACT", "").strip()
    if len(contact) > _MAX_CONTACT or not (contact.isascii() and contact.isprintable()):
        raise ConfigError("TOCSIN_GEOCODER_CONTACT must be one short line of ASCII, such as a mail address")
    return GeocodingService(cast("ServiceName", name), domain, _cache(environment), scheme, contact)


def _domain(given: str) -> tuple[Literal["http", "https"], str]:
    """Split "geo.example.org", "http://127.0.0.1:8080/nominatim" into scheme and host with port and path."""
    address = given.strip()
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        usable = (
            bool(parts.hostname)
            and parts.port != 0
            and address.isascii()
            and address.isprintable()
            and not set(address) & set(" @?#\\")
        )
    except ValueError:
        usable = False
    if not usable or parts.scheme not in ("http", "https"):
        raise ConfigError(
            f"TOCSIN_GEOCODER_DOMAIN is {given!r}; give the host of the service, such as geo.example.org or "
            "http://127.0.0.1:8080"
        )
    return ("http" if parts.scheme == "http" else "https"), parts.netloc.lower() + parts.path.rstrip("/")


def _cache(environment: Mapping[str, str]) -> Path:
    """Return one folder for all processes of a user, so that they share answers and pace."""
    base = environment.get("XDG_CACHE_HOME") or ""
    folder = Path(base) if Path(base).is_absolute() else Path(environment.get("HOME") or Path.home()) / ".cache"
    return folder / "tocsin"
