"""EveryCRSReport, a mirror of CRS reports: `reports.csv` lists them, `reports/<number>.json` tells a report's versions,
`files/<date>_<number>_<sha1>.html|pdf` holds a version.

The sha1 in `reports.csv` is that of the JSON file as it is served. The sha1 in a file's name is that of the file as the
mirror got it. PDFs from congress.gov and from the University of North Texas are served as they came, so it holds for
them. It does not hold for HTML (made anew by the mirror, or from a PDF, with the PDF's hash in its name) nor for PDFs
that the mirror took from crs.gov before 2018 (names of authors were removed): these are checked for being whole.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.tools.fetch_folder import remember, remembered, write_whole
from pipeline.tools.fetch_http import Client, NotFetchedError, UnreachableError

ADDRESS = "https://www.everycrsreport.com"
NUMBER = re.compile(r"[0-9A-Z][0-9A-Z-]{1,39}")
SHA1 = re.compile(r"[0-9a-f]{40}")
FILE = re.compile(r"files/\d{4}(?:-?\d\d){2}_[0-9A-Za-z-]{2,40}_([0-9a-f]{40})\.(html|pdf)")
# Versions that the mirror changed after it had taken their hash.
REDACTED = "EveryCRSReport.com"
LISTING, LISTING_BYTES, RECORD_BYTES, FILE_BYTES = "reports.csv", 64_000_000, 10_000_000, 100_000_000
# How the headers of an answer come back in the next request.
CONDITIONS = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}


class Entry(NamedTuple):
    """A report as a list names it. `mark` changes whenever the report does."""

    number: str
    published: str
    title: str
    mark: str


class Fetched(NamedTuple):
    """Whether a report turned out to be new or changed, and what could not be had of it."""

    changed: bool
    problems: list[str]


class Wanted(NamedTuple):
    """A file of a version; `sha1` is that of its bytes where that is known."""

    path: str
    sha1: str | None
    named_sha1: str


class Mirror:
    """A mirror's reports, and what of them lies in a folder with the mirror's own layout."""

    def __init__(
        self, client: Client, folder: Path, address: str, formats: Collection[str], all_versions: bool
    ) -> None:
        self._client, self._folder, self._address = client, folder, address
        self._formats, self._all_versions = formats, all_versions

    def entries(self, keep: bool = True) -> tuple[list[Entry], list[str]]:
        """The reports listed, and what is wrong with lines that cannot be used. `keep` the list for the next run."""
        path = self._folder / LISTING
        memory = remembered(self._folder)
        last = memory.get(LISTING, {})
        known = path.read_bytes() if path.is_file() else b""
        # Headers of an answer are of use only with the list that came with them.
        usable = last.get("address") == self._address and last.get("sha1") == sha1(known)
        conditions = {CONDITIONS[name]: last[name] for name in CONDITIONS if usable and name in last}
        answer = self._client.get(f"{self._address}/{LISTING}", LISTING_BYTES, _check_listing, conditions)
        if not answer.fresh and not conditions:
            raise NotFetchedError(f"{self._address}/{LISTING}: the server says that it has not changed, unasked")
        if answer.fresh and keep:
            write_whole(path, answer.body)
            told = {name: answer.headers[name] for name in CONDITIONS if name in answer.headers}
            remember(self._folder, {**memory, LISTING: {"address": self._address, "sha1": sha1(answer.body), **told}})
        return parse_listing(answer.body if answer.fresh else known)

    def status(self, entry: Entry) -> str:
        """`new`, `changed`, `incomplete` (files are missing) or `unchanged`."""
        path = self._record_path(entry)
        if not path.is_file():
            return "new"
        data = path.read_bytes()
        if sha1(data) != entry.mark:
            return "changed"
        try:
            wanted, problems = self._wanted(data, entry)
        except NotFetchedError:
            return "incomplete"
        whole = not problems and all((self._folder / file.path).is_file() for file in wanted)
        return "unchanged" if whole else "incomplete"

    def fetch(self, entry: Entry) -> Fetched:
        """Fetch what is missing of a report."""
        path = self._record_path(entry)
        data = path.read_bytes() if path.is_file() else b""
        if sha1(data) != entry.mark:
            url = f"{self._address}/reports/{entry.number}.json"
            data = self._client.get(url, RECORD_BYTES, lambda body: check_sha1(body, entry.mark)).body
            wanted, problems = self._wanted(data, entry)
            write_whole(path, data)
        else:
            wanted, problems = self._wanted(data, entry)
        for file in wanted:
            problems += self._fetch_file(file)
        return Fetched(True, problems)

    def _record_path(self, entry: Entry) -> Path:
        return self._folder / "reports" / f"{entry.number}.json"

    def _fetch_file(self, file: Wanted) -> list[str]:
        path = self._folder / file.path
        if path.is_file():
            return []
        try:
            answer = self._client.get(f"{self._address}/{file.path}", FILE_BYTES, lambda body: check_file(body, file))
        except UnreachableError:
            raise
        except NotFetchedError as error:
            return [str(error)]
        write_whole(path, answer.body)
        return []

    def _wanted(self, data: bytes, entry: Entry) -> tuple[list[Wanted], list[str]]:
        try:
            record = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise NotFetchedError(f"{entry.number}: its record is no JSON ({error})") from error
        return wanted_files(record, entry.number, self._formats, self._all_versions)


def parse_listing(data: bytes) -> tuple[list[Entry], list[str]]:
    """The reports of a `reports.csv` in its order, and what is wrong with lines that cannot be used."""
    entries: dict[str, Entry] = {}
    problems = []
    try:
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig", "replace"), newline="")))
    except csv.Error as error:
        raise NotFetchedError(f"{LISTING}: it cannot be read ({error})") from error
    for row in rows:
        number, mark = row.get("number") or "", row.get("sha1") or ""
        if not NUMBER.fullmatch(number) or row.get("url") != f"reports/{number}.json" or not SHA1.fullmatch(mark):
            shown = ", ".join(str(row.get(name))[:60] for name in ("number", "url", "sha1"))
            problems.append(f"{LISTING}: no report with a safe path and a sha1 ({shown}): left out")
            continue
        entries.setdefault(number, Entry(number, row.get("latestPubDate") or "", row.get("title") or "", mark))
    return list(entries.values()), problems


def wanted_files(
    record: Any, number: str, formats: Collection[str], all_versions: bool
) -> tuple[list[Wanted], list[str]]:
    """The files to fetch of a report's record, and what is wrong with names that cannot be used.

    A version that has none of the formats asked for is taken in the one it has. HTML that was made from a PDF holds
    less than the PDF: it is taken only where there is nothing else.
    """
    versions = record.get("versions") if isinstance(record, dict) else None
    if not isinstance(versions, list) or not all(isinstance(version, dict) for version in versions):
        raise NotFetchedError(f"{number}: its record tells no versions")
    versions = sorted(versions, key=_day, reverse=True)
    wanted: dict[str, Wanted] = {}
    problems = []
    for version in versions if all_versions else versions[:1]:
        files: dict[str, list[Wanted]] = {"html": [], "pdf": [], "made": []}
        for name, made in _names(version):
            match = FILE.fullmatch(name)
            if match:
                strict = match[2] == "pdf" and version.get("source") != REDACTED
                files["made" if made else match[2]].append(Wanted(name, match[1] if strict else None, match[1]))
            else:
                problems.append(f"{number}: its record names a file {name[:80]!r}, which is no safe path: left out")
        chosen = [file for form, found in files.items() if form in formats for file in found]
        chosen = chosen or files["html"] or files["pdf"] or files["made"]
        wanted |= {file.path: file for file in chosen}
    return list(wanted.values()), problems


def check_file(body: bytes, file: Wanted) -> str | None:
    """What is wrong with a file: a hash that should hold and does not, else signs that it is not whole."""
    if file.sha1:
        return check_sha1(body, file.sha1)
    return None if sha1(body) == file.named_sha1 else check_whole(body, file.path)


def check_whole(body: bytes, name: str) -> str | None:
    """What shows that a file is not whole, or something else than its name says."""
    if name.endswith(".pdf"):
        if b"%PDF-" not in body[:1024]:
            return "it is no PDF"
        return None if b"%%EOF" in body[-4096:] else "the PDF has no end"
    if b"%PDF-" in body[:1024] or b"\0" in body[:1024] or b"<" not in body:
        return "it is no HTML"
    return None


def check_sha1(body: bytes, wanted: str) -> str | None:
    """What is wrong with the hash of a body."""
    found = sha1(body)
    return None if found == wanted else f"its sha1 is {found}, not {wanted} as told"


def sha1(data: bytes) -> str:
    """The sha1 as the mirror writes it; it finds damage, and guards against nobody."""
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()


def _check_listing(body: bytes) -> str | None:
    header = body[:1000].decode("utf-8-sig", "replace").partition("\n")[0]
    return None if {"number", "url", "sha1"} <= set(header.strip().split(",")) else f"it is no {LISTING}"


def _day(version: dict[str, Any]) -> str:
    """The day of a version, `20160915` and `2016-09-15T00:00:00` as one; empty where there is none."""
    try:
        return date.fromisoformat(str(version.get("date"))[:10]).isoformat()
    except ValueError:
        return ""


def _names(version: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """The files of a version, and whether the mirror made them from another."""
    formats = version.get("formats")
    for entry in formats if isinstance(formats, list) else []:
        if isinstance(entry, dict) and str(entry.get("format")).upper() in ("HTML", "PDF"):
            yield str(entry.get("filename")), bool(entry.get("source"))
