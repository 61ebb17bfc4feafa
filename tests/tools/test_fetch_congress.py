"""fetch: reports of the congress.gov API, its key, and the site that holds the files."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline import pieces, store
from pipeline.stages import ingest
from pipeline.tools.fetch import Choice, Summary


def kinds(summary: Summary) -> dict[str, int]:
    return {kind: count for kind, count in summary.counts.items() if count}


CONGRESS: dict[str, Any] = {"source": "congress", "environment": {"CONGRESS_API_KEY": "a secret"}}


def test_the_api_brings_records_and_files(desk: Any) -> None:
    desk.site.add_congress("IN12740", version=3)
    assert desk.fetch(Choice(formats=("html", "pdf")), **CONGRESS).ok
    assert desk.files == ["files/IN12740v3.html", "files/IN12740v3.pdf", "reports/IN12740.json"]
    assert "news:" in (desk.root / "params.yaml").read_text(encoding="utf-8")


def test_what_was_fetched_is_read_with_what_the_api_tells_of_it(desk: Any, tmp_path: Path) -> None:
    desk.site.add_congress("IN12740", version=3)
    desk.fetch(**CONGRESS)
    ingest.run([desk.folder], tmp_path / "part")
    assert store.read(tmp_path / "part", "errors").num_rows == 0
    (row,) = pieces.read(tmp_path / "part", "documents").to_pylist()
    assert (row["doc_id"], row["published"].isoformat()) == ("IN12740v3", "2026-09-21")
    assert [author["name"] for author in row["authors"]] == ["Jane Example"]


def test_the_key_goes_to_the_api_alone(desk: Any) -> None:
    desk.site.add_congress("IN12740")
    desk.fetch(**CONGRESS)
    keys = {path.partition("?")[0]: headers.get("X-Api-Key") for path, headers in desk.site.asked}
    assert keys == {
        "/v3/crsreport": "a secret",
        "/v3/crsreport/IN12740": "a secret",
        "/crs_external_products/IN/HTML/IN12740.html": None,
    }
    assert not any("secret" in path for path in desk.site.paths)
    assert not any("secret" in path.read_text("utf-8") for path in desk.root.rglob("*") if path.is_file())


def test_the_api_is_asked_page_by_page(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.tools.fetch_congress.PAGE", 2)
    for n in range(5):
        desk.site.add_congress(f"IN1274{n}")
    assert kinds(desk.fetch(**CONGRESS)) == {"new": 5}
    assert [path for path in desk.site.paths if "offset" in path][-1].endswith("limit=2&offset=4")


def test_the_api_is_asked_again_only_for_what_was_updated(desk: Any) -> None:
    desk.site.add_congress("IN12740")
    desk.site.add_congress("IN12741")
    desk.fetch(**CONGRESS)
    desk.site.add_congress("IN12740", version=2, updated="2026-10-01T00:00:00Z")
    assert kinds(desk.fetch(**CONGRESS)) == {"changed": 1, "unchanged": 1}
    assert "/v3/crsreport/IN12741?format=json" not in desk.site.paths
    assert {"files/IN12740v1.html", "files/IN12740v2.html"} <= set(desk.files)


def test_reports_of_the_api_by_number_need_no_list(desk: Any) -> None:
    desk.site.add_congress("IN12740")
    choice = Choice(numbers=frozenset(["IN12740"]))
    assert kinds(desk.fetch(choice, **CONGRESS)) == {"new": 1}
    assert desk.site.paths[0] == "/v3/crsreport/IN12740?format=json"
    assert kinds(desk.fetch(choice, **CONGRESS)) == {"unchanged": 1}


def test_a_day_goes_along_to_the_api(desk: Any) -> None:
    desk.site.add_congress("IN12740")
    assert kinds(desk.fetch(Choice(since=date(2026, 9, 22)), **CONGRESS)) == {}
    assert desk.site.paths[0].endswith("&fromDateTime=2026-09-22T00:00:00Z")


def test_a_site_that_refuses_files_is_asked_once_and_the_records_are_kept(desk: Any) -> None:
    for number in ("IN12740", "IN12741"):
        desk.site.add_congress(number)
        desk.site.always(f"crs_external_products/IN/HTML/{number}.html", status=403)
    summary = desk.fetch(**CONGRESS)
    assert sum("crs_external" in path for path in desk.site.paths) == 1
    assert kinds(summary) == {"failed": 2}
    assert desk.files == ["reports/IN12740.json", "reports/IN12741.json"]


def test_a_key_that_is_refused_is_told(desk: Any) -> None:
    desk.site.always("v3/crsreport", status=403)
    summary = desk.fetch(**CONGRESS)
    assert summary.stopped
    assert "CONGRESS_API_KEY" in summary.stopped
    assert "a secret" not in " ".join(desk.lines)


def test_the_api_needs_a_key(desk: Any) -> None:
    with pytest.raises(ValueError, match="CONGRESS_API_KEY"):
        desk.fetch(source="congress")


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/crs_external_products/IN/HTML/IN12740.html",
        "{site}/crs_external_products/IN/HTML/../../../../etc/passwd.html",
        "{site}/v3/crsreport/IN12740.html",
        "file:///etc/passwd",
        "https://[::1/crs_external_products/IN/HTML/IN12740.html",
        "https://www.congress.gov.elsewhere.example/crs_external_products/IN/HTML/IN12740.html",
        "https://www.congress.gov@elsewhere.example/crs_external_products/IN/HTML/IN12740.html",
    ],
)
def test_files_are_fetched_from_congress_alone(desk: Any, url: str) -> None:
    desk.site.add_congress("IN12740")
    record = json.loads(desk.site.pages["/v3/crsreport/IN12740"])
    record["CRSReport"]["formats"] = [{"format": "HTML", "url": url.format(site=desk.site.address)}]
    desk.site.pages["/v3/crsreport/IN12740"] = json.dumps(record).encode()
    desk.fetch(**CONGRESS)
    assert desk.files == ["reports/IN12740.json"]
    assert len(desk.site.paths) == 2


def test_a_folder_holds_reports_of_one_source(desk: Any) -> None:
    desk.site.add("R99001")
    desk.fetch()
    with pytest.raises(ValueError, match="another source"):
        desk.fetch(**CONGRESS)
