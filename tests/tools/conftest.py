"""A server on loopback with the layout of EveryCRSReport and of the congress.gov API, and a desk to fetch from."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from pipeline.tools import fetch
from pipeline.tools.fetch import Choice, Summary, print_summary

HTML = (
    '<div class="Report"><div class="ReportHeader"><h1>{title}</h1><div class="CoverDate">{day}</div></div>'
    "<h2>Introduction</h2><p>In 2019, 64% of the silos in {number} were full.</p><p>They held 1,200 bushels.</p></div>"
)
PDF = b"%PDF-1.4\n% a page of {number}\n%%EOF\n"


def sha1(data: bytes) -> str:
    return hashlib.sha1(data).hexdigest()


@dataclass
class Reply:
    """One answer; `length` is what Content-Length claims, `None` the truth."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None


@dataclass
class Site:
    """What the server holds, what it answers out of turn, and what it was asked.

    pages    body by path
    asked    (path, headers) of each request
    reports  the records behind the list
    """

    address: str = ""
    pages: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    reports: dict[str, dict[str, Any]] = field(default_factory=dict)
    _once: dict[str, list[Reply]] = field(default_factory=dict)
    _always: dict[str, Reply] = field(default_factory=dict)

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def add(
        self,
        number: str,
        dates: tuple[str, ...] = ("2024-03-04",),
        formats: tuple[str, ...] = ("HTML", "PDF"),
        source: str = "Congress.gov",
        made: bool = False,
        title: str = "Storage of Grain",
    ) -> list[str]:
        """A report in the mirror, its newest version first; the paths of its files."""
        versions: list[dict[str, Any]] = []
        for day in dates:
            files = []
            for form in formats:
                body = PDF.replace(b"{number}", f"{number} {day}".encode())
                # The HTML that is served was made from a page with another hash.
                told = sha1(body) if form == "PDF" else sha1(f"{number} {day}".encode())
                if form == "HTML":
                    body = HTML.format(title=title, number=number, day=day).encode()
                name = f"files/{day}_{number}_{told}.{form.lower()}"
                self.pages[f"/{name}"] = body
                file = {"format": form, "filename": name, "sha1": told}
                files.append({**file, "source": "pymupdf"} if made and form == "HTML" else file)
            versions.append(
                {
                    "id": f"{number}_{day}", "source": source, "date": f"{day}T00:00:00", "title": title,
                    "formats": files, "topics": [{"source": "IBCList", "id": 1, "name": "Farm Storage"}],
                }
            )  # fmt: skip
        self.put(
            {"id": number, "number": number, "type": "CRS Report", "versions": versions, "topics": ["Agriculture"]}
        )
        return [file["filename"] for version in versions for file in version["formats"]]

    def put(self, record: dict[str, Any]) -> None:
        """A report by its record; the list is written anew."""
        self.reports[record["number"]] = record
        rows = ["number,url,sha1,latestPubDate,title,latestPDF,latestHTML"]
        for number, report in self.reports.items():
            data = json.dumps(report, indent=2).encode()
            self.pages[f"/reports/{number}.json"] = data
            newest = report["versions"][0]
            rows.append(f'{number},reports/{number}.json,{sha1(data)},{newest["date"][:10]},"{newest["title"]}",,')
        self.pages["/reports.csv"] = "\r\n".join([*rows, ""]).encode()

    def add_congress(self, number: str, version: int = 1, updated: str = "2026-09-23T17:54:27Z") -> None:
        """A report in the API: its record, and its files."""
        folder = "/crs_external_products/IN"
        formats = {"PDF": f"{folder}/PDF/{number}/{number}.{version}.pdf", "HTML": f"{folder}/HTML/{number}.html"}
        self.pages[formats["PDF"]] = PDF
        self.pages[formats["HTML"]] = HTML.format(title="Grain", number=number, day="2026-09-21").encode()
        self.reports[number] = {
            "id": number, "title": "Grain", "status": "Active", "contentType": "Posts", "version": version,
            "publishDate": "2026-09-21T04:00:00Z", "updateDate": updated,
            "url": f"{self.address}/v3/crsreport/{number}",
        }  # fmt: skip
        record = {
            "id": number, "title": "Grain", "currentVersion": version, "publishDate": "2026-09-21T04:00:00Z",
            "updateDate": "2026-09-23T17:39:40Z", "authors": [{"author": "Jane Example"}], "topics": [], "summary": "",
            "formats": [{"format": form, "url": self.address + path} for form, path in formats.items()],
        }  # fmt: skip
        self.pages[f"/v3/crsreport/{number}"] = json.dumps({"CRSReport": record}).encode()

    def once(self, path: str, *replies: Mapping[str, Any]) -> None:
        """Answers (see Reply) to a path before its page."""
        self._once[f"/{path}"] = [Reply(**reply) for reply in replies]

    def always(self, path: str, **reply: Any) -> None:
        """The answer (see Reply) to a path from now on."""
        self._always[f"/{path}"] = Reply(**reply)

    def restore(self, path: str) -> None:
        """A path answers with its page again."""
        del self._always[f"/{path}"]

    def answer(self, target: str, headers: Mapping[str, str]) -> Reply:
        path = urlsplit(target).path
        if path in self._always:
            return self._always[path]
        if self._once.get(path):
            return self._once[path].pop(0)
        if path == "/v3/crsreport":
            query = parse_qs(urlsplit(target).query)
            start, size = int(query["offset"][0]), int(query["limit"][0])
            listed = list(self.reports.values())
            page = {"CRSReports": listed[start : start + size], "pagination": {"count": len(listed)}}
            return Reply(body=json.dumps(page).encode())
        if path not in self.pages:
            return Reply(404, b"not here")
        body = self.pages[path]
        tag = f'"{sha1(body)}"'
        if headers.get("If-None-Match") == tag:
            return Reply(304, headers={"ETag": tag})
        return Reply(body=body, headers={"ETag": tag})


