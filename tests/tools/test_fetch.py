"""fetch: reports of a mirror into a folder, what is fetched again and what is not, the batch in params.yaml."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pipeline import pieces, store
from pipeline.cli import main
from pipeline.stages import ingest
from pipeline.tools import fetch
from pipeline.tools.fetch import Choice, Summary
from pipeline.tools.fetch_http import Client

PARAMS = """# Batches, one a line.
batches:
  sample: {path: corpus/sample}  # written by hand
"""


@pytest.fixture(autouse=True)
def _params(desk: Any) -> None:
    (desk.root / "params.yaml").write_text(PARAMS, encoding="utf-8")


def kinds(summary: Summary) -> dict[str, int]:
    return {kind: count for kind, count in summary.counts.items() if count}


def test_a_first_run_brings_every_report_in_the_layout_of_the_mirror(desk: Any) -> None:
    html, _ = desk.site.add("R99001")
    other, _ = desk.site.add("98-280", dates=("2008-08-19",))
    summary = desk.fetch()
    assert summary.ok
    assert kinds(summary) == {"new": 2}
    assert desk.files == sorted(["reports.csv", "reports/98-280.json", "reports/R99001.json", html, other])
    assert all((desk.folder / path).read_bytes() == desk.site.pages[f"/{path}"] for path in desk.files)
    assert desk.lines[-1] == "2 new, 0 changed, 0 incomplete, 0 unchanged, 0 failed"


def test_a_second_run_asks_for_the_list_alone_and_only_if_it_changed(desk: Any) -> None:
    desk.site.add("R99001")
    desk.fetch()
    before = {path: (desk.folder / path).stat().st_mtime_ns for path in [*desk.files, ".fetch.json"]}
    summary = desk.fetch()
    assert kinds(summary) == {"unchanged": 1}
    assert desk.site.paths == ["/reports.csv"]
    assert "If-None-Match" in desk.site.asked[0][1]
    assert {path: (desk.folder / path).stat().st_mtime_ns for path in before} == before


def test_a_list_that_was_lost_or_edited_is_asked_for_without_conditions(desk: Any) -> None:
    desk.site.add("R99001")
    desk.fetch()
    (desk.folder / "reports.csv").write_text("number,url,sha1\n", encoding="utf-8")
    assert kinds(desk.fetch()) == {"unchanged": 1}
    assert "If-None-Match" not in desk.site.asked[0][1]


def test_a_changed_report_is_fetched_and_its_earlier_version_stays(desk: Any) -> None:
    old, _ = desk.site.add("R99001", dates=("2024-03-04",))
    desk.site.add("R99002")
    desk.fetch()
    new, *_ = desk.site.add("R99001", dates=("2025-01-02", "2024-03-04"))
    assert kinds(desk.fetch()) == {"changed": 1, "unchanged": 1}
    assert desk.site.paths == ["/reports.csv", "/reports/R99001.json", f"/{new}"]
    assert {old, new} <= set(desk.files)


@pytest.mark.parametrize(
    ("formats", "all_versions", "wanted"),
    [
        (("html",), False, [0]),
        (("pdf",), False, [1]),
        (("html", "pdf"), False, [0, 1]),
        (("html",), True, [0, 2]),
        (("html", "pdf"), True, [0, 1, 2, 3]),
    ],
)
def test_formats_and_versions_are_chosen(
    desk: Any, formats: tuple[str, ...], all_versions: bool, wanted: list[int]
) -> None:
    files = desk.site.add("R99001", dates=("2025-01-02", "2024-03-04"))
    desk.fetch(Choice(formats=formats, all_versions=all_versions))
    assert [path for path in files if path in desk.files] == [files[n] for n in wanted]


def test_a_version_without_the_format_asked_for_is_fetched_in_what_it_has(desk: Any) -> None:
    (pdf,) = desk.site.add("R99001", formats=("PDF",))
    assert desk.fetch(Choice(formats=("html",))).ok
    assert pdf in desk.files


def test_html_that_was_made_from_the_pdf_is_left_for_the_pdf(desk: Any) -> None:
    html, pdf = desk.site.add("R99001", made=True)
    (only,) = desk.site.add("R99002", formats=("HTML",), made=True)
    desk.fetch(Choice(formats=("html", "pdf")))
    assert {pdf, only} <= set(desk.files)
    assert html not in desk.files


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        (Choice(limit=1), ["R99003"]),
        (Choice(since=date(2024, 3, 4)), ["R99001", "R99003"]),
        (Choice(since=date(2024, 3, 5)), ["R99003"]),
        (Choice(numbers=frozenset(["R99001", "R99002"])), ["R99001", "R99002"]),
    ],
)
def test_reports_are_chosen(desk: Any, choice: Choice, wanted: list[str]) -> None:
    for number, day in (("R99003", "2025-05-06"), ("R99001", "2024-03-04"), ("R99002", "1999-12-31")):
        desk.site.add(number, dates=(day,))
    desk.fetch(choice)
    assert [Path(path).stem for path in desk.files if path.startswith("reports/")] == wanted


def test_a_limit_goes_on_where_the_last_run_stopped(desk: Any) -> None:
    for number in ("R99001", "R99002", "R99003"):
        desk.site.add(number)
    assert desk.fetch(Choice(limit=2)).left == 1
    assert kinds(desk.fetch(Choice(limit=2))) == {"unchanged": 2, "new": 1}


def test_a_number_that_is_not_listed_is_told(desk: Any) -> None:
    desk.site.add("R99001")
    summary = desk.fetch(Choice(numbers=frozenset(["R99001", "R98765"])))
    assert summary.problems == ["R98765: the server lists no such report"]
    assert kinds(summary) == {"new": 1, "failed": 1}


def test_a_dry_run_writes_nothing(desk: Any) -> None:
    desk.site.add("R99001")
    summary = desk.fetch(Choice(dry_run=True))
    assert kinds(summary) == {"new": 1}
    assert desk.site.paths == ["/reports.csv"]
    assert not desk.folder.exists()
    assert (desk.root / "params.yaml").read_text(encoding="utf-8") == PARAMS
    assert desk.lines[-1].startswith("would fetch: 1 new")


def test_the_batch_is_added_to_params_with_its_comments_kept(desk: Any) -> None:
    desk.site.add("R99001")
    desk.fetch()
    added = PARAMS + "  news: {path: corpus/raw/news}\n"
    assert (desk.root / "params.yaml").read_text(encoding="utf-8") == added
    assert sum("added the batch" in line for line in desk.lines) == 1
    desk.fetch()
    assert (desk.root / "params.yaml").read_text(encoding="utf-8") == added


def test_a_run_that_is_stopped_has_added_what_it_has(desk: Any) -> None:
    desk.site.add("R99001")
    desk.site.add("R99002", dates=("2020-02-02",))
    desk.site.always("reports/R99002.json", status=403)
    desk.fetch()
    assert "news:" in (desk.root / "params.yaml").read_text(encoding="utf-8")


def test_what_was_fetched_is_read_with_what_the_mirror_tells_of_it(desk: Any, tmp_path: Path) -> None:
    desk.site.add("R99001", dates=("2025-01-02", "2024-03-04"))
    desk.site.add("98-280", dates=("2008-08-19",), title="Grain by the Bushel")
    desk.fetch(Choice(all_versions=True))
    ingest.run([desk.folder], tmp_path / "part")
    assert store.read(tmp_path / "part", "errors").num_rows == 0
    rows = pieces.read(tmp_path / "part", "documents").to_pylist()
    known = sorted((row["report_id"], row["published"].isoformat(), row["title"], row["topics"]) for row in rows)
    topics = ["Farm Storage", "Agriculture"]
    assert known == [
        ("98-280", "2008-08-19", "Grain by the Bushel", topics),
        ("R99001", "2024-03-04", "Storage of Grain", topics),
        ("R99001", "2025-01-02", "Storage of Grain", topics),
    ]
    assert {row["source_url"] for row in rows} == {
        f"https://www.everycrsreport.com/reports/{number}.html" for number in ("R99001", "98-280")
    }


def test_without_params_nothing_is_added(desk: Any) -> None:
    desk.site.add("R99001")
    (desk.root / "params.yaml").unlink()
    assert desk.fetch().ok
    assert desk.outside == []


@pytest.mark.parametrize(
    ("batch", "params", "message"),
    [
        ("../out", PARAMS, "cannot name a batch"),
        ("", PARAMS, "cannot name a batch"),
        ("sample", PARAMS, "another path"),
        ("news", "other: 1\n", "no `batches:`"),
        ("news", "- 1\n", "no `batches:`"),
    ],
)
def test_a_batch_that_cannot_be_added_is_refused_beforehand(desk: Any, batch: str, params: str, message: str) -> None:
    (desk.root / "params.yaml").write_text(params, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        desk.fetch(batch=batch)
    assert desk.site.paths == []


@pytest.mark.parametrize("address", ["everycrsreport.com", "ftp://127.0.0.1", "http://", "http://a/?b=c"])
def test_an_address_that_is_none_is_refused(desk: Any, address: str) -> None:
    with pytest.raises(ValueError, match="no address"):
        desk.fetch(address=address)


def test_the_environment_tells_the_address(desk: Any) -> None:
    desk.site.add("R99001")
    environment = {"EVERYCRSREPORT_URL": desk.site.address + "/"}
    assert desk.fetch(address=None, environment=environment).ok


@pytest.mark.parametrize(
    ("options", "code", "shown"),
    [
        (["--limit", "1"], 0, "1 new"),
        (["--dry-run"], 0, "would fetch: 2 new"),
        (["--ids", "r99001, R12345"], 1, "failed  R12345: the server lists no such report"),
        (["--ids", "../x"], 1, "no number of a report"),
        (["--formats", "epub"], 1, "the formats are html, pdf"),
        (["--since", "2024-06-01"], 0, "1 new"),
    ],
)
def test_the_command(desk: Any, monkeypatch: pytest.MonkeyPatch, options: list[str], code: int, shown: str) -> None:
    monkeypatch.setattr(
        fetch, "Client", lambda rate, headers, hint, *_: Client(rate, headers, hint, desk.sleep, lambda: desk.now)
    )
    desk.site.add("R99001")
    desk.site.add("R99002", dates=("2024-07-08",))
    root = ["--into", str(desk.root / "raw"), "--params", str(desk.root / "params.yaml")]
    done = CliRunner().invoke(main, ["fetch", "news", "--address", desk.site.address, *root, *options])
    assert done.exit_code == code, done.output
    assert shown in done.output
