"""fetch: a server on its bad days, and one that means harm; no test waits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.tools import fetch
from pipeline.tools.fetch import Choice, Summary
from pipeline.tools.fetch_http import ATTEMPTS, retry_after
from pipeline.tools.fetch_mirror import sha1


def kinds(summary: Summary) -> dict[str, int]:
    return {kind: count for kind, count in summary.counts.items() if count}


def test_requests_keep_their_distance(desk: Any) -> None:
    desk.site.add("R99001")
    desk.fetch(rate=0.25)
    assert len(desk.site.paths) == 3
    assert desk.waits == [4.0, 4.0]


@pytest.mark.parametrize(
    ("replies", "waits"),
    [
        ([{"status": 429, "headers": {"Retry-After": "30"}}], [30.0]),
        ([{"status": 500}, {"status": 502}, {"status": 504}], [2.0, 4.0, 8.0]),
        ([{"status": 0}], [2.0]),
        ([{"body": b"<p>Half", "length": 5000}], [2.0]),
        ([{"body": b"nothing"}], [2.0]),
    ],
    ids=["429", "errors", "drop", "truncated", "no HTML"],
)
def test_what_may_pass_is_tried_again(desk: Any, replies: list[dict[str, Any]], waits: list[float]) -> None:
    html, _ = desk.site.add("R99001")
    desk.site.once(html, *replies)
    assert desk.fetch(rate=1e9).ok
    assert [wait for wait in desk.waits if wait > 0.1] == waits
    assert (desk.folder / html).read_bytes() == desk.site.pages[f"/{html}"]


def test_retry_after_is_seconds_or_a_moment_or_nothing() -> None:
    moments = {"Retry-After": "Wed, 21 Oct 2015 07:28:45 GMT", "Date": "Wed, 21 Oct 2015 07:28:00 GMT"}
    assert retry_after(moments) == 45
    assert retry_after({"Retry-After": " 12 "}) == 12
    assert retry_after({"Retry-After": "soon"}) == 0
    assert retry_after({"Retry-After": "Wed, 21 Oct 2015 07:28:45 GMT"}) == 0
    assert retry_after({}) == 0


@pytest.mark.parametrize(
    "reply",
    [
        {"body": b"<p>Half", "length": 5000},
        {"body": b"%PDF-1.4 another\n%%EOF"},
        {"status": 404},
        {"status": 410},
    ],
    ids=["truncated", "wrong hash", "missing", "gone"],
)
def test_a_file_that_cannot_be_had_is_told_and_the_rest_goes_on(desk: Any, reply: dict[str, Any]) -> None:
    _, pdf = desk.site.add("R99001")
    _, other = desk.site.add("R99002", dates=("2020-02-02",))
    desk.site.always(pdf, **reply)
    summary = desk.fetch(Choice(formats=("pdf",)))
    assert kinds(summary) == {"failed": 1, "new": 1}
    assert len(summary.problems) == 1
    assert pdf in summary.problems[0]
    assert pdf not in desk.files
    assert other in desk.files
    assert not summary.ok
    desk.site.restore(pdf)
    assert kinds(desk.fetch(Choice(formats=("pdf",)))) == {"incomplete": 1, "unchanged": 1}
    assert pdf in desk.files


def test_a_record_with_a_wrong_hash_is_no_record(desk: Any) -> None:
    desk.site.add("R99001")
    desk.site.always("reports/R99001.json", body=b'{"versions": []}')
    summary = desk.fetch()
    assert desk.site.paths.count("/reports/R99001.json") == ATTEMPTS
    assert "its sha1 is" in summary.problems[0]
    assert desk.files == ["reports.csv"]
    assert "news" not in (desk.root / "params.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(("source", "ok"), [("Congress.gov", False), ("EveryCRSReport.com", True)])
def test_a_pdf_keeps_its_hash_unless_the_mirror_removed_names_from_it(desk: Any, source: str, ok: bool) -> None:
    _, pdf = desk.site.add("R99001", source=source)
    desk.site.pages[f"/{pdf}"] = b"%PDF-1.7\n(name redacted)\n%%EOF\n"
    assert desk.fetch(Choice(formats=("pdf",))).ok is ok
    assert (pdf in desk.files) is ok


@pytest.mark.parametrize("body", [b"%PDF-1.7 without an end", b"<p>a page instead</p>", b""])
def test_a_pdf_without_a_hash_must_be_whole(desk: Any, body: bytes) -> None:
    _, pdf = desk.site.add("R99001", source="EveryCRSReport.com")
    desk.site.pages[f"/{pdf}"] = body
    assert not desk.fetch(Choice(formats=("pdf",))).ok
    assert pdf not in desk.files


@pytest.mark.parametrize("path", ["/reports.csv", "/reports/R99001.json"])
def test_403_stops_with_a_sentence(desk: Any, path: str) -> None:
    desk.site.add("R99001")
    desk.site.add("R99002")
    desk.site.always(path.removeprefix("/"), status=403)
    summary = desk.fetch()
    assert desk.site.paths[-1] == path
    assert desk.site.paths.count(path) == 1
    assert summary.stopped
    assert f"refuses {path} (403)" in summary.stopped
    assert "--rate" in summary.stopped
    assert not summary.ok


def test_a_server_that_asks_for_hours_is_left_alone(desk: Any) -> None:
    desk.site.add("R99001")
    desk.site.always("reports/R99001.json", status=429, headers={"Retry-After": "7200"})
    summary = desk.fetch()
    assert summary.stopped
    assert "7200 seconds" in summary.stopped
    assert max(desk.waits) < 10


def test_a_server_that_is_down_is_given_up(desk: Any) -> None:
    for n in range(9):
        desk.site.add(f"R9900{n}")
        desk.site.always(f"reports/R9900{n}.json", status=500)
    summary = desk.fetch()
    assert kinds(summary) == {"failed": fetch.GIVE_UP}
    assert summary.stopped
    assert "reports in a row" in summary.stopped


def test_no_server_is_told(desk: Any) -> None:
    summary = desk.fetch(address="http://127.0.0.1:9")
    assert summary.stopped
    assert "no answer" in summary.stopped


@pytest.mark.parametrize(
    "row",
    [
        "../../evil,reports/../../evil.json,{sha1},2024-01-01,Evil,,",
        "R99001,reports/../../../evil.json,{sha1},2024-01-01,Evil,,",
        "R99001,https://elsewhere.example/R99001.json,{sha1},2024-01-01,Evil,,",
        "R99001/..,reports/R99001/...json,{sha1},2024-01-01,Evil,,",
        "R99001,reports/R99001.json,no hash,2024-01-01,Evil,,",
        "R99001",
    ],
)
def test_a_line_of_the_list_that_leads_elsewhere_is_left_out(desk: Any, row: str) -> None:
    desk.site.add("R99002")
    line = row.format(sha1="0" * 40)
    desk.site.pages["/reports.csv"] += f"{line}\r\n".encode()
    summary = desk.fetch()
    assert kinds(summary) == {"new": 1, "failed": 1}
    assert "left out" in summary.problems[0]
    assert desk.outside == ["params.yaml"]


@pytest.mark.parametrize(
    "name",
    [
        "../../../evil.html",
        f"files/../../2024-03-04_R1_{'0' * 40}.html",
        f"/files/2024-03-04_R99001_{'0' * 40}.html",
        f"files/2024-03-04_R99001_{'0' * 40}.html/../../../x.html",
        f"files/2024-03-04_R99001_{'0' * 40}.exe",
        "files/.fetch.json",
        None,
    ],
)
def test_a_file_that_leads_out_of_the_folder_is_left_out(desk: Any, name: str | None) -> None:
    desk.site.add("R99001")
    record = desk.site.reports["R99001"]
    record["versions"][0]["formats"].append({"format": "HTML", "filename": name})
    desk.site.put(record)
    summary = desk.fetch()
    assert "no safe path" in summary.problems[0]
    assert desk.outside == ["params.yaml"]
    assert len(desk.files) == 3


@pytest.mark.parametrize("record", [{"versions": "none"}, {"versions": [1]}, {"versions": [{"formats": [None, {}]}]}])
def test_odd_records_are_told_or_empty_and_stop_nothing(desk: Any, record: dict[str, Any]) -> None:
    desk.site.add("R99002")
    data = json.dumps(record).encode()
    desk.site.pages["/reports/R99001.json"] = data
    row = f"R99001,reports/R99001.json,{sha1(data)},2024-01-01,Odd,,\r\n"
    desk.site.pages["/reports.csv"] += row.encode()
    assert desk.fetch().counts["new"] >= 1
    assert "reports/R99002.json" in desk.files


def test_a_list_that_is_none_is_no_list(desk: Any) -> None:
    desk.site.pages["/reports.csv"] = b"<html>Welcome</html>"
    summary = desk.fetch()
    assert summary.stopped
    assert "no reports.csv" in summary.stopped
    assert not desk.folder.exists()


def test_too_large_a_file_is_not_taken(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.tools.fetch_mirror.FILE_BYTES", 100)
    html, _ = desk.site.add("R99001")
    summary = desk.fetch()
    assert "more than the 100 bytes" in summary.problems[0]
    assert desk.site.paths.count(f"/{html}") == 1
    assert html not in desk.files


def test_redirections_are_followed_on_the_same_server_alone(desk: Any) -> None:
    html, _ = desk.site.add("R99001")
    desk.site.pages["/moved"] = desk.site.pages[f"/{html}"]
    desk.site.once(html, {"status": 302, "headers": {"Location": "/moved"}})
    assert desk.fetch().ok
    other, _ = desk.site.add("R99002", dates=("2020-02-02",))
    desk.site.always(other, status=302, headers={"Location": "http://localhost.example/x"})
    assert "sends elsewhere" in desk.fetch().problems[0]


def test_no_part_of_a_file_is_left_where_writing_fails(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.site.add("R99001")

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        desk.fetch()
    assert desk.files == []