@pytest.fixture
def site() -> Iterator[Site]:
    """A site that answers as long as the test lasts."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet: the other side waits for no second one

        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers)))
            reply = site.answer(self.path, dict(self.headers))
            if reply.status == 0:  # the line drops before a word is said
                self.close_connection = True
                return
            self.send_response_only(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.status != 304:
                self.send_header("Content-Length", str(len(reply.body) if reply.length is None else reply.length))
            self.end_headers()
            self.wfile.write(reply.body)
            self.close_connection = reply.length is not None

        def log_message(self, *words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    site.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Desk:
    """A checkout with a params.yaml, a site, and a clock that nobody waits for."""

    root: Path
    site: Any
    waits: list[float] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    now: float = 0.0

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds

    def fetch(self, choice: Choice | None = None, batch: str = "news", **more: Any) -> Summary:
        self.site.asked.clear()
        self.lines.clear()
        self.waits.clear()
        choice = choice or Choice()
        summary = fetch.run(
            batch, choice, self.lines.append, address=more.pop("address", self.site.address),
            into=self.root / "corpus" / "raw", params=self.root / "params.yaml",
            environment=more.pop("environment", {}), sleep=self.sleep, clock=lambda: self.now, **more,
        )  # fmt: skip
        print_summary(summary, choice, self.lines.append)
        return summary

    @property
    def folder(self) -> Path:
        return self.root / "corpus" / "raw" / "news"

    @property
    def files(self) -> list[str]:
        """What lies in the batch, hidden notes left out."""
        paths = [path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file()]
        return sorted(path for path in paths if path != ".fetch.json")

    @property
    def outside(self) -> list[str]:
        """What lies outside of the batch."""
        paths = [path for path in self.root.rglob("*") if path.is_file() and self.folder not in path.parents]
        return [path.relative_to(self.root).as_posix() for path in paths]


@pytest.fixture
def desk(tmp_path: Path, site: Any, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(os, "fsync", lambda _: None)  # no test loses its power
    (tmp_path / "params.yaml").write_text("batches:\n  sample: {path: corpus/sample}\n", encoding="utf-8")
    return Desk(tmp_path, site)
