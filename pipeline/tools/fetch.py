"""fetch: new and changed reports from EveryCRSReport or the congress.gov API, as a batch below corpus/raw.

Stopped at any moment, it goes on where it was: what is whole on the disk is not asked for again.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from pipeline.tools import fetch_congress, fetch_mirror
from pipeline.tools.fetch_congress import Congress
from pipeline.tools.fetch_folder import add_batch, check_batch, remembered
from pipeline.tools.fetch_http import Client, NotFetchedError, RefusedError, UnreachableError
from pipeline.tools.fetch_mirror import NUMBER, Entry, Fetched, Mirror

Echo = Callable[[str], Any]

FORMATS = ("html", "pdf")
SOURCES = {"everycrsreport": fetch_mirror.ADDRESS, "congress": fetch_congress.ADDRESS}
ADDRESS_VARIABLES = {"everycrsreport": "EVERYCRSREPORT_URL", "congress": "CONGRESS_API_URL"}
KEY_VARIABLE = "CONGRESS_API_KEY"
HINT = "it may want no downloads from here, or not so many: wait some hours, or ask less often (--rate)"
# So many reports in a row without an answer: the server is down, the rest is left for another time.
GIVE_UP = 5
KINDS = ("new", "changed", "incomplete", "unchanged", "failed")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which reports to fetch, and what of them.

    numbers  these reports alone; all where empty
    since    those published on this day or later
    limit    so many at most, what is there already not counted
    """

    numbers: frozenset[str] = frozenset()
    since: date | None = None
    limit: int | None = None
    formats: Collection[str] = ("html",)
    all_versions: bool = False
    dry_run: bool = False


@dataclass(slots=True)
class Summary:
    """What a run did.

    counts    reports by kind: new, changed, incomplete (files were missing), unchanged, failed
    problems  a sentence for each thing that could not be had
    stopped   why the run ended early
    left      reports that --limit left for another run
    """

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    stopped: str | None = None
    left: int = 0

    @property
    def ok(self) -> bool:
        """Whether everything asked for is there."""
        return not self.problems and self.stopped is None


class Source(Protocol):
    """Where reports come from."""

    def status(self, entry: Entry) -> str: ...

    def fetch(self, entry: Entry) -> Fetched: ...


