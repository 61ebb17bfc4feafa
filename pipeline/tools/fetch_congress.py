"""The congress.gov API: `/v3/crsreport` lists reports by pages, `/v3/crsreport/<number>` tells about one and names its
HTML and PDF on www.congress.gov.

It goes into the same layout as a mirror: `reports/<number>.json`, `files/<number>v<version>.html|pdf`. Nothing tells
hashes: files are checked for being whole. What changed is known by the list's `updateDate`, which is noted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

from pipeline.tools.fetch_folder import remember, remembered, write_whole
from pipeline.tools.fetch_http import Client, NotFetchedError, RefusedError, UnreachableError
from pipeline.tools.fetch_mirror import FILE_BYTES, NUMBER, RECORD_BYTES, Entry, Fetched, check_whole

ADDRESS = "https://api.congress.gov"
PAGE, MOST_REPORTS = 250, 250_000
# Notes are written after this many reports, and at the end.
NOTE_EVERY = 50
# The note of what the list said of each report.
UPDATED = "updated"
FILE_SITE = "https://www.congress.gov"


class Congress:
    """The reports of the API, and what of them lies in a folder.

    client  sends the key, to the API alone; `files` asks www.congress.gov for the files
    """

    def __init__(self, client: Client, files: Client, folder: Path, address: str, formats: Collection[str]) -> None:
        self._client, self._files, self._folder, self._address = client, files, folder, address
        self._formats = formats
        sites = "|".join(map(re.escape, (FILE_SITE, address)))
        self._address_of_file = re.compile(rf"(?:{sites})/crs_external_products(?:/[A-Za-z0-9][\w.-]*)+")
        self._marks: dict[str, str] = dict(remembered(folder).get(UPDATED, {}))
        self._noted = 0
        self._refused: str | None = None

    def entries(self, since: str | None = None) -> tuple[list[Entry], list[str]]:
        """The reports listed (those updated since a day), and what is wrong with entries that cannot be used."""
        entries: dict[str, Entry] = {}
        problems = []
        by_date = f"&fromDateTime={since}T00:00:00Z" if since else ""
        for offset in range(0, MOST_REPORTS, PAGE):
            known = len(entries)
            url = f"{self._address}/v3/crsreport?format=json&limit={PAGE}&offset={offset}{by_date}"
            page = json.loads(self._client.get(url, RECORD_BYTES, _check_page).body)
            for item in page["CRSReports"]:
                number = str(item.get("id")) if isinstance(item, dict) else ""
                if not NUMBER.fullmatch(number):
                    problems.append(f"the list of the API names a report {number[:80]!r}, which is no number: left out")
                    continue
                mark = f"{item.get('updateDate')} {item.get('version')}"
                published = str(item.get("publishDate") or "")[:10]
                entries.setdefault(number, Entry(number, published, str(item.get("title") or ""), mark))
            if len(page["CRSReports"]) < PAGE or len(entries) <= known:
                break
        return list(entries.values()), problems

    def status(self, entry: Entry) -> str:
        """`new`, `changed`, `incomplete` (files are missing) or `unchanged`."""
        path = self._record_path(entry)
        if not path.is_file():
            return "new"
        if not entry.mark or self._marks.get(entry.number) != entry.mark:
            return "changed"
        try:
            report = report_of(path.read_bytes(), entry.number)
        except NotFetchedError:
            return "changed"
        missing = [name for name in self._wanted(report) if not (self._folder / name).is_file()]
        return "incomplete" if missing else "unchanged"

    def fetch(self, entry: Entry) -> Fetched:
        """Fetch what is missing of a report."""
        path = self._record_path(entry)
        before = data = path.read_bytes() if path.is_file() else b""
        if self.status(entry) != "incomplete":
            url = f"{self._address}/v3/crsreport/{entry.number}?format=json"
            data = self._client.get(url, RECORD_BYTES, lambda body: _check_record(body, entry.number)).body
        if data != before:
            write_whole(path, data)
        wanted = self._wanted(report_of(data, entry.number))
        missing = {name: url for name, url in wanted.items() if not (self._folder / name).is_file()}
        problems = [problem for name, url in missing.items() for problem in self._fetch_file(name, url)]
        self._note(entry)
        return Fetched(data != before or bool(missing), problems)

    def finish(self) -> None:
        """Note what is known, for the next run."""
        if self._noted:
            remember(self._folder, {**remembered(self._folder), UPDATED: self._marks})
            self._noted = 0

    def _note(self, entry: Entry) -> None:
        if not entry.mark:
            return
        self._marks[entry.number] = entry.mark
        self._noted += 1
        if self._noted >= NOTE_EVERY:
            self.finish()

    def _record_path(self, entry: Entry) -> Path:
        return self._folder / "reports" / f"{entry.number}.json"

    def _wanted(self, report: dict[str, Any]) -> dict[str, str]:
        """The files to fetch of a report, and their addresses; in the one form there is where none is asked for."""
        number, version = str(report.get("id")), report.get("currentVersion")
        stem = f"files/{number}v{version}" if isinstance(version, int) and version > 0 else f"files/{number}"
        found: dict[str, str] = {}
        for entry in report.get("formats") or []:
            form = str(entry.get("format")).lower() if isinstance(entry, dict) else ""
            url = str(entry.get("url") or entry.get("URL")) if form in ("html", "pdf") else ""
            if self._address_of_file.fullmatch(url) and url.endswith(f".{form}"):
                found[f"{stem}.{form}"] = url
        asked = {name: url for name, url in found.items() if name.rpartition(".")[2] in self._formats}
        return asked or found

    def _fetch_file(self, name: str, url: str) -> list[str]:
        """One file. Where the site refuses files it is asked for no other; what the API tells is fetched all the same."""
        if self._refused:
            return [f"{name}: not asked for, as the site refuses files"]
        try:
            body = self._files.get(url, FILE_BYTES, lambda body: check_whole(body, name)).body
        except RefusedError as error:
            self._refused = str(error)
            return [self._refused]
        except UnreachableError:
            raise
        except NotFetchedError as error:
            return [str(error)]
        write_whole(self._folder / name, body)
        return []


def report_of(data: bytes, number: str) -> dict[str, Any]:
    """What the API tells about a report; NotFetchedError where it is no such answer."""
    problem = _check_record(data, number)
    if problem:
        raise NotFetchedError(f"{number}: {problem}")
    report: dict[str, Any] = json.loads(data)["CRSReport"]
    return report


def _check_page(body: bytes) -> str | None:
    page = _json(body)
    return None if isinstance(page, dict) and isinstance(page.get("CRSReports"), list) else "it is no list of reports"


def _check_record(body: bytes, number: str) -> str | None:
    record = _json(body)
    report = record.get("CRSReport") if isinstance(record, dict) else None
    if not isinstance(report, dict) or not isinstance(report.get("formats") or [], list):
        return "it is no record of a report"
    return None if report.get("id") == number else f"it is the record of {str(report.get('id'))[:40]!r}"


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
