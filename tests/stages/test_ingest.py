"""Files to documents, and what goes wrong on the way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline import store
from pipeline.sources import pool
from pipeline.sources.files import Found
from pipeline.sources.reading import ingest_bytes, ingest_file
from pipeline.stages import ingest
from pipeline.stages.ingest import Shelf, reading_order


def report(number: str = "R99001", body: str = "The agency lends to [farmers](https://example.gov).") -> bytes:
    return f"CRS Report\n\nFarm Loans\n\nJane Doe\n\nMarch 3, 2026 ({number})\n\nBackground\n\n{body}\n".encode()


def test_a_report_becomes_a_document() -> None:
    item = ingest_bytes(report(), "loans/R99001v2.txt")
    assert item.failure is None
    assert item.document is not None
    assert item.document.doc_id == "R99001v2"
    assert item.source_path == "loans/R99001v2.txt"


@pytest.mark.parametrize(
    ("data", "error", "sentence"),
    [
        (b"", "Empty", "the file is empty"),
        (b"\x00\x01\x02", "Binary", "zero bytes"),
        (b"Milk\nEggs\n", "NotAReport", "does not open like a CRS report"),
    ],
)
def test_what_is_no_report_becomes_a_failure_with_a_sentence(data: bytes, error: str, sentence: str) -> None:
    item = ingest_bytes(data, "x/milk.txt")
    assert item.document is None
    assert item.failure is not None
    assert item.failure.error == error
    assert item.failure.message.startswith("x/milk.txt: ")
    assert sentence in item.failure.message
    assert item.failure.source_sha256 == item.source_sha256


def test_an_unreadable_file_is_a_failure(tmp_path: Path) -> None:
    item = ingest_file(Found(tmp_path / "gone.txt", "gone.txt"))
    assert item.failure is not None
    assert item.failure.error == "Unreadable"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    item = ingest_file(Found(tmp_path / "pipe.txt", "pipe.txt"))
    assert item.failure is not None
    assert "no regular file" in item.failure.message


def shelve(*items: tuple[str, bytes]) -> tuple[list[str], Shelf]:
    """The `doc_id`s kept of files given as (path, bytes), and the shelf they were put on."""
    shelf = Shelf()
    kept = []
    for path, data in items:
        item = ingest_bytes(data, path)
        if shelf.take(item) and item.document:
            kept.append(item.document.doc_id)
    return kept, shelf


def test_same_bytes_are_one_document_and_a_warning() -> None:
    kept, shelf = shelve(("a.txt", report()), ("b.txt", report()))
    assert kept == ["R99001"]
    assert shelf.failures == []
    assert shelf.notes == {"R99001": ["the same file stands at b.txt too: read once"]}


def test_same_number_with_other_content_is_a_failure_that_names_both() -> None:
    kept, shelf = shelve(("a.txt", report()), ("b.txt", report(body="The agency lends no more.")))
    assert kept == ["R99001"]
    assert [failure.error for failure in shelf.failures] == ["DuplicateDocument"]
    assert "b.txt and a.txt are both R99001" in shelf.failures[0].message


def test_two_versions_are_two_documents() -> None:
    kept, shelf = shelve(("R99001v1.txt", report()), ("R99001v2.txt", report(body="Other text here.")))
    assert kept == ["R99001v1", "R99001v2"]
    assert shelf.failures == []


def test_the_best_format_is_read_first() -> None:
    files = [Found(Path(name), name) for name in ("b.txt", "a.txt", "z.html", "c.PDF", "d.json")]
    assert [file.source_path for file in reading_order(files)] == ["d.json", "z.html", "c.PDF", "a.txt", "b.txt"]


def test_run_writes_a_part_with_all_tables(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "R99001.txt").write_bytes(report())
    (source / "list.txt").write_bytes(b"Milk\nEggs\n")
    ingest.run([source], tmp_path / "part")
    rows = {name: store.read(tmp_path / "part", name).to_pylist() for name in ingest.OUTPUTS}
    (document,) = rows["documents"]
    assert document["doc_id"] == "R99001"
    assert document["authors"] == [{"name": "Jane Doe", "title": None}]
    assert document["n_words"] == len(document["text"].split())
    assert [(row["doc_id"], row["kind"]) for row in rows["blocks"]] == [
        ("R99001", "title"), ("R99001", "line"), ("R99001", "paragraph"),
    ]  # fmt: skip
    assert [(document["text"][row["start"] : row["end"]], row["url"]) for row in rows["anchors"]] == [
        ("farmers", "https://example.gov")
    ]
    assert [(row["source_path"], row["stage"], row["error"]) for row in rows["errors"]] == [
        ("list.txt", "ingest", "NotAReport")
    ]


def test_what_stands_twice_is_told_in_the_warnings(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for name in ("a.txt", "b.txt"):
        (source / name).write_bytes(report())
    ingest.run([source], tmp_path / "part")
    (document,) = store.read(tmp_path / "part", "documents").to_pylist()
    assert document["source_path"] == "a.txt"
    assert document["warnings"] == ["the same file stands at b.txt too: read once"]


def test_groups_make_no_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for number in range(5):
        (source / f"R9900{number}.txt").write_bytes(report(f"R9900{number}"))
    ingest.run([source], tmp_path / "one")
    monkeypatch.setattr(ingest, "GROUP_CHARS", 1)
    ingest.run([source], tmp_path / "two")
    for name in ingest.OUTPUTS:
        assert (tmp_path / "one" / f"{name}.parquet").read_bytes() == (
            tmp_path / "two" / f"{name}.parquet"
        ).read_bytes()


def test_run_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for number in range(3):
        (source / f"R9900{number}.txt").write_bytes(report(f"R9900{number}"))
    for part in ("one", "two"):
        ingest.run([source], tmp_path / part)
    for name in ingest.OUTPUTS:
        assert (tmp_path / "one" / f"{name}.parquet").read_bytes() == (
            tmp_path / "two" / f"{name}.parquet"
        ).read_bytes()


def test_any_number_of_workers_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for number in range(9):
        (source / f"R9900{number}.txt").write_bytes(report(f"R9900{number}"))
    (source / "R99001.md").write_bytes(b"# Farm Loans\n\nThe agency lends to farmers.\n")
    (source / "broken.pdf").write_bytes(b"%PDF-1.7\n")
    for workers, light in ((1, 1_000_000), (3, 0)):
        monkeypatch.setattr(pool, "LIGHT_BYTES", light)
        ingest.run([source], tmp_path / str(workers), workers=workers)
    for name in ingest.OUTPUTS:
        assert (tmp_path / "1" / f"{name}.parquet").read_bytes() == (tmp_path / "3" / f"{name}.parquet").read_bytes()
    assert store.read(tmp_path / "1", "documents").num_rows == 9


def test_one_report_in_two_formats_is_one_document_that_names_the_other(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "R99001.txt").write_bytes(report())
    (source / "R99001.md").write_bytes(b"# Farm Loans\n\nThe agency lends to farmers.\n")
    ingest.run([source], tmp_path / "part")
    (document,) = store.read(tmp_path / "part", "documents").to_pylist()
    assert (document["source_path"], document["source_format"]) == ("R99001.md", "markdown")
    assert document["warnings"][-1] == "R99001.txt is the same document as text: markdown was read"
    assert store.read(tmp_path / "part", "errors").num_rows == 0
