"""Answers of a server, asked for politely: a pause between requests, waits as long as the server wants, whole bodies."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from functools import cache
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import urlsplit

import httpx

from pipeline import __version__

ATTEMPTS = 5
# Seconds: before the second attempt, and doubled before each later one; the longest pause that a server may ask for.
FIRST_WAIT, LONGEST_WAIT = 2.0, 300.0
# Seconds without a byte, and for a whole answer.
SILENCE, LONGEST_ANSWER = 60.0, 900.0
REDIRECTS = 3
TRY_AGAIN = frozenset((408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524))

Check = Callable[[bytes], str | None]


class NotFetchedError(Exception):
    """One answer that could not be had, and why; other requests may well succeed."""


class UnreachableError(NotFetchedError):
    """The server gave no usable answer, however often it was asked."""


class RefusedError(Exception):
    """The server wants no more requests; the sentence says what to do."""


class _AgainError(Exception):
    """An attempt that failed: why, and how many seconds the server asks to wait."""

    def __init__(self, problem: str, seconds: float = 0.0, unreachable: bool = False) -> None:
        super().__init__(problem)
        self.seconds, self.unreachable = seconds, unreachable


class Answer(NamedTuple):
    """A whole body; `fresh` is False where the server says that nothing has changed (304, no body)."""

    body: bytes
    headers: Mapping[str, str]
    fresh: bool = True


class Client:
    """GET requests to one server at a time, never faster than `rate` a second.

    hint   what to do where the server refuses (401, 403)
    sleep  waits so many seconds
    clock  seconds since any moment
    """

    def __init__(
        self,
        rate: float = 1.0,
        headers: Mapping[str, str] | None = None,
        hint: str = "ask less often",
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        agent = {"User-Agent": f"crs-pipeline/{__version__}", **(headers or {})}
        self._http = httpx.Client(verify=_trusted(), headers=agent, timeout=SILENCE, follow_redirects=False)
        self._gap, self._hint, self._sleep, self._clock = 1 / rate, hint, sleep, clock
        self._next = clock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def get(self, url: str, most: int, check: Check | None = None, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer to a GET request, of `most` bytes at most.

        `check` tells what is wrong with a body; such a body is asked for again, like one that broke off, an error of
        the server or no answer. NotFetchedError where that does not help, RefusedError where the server wants no more.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                answer = self._ask(url, most, headers)
                problem = check(answer.body) if check and answer.fresh else None
                if problem is None:
                    return answer
                failed = _AgainError(problem)
            except _AgainError as error:
                failed = error
            if failed.seconds > LONGEST_WAIT:
                raise RefusedError(
                    f"{_host(url)} asks to wait {failed.seconds:.0f} seconds ({failed}): run the same command again then"
                )
            if attempt < ATTEMPTS:
                self._sleep(max(failed.seconds, FIRST_WAIT * 2 ** (attempt - 1)))
        kind = UnreachableError if failed.unreachable else NotFetchedError
        raise kind(f"{url}: {failed}, {ATTEMPTS} times")

    def _ask(self, url: str, most: int, headers: Mapping[str, str] | None) -> Answer:
        try:
            request = self._http.build_request("GET", url, headers=headers)
            for _ in range(REDIRECTS + 1):
                self._pace()
                response = self._http.send(request, stream=True)
                try:
                    if response.next_request is None:
                        return self._read(response, url, most)
                    request = _followed(request, response.next_request, url)
                finally:
                    response.close()
        except httpx.InvalidURL as error:
            raise NotFetchedError(f"{url}: it is no address ({error})") from error
        except (httpx.RemoteProtocolError, httpx.DecodingError) as error:
            raise _AgainError(f"the answer broke off or is broken ({error})") from error
        except httpx.TransportError as error:
            raise _AgainError(f"no answer ({str(error) or type(error).__name__})", unreachable=True) from error
        raise NotFetchedError(f"{url}: the server sends from one address to the next, more than {REDIRECTS} times")

    def _read(self, response: httpx.Response, url: str, most: int) -> Answer:
        status = response.status_code
        if status == 304:
            return Answer(b"", response.headers, fresh=False)
        if status in (401, 403):
            raise RefusedError(f"{_host(url)} refuses {urlsplit(url).path} ({status}): {self._hint}")
        if status in TRY_AGAIN:
            raise _AgainError(f"the server answers {status}", retry_after(response.headers), unreachable=True)
        if status != 200:
            raise NotFetchedError(f"{url}: the server answers {status}")
        too_large = f"{url}: it has more than the {most:,} bytes that such a file may have"
        if int(response.headers.get("Content-Length", "0")) > most:
            raise NotFetchedError(too_large)
        end = self._clock() + LONGEST_ANSWER
        body = bytearray()
        for part in response.iter_bytes():
            body += part
            if len(body) > most:
                raise NotFetchedError(too_large)
            if self._clock() > end:
                raise _AgainError(f"the answer took more than {LONGEST_ANSWER:.0f} seconds", unreachable=True)
        return Answer(bytes(body), response.headers)

    def _pace(self) -> None:
        wait = self._next - self._clock()
        if wait > 0:
            self._sleep(wait)
        self._next = max(self._next, self._clock()) + self._gap


def retry_after(headers: Mapping[str, str]) -> float:
    """The seconds that `Retry-After` asks for, as a number or as a moment by the server's own `Date`; 0 without it."""
    asked = headers.get("Retry-After", "").strip()
    if asked.isdecimal():
        return float(asked)
    try:
        wait = parsedate_to_datetime(asked) - parsedate_to_datetime(headers.get("Date", ""))
    except (TypeError, ValueError):
        return 0.0
    return max(0.0, wait.total_seconds())


def _followed(request: httpx.Request, to: httpx.Request, url: str) -> httpx.Request:
    """The request that a redirection asks for. Headers go along (a key may be one): the server must be the same."""
    if to.url.host.removeprefix("www.") != request.url.host.removeprefix("www.") or to.url.scheme not in (
        request.url.scheme,
        "https",
    ):
        raise NotFetchedError(f"{url}: the server sends elsewhere ({to.url.host}); that is not followed")
    return to


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities whose certificates are believed; reading them takes longer than a request."""
    return httpx.create_ssl_context()


def _host(url: str) -> str:
    return urlsplit(url).netloc
