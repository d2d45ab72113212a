"""How a service is fetched: one short request without retries or redirects, its answer checked before geopy sees it."""

from __future__ import annotations

import http.client
import json
import re
import time
from collections.abc import Callable
from datetime import UTC
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, ProxyHandler, Request, build_opener

from geopy.adapters import BaseSyncAdapter

from pipeline.errors import (
    ServiceAnswerError,
    ServiceError,
    ServiceFailedError,
    ServiceLimitError,
    ServiceRefusedError,
    ServiceTimeoutError,
    ServiceUnreachableError,
)
from pipeline.intake.clean import clean_line

# Ten places with all their names are some 200 kB at the most (a country has up to 300 names); more is no answer.
MAX_ANSWER_BYTES = 1_000_000
# Honoured up to an hour: a longer wait (or a wrong clock) must not silence the service until somebody notices.
MAX_RETRY_AFTER_S = 3600.0
_CHUNK = 16_384
_TIMEOUTS = frozenset({408, 504})
_REFUSALS = frozenset({401, 403, 407})
_FALLBACK_RETRY_S = 60.0  # for a 429 that does not say how long


class NoRedirect(HTTPRedirectHandler):
    """Follows nothing: the settings name the host to ask, no answer may name another."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Return None: the redirect is then an error like any other."""


# geopy's default adapter retries by itself, so that a 429 costs 14 s and four requests; this one asks once.
class ServiceAdapter(BaseSyncAdapter):  # type: ignore[misc]  # geopy has no types
    """Fetches JSON from one service; `check` refuses answers of a wrong shape and keeps what is usable.

    Every failure is a ServiceError of its kind.
    """

    def __init__(self, *, proxies: Any, ssl_context: Any, domain: str, check: Callable[[Any], Any]) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        self._open = build_opener(HTTPSHandler(context=ssl_context), ProxyHandler(proxies), NoRedirect()).open
        self._domain = domain
        self._check = check

    def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> Any:
        """Return the checked answer.

        Raises:
            ServiceError: of the kind of what went wrong.
        """
        text = self.get_text(url, timeout=timeout, headers=headers)
        try:
            answer = json.loads(text)
        except (ValueError, RecursionError):
            start = clean_line(text[:200], limit=60)
            raise ServiceAnswerError(
                self._domain, f"{self._domain} answered something that is no JSON ({start!r} …); check its address"
            ) from None
        return self._check(answer)

    def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> str:
        """Return the answer's text.

        Raises:
            ServiceError: of the kind of what went wrong.
        """
        try:
            with self._open(Request(url, headers=headers), timeout=timeout) as response:  # noqa: S310 -- http(s) only
                return self._read(response, timeout).decode("utf-8")
        except HTTPError as error:
            self._raise_status(error.code, error.headers)
        except TimeoutError:
            raise self._timed_out(timeout) from None
        except UnicodeDecodeError:
            raise ServiceAnswerError(self._domain, f"{self._domain} answered something that is no UTF-8 text") from None
        except (OSError, http.client.HTTPException) as error:
            raise self._unreachable(error, timeout) from error

    def _read(self, response: Any, timeout: float) -> bytes:
        """Read up to the cap, and no longer than `timeout` seconds in all, however slowly it drips."""
        deadline = time.monotonic() + timeout
        parts: list[bytes] = []
        size = 0
        while chunk := response.read1(_CHUNK):
            parts.append(chunk)
            size += len(chunk)
            if size > MAX_ANSWER_BYTES:
                raise ServiceAnswerError(
                    self._domain, f"{self._domain} answered more than {MAX_ANSWER_BYTES} bytes; check its address"
                )
            if time.monotonic() > deadline:
                raise TimeoutError
        return b"".join(parts)

    def _raise_status(self, status: int, headers: Message) -> NoReturn:
        wait_s = retry_after_s(headers.get("Retry-After"), now=time.time())
        name = self._domain
        if status == 429:
            wait_s = _FALLBACK_RETRY_S if wait_s is None else wait_s
            raise ServiceLimitError(name, f"{name} was asked too often; asked again in {wait_s:.0f} s or later",
                                    retry_after_s=wait_s)  # fmt: skip
        if status in _REFUSALS:
            raise ServiceRefusedError(
                name, f"{name} refuses to serve ({status}); read its rules, set TOCSIN_GEOCODER_CONTACT"
            )
        if status in _TIMEOUTS:
            raise ServiceTimeoutError(name, f"{name} timed out ({status})", retry_after_s=wait_s)
        if status >= 500:
            raise ServiceFailedError(name, f"{name} failed by itself ({status})", retry_after_s=wait_s)
        if 300 <= status < 400:
            host = clean_line(urlsplit(headers.get("Location") or "").netloc, limit=80) or "elsewhere"
            raise ServiceAnswerError(name, f"{name} sends on to {host} ({status}), which is not followed; name that "
                                     "host in TOCSIN_GEOCODER_DOMAIN if it is the right one")  # fmt: skip
        raise ServiceAnswerError(name, f"{name} does not know the request ({status}); check its address")

    def _unreachable(self, error: Exception, timeout: float) -> ServiceError:
        reason = error.reason if isinstance(error, URLError) else error
        if isinstance(reason, TimeoutError):
            return self._timed_out(timeout)
        if isinstance(error, http.client.HTTPException):
            return ServiceAnswerError(
                self._domain, f"{self._domain} broke off or sent no HTTP ({type(error).__name__})"
            )
        words = clean_line(str(reason), limit=120)
        return ServiceUnreachableError(self._domain, f"{self._domain} cannot be reached ({words}); is it running?")

    def _timed_out(self, timeout: float) -> ServiceTimeoutError:
        return ServiceTimeoutError(self._domain, f"{self._domain} did not answer within {timeout:g} s")


def retry_after_s(header: str | None, *, now: float) -> float | None:
    """Read a Retry-After header: whole seconds or an HTTP date (RFC 9110, 10.2.3), as seconds from `now`.

    Always within 0 and MAX_RETRY_AFTER_S; None where there is none or it makes no sense.
    """
    given = (header or "").strip()
    if re.fullmatch(r"[+-]?[0-9]+", given):
        seconds = MAX_RETRY_AFTER_S if len(given) > 9 and given[0] != "-" else float(given[:9])
    else:
        try:
            date = parsedate_to_datetime(given)
            seconds = (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - now
        except (ValueError, TypeError, OverflowError, IndexError):
            return None
    return min(max(seconds, 0.0), MAX_RETRY_AFTER_S)