def run(
    batch: str,
    choice: Choice,
    echo: Echo,
    source: str = "everycrsreport",
    address: str | None = None,
    into: Path = Path("corpus/raw"),
    params: Path = Path("params.yaml"),
    rate: float = 1.0,
    environment: Mapping[str, str] = os.environ,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Summary:
    """Fetch a batch into `into`/`batch` and list it in `params`; ValueError where the options do not fit.

    address      of the server: else that in the environment (EVERYCRSREPORT_URL, CONGRESS_API_URL), else the usual one
    rate         requests a second
    sleep/clock  the time, for tests
    """
    folder = into / batch
    address = checked_address(address or environment.get(ADDRESS_VARIABLES[source]) or SOURCES[source])
    bad = sorted(number for number in choice.numbers if not NUMBER.fullmatch(number))
    if bad:
        raise ValueError(f"{', '.join(bad)}: no number of a report; they look like R45210, IF10165 or 98-280")
    check_batch(params, batch, folder)
    other = fetch_mirror.LISTING if source == "congress" else fetch_congress.UPDATED
    if other in remembered(folder):
        raise ValueError(f"{folder} holds reports from another source: give those of {source} a batch of their own")
    summary = Summary()
    with ExitStack() as stack:

        def client(headers: Mapping[str, str] | None = None, hint: str = HINT) -> Client:
            return stack.enter_context(Client(rate, headers, hint, sleep, clock))

        try:
            if source == "congress":
                key = environment.get(KEY_VARIABLE)
                if not key:
                    raise ValueError(f"the congress.gov API needs a key: set {KEY_VARIABLE} (api.congress.gov/sign-up)")
                keyed = client({"X-Api-Key": key}, f"check the key in {KEY_VARIABLE}")
                congress = Congress(keyed, client(), folder, address, choice.formats)
                stack.callback(congress.finish)
                _fetch(congress, _asked(congress, choice), choice, summary, echo)
            else:
                mirror = Mirror(client(), folder, address, choice.formats, choice.all_versions)
                _fetch(mirror, mirror.entries(keep=not choice.dry_run), choice, summary, echo)
        except (RefusedError, NotFetchedError) as error:
            summary.stopped = str(error)
        finally:
            if not choice.dry_run and any((folder / "reports").glob("*.json")) and add_batch(params, batch, folder):
                echo(f"{params}: added the batch {batch}")
    return summary


def print_summary(summary: Summary, choice: Choice, echo: Echo) -> None:
    """What was fetched (or would be), what failed and what stopped it."""
    for problem in summary.problems:
        echo(f"failed  {problem}")
    if summary.stopped:
        echo(f"stopped: {summary.stopped}")
    counts = ", ".join(f"{summary.counts[kind]} {kind}" for kind in KINDS)
    left = f"; {summary.left} not looked at (--limit)" if summary.left else ""
    echo(f"{'would fetch: ' if choice.dry_run else ''}{counts}{left}")


def checked_address(address: str) -> str:
    """An address without its last slash; ValueError where it is none of a web server."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(f"{address!r} is no address of a server, such as {SOURCES['everycrsreport']}")
    return address.rstrip("/")


def parts(listed: str) -> list[str]:
    """What stands between the commas of an option."""
    return [part for part in listed.replace(",", " ").split() if part]


def checked_formats(listed: str) -> tuple[str, ...]:
    """The formats that an option names; ValueError for others."""
    formats = tuple(part.lower() for part in parts(listed))
    if not formats or not set(formats) <= set(FORMATS):
        raise ValueError(f"{listed!r}: the formats are {', '.join(FORMATS)}")
    return formats


def _asked(congress: Congress, choice: Choice) -> tuple[list[Entry], list[str]]:
    """What the API lists, or the reports asked for by number, which need no list."""
    if choice.numbers:
        return [Entry(number, "", "", "") for number in sorted(choice.numbers)], []
    return congress.entries(choice.since.isoformat() if choice.since else None)


def _fetch(source: Source, listed: tuple[list[Entry], list[str]], choice: Choice, summary: Summary, echo: Echo) -> None:
    entries, problems = listed
    if not choice.numbers:
        summary.problems += problems
        summary.counts["failed"] += len(problems)
    chosen = list(_chosen(entries, choice))
    for number in sorted(choice.numbers - {entry.number for entry in entries}):
        summary.problems.append(f"{number}: the server lists no such report")
        summary.counts["failed"] += 1
    silent = taken = 0
    for at, entry in enumerate(chosen):
        status = source.status(entry)
        if status == "unchanged":
            summary.counts[status] += 1
            continue
        if taken == choice.limit:
            summary.left = len(chosen) - at
            break
        taken += 1
        if choice.dry_run:
            summary.counts[status] += 1
            echo(_line(status, entry))
            continue
        try:
            fetched, silent = source.fetch(entry), 0
        except UnreachableError as error:
            fetched, silent = Fetched(True, [str(error)]), silent + 1
        except NotFetchedError as error:
            fetched, silent = Fetched(True, [str(error)]), 0
        status = "failed" if fetched.problems else status if fetched.changed else "unchanged"
        summary.problems += fetched.problems
        summary.counts[status] += 1
        echo(_line(status, entry))
        if silent == GIVE_UP:
            raise UnreachableError(f"no answer for {GIVE_UP} reports in a row; run the same command again later")


def _chosen(entries: list[Entry], choice: Choice) -> Iterator[Entry]:
    since = choice.since.isoformat() if choice.since else ""
    for entry in entries:
        if choice.numbers and entry.number not in choice.numbers:
            continue
        if since and entry.published and entry.published < since:
            continue
        yield entry


def _line(status: str, entry: Entry) -> str:
    return f"{status:<10}  {entry.number:<9} {entry.published:<10}  {entry.title}".rstrip()
