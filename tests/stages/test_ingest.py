"""Files to documents, and what goes wrong on the way."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from pipeline import pieces, store
from pipeline.pool import Crew
from pipeline.shelf import Shelf, outcome, reading_order
from pipeline.sources.files import Found
from pipeline.sources.reading import ingest_bytes, ingest_file
from pipeline.stages import ingest


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
        told = outcome(ingest_bytes(data, path), Found(Path(path), path))
        if shelf.take(told, "piece") and told.doc_id:
            kept.append(told.doc_id)
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
    assert "b.txt and a.txt are both R99001" in (shelf.failures[0].message or "")


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
    rows = {name: pieces.read(tmp_path / "part", name).to_pylist() for name in ingest.OUTPUTS}
    kept, errors = (store.read(tmp_path / "part", name).to_pylist() for name in ("kept", "errors"))
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
    assert [(row["source_path"], row["stage"], row["error"]) for row in errors] == [
        ("list.txt", "ingest", "NotAReport")
    ]
    assert [(row["doc_id"], row["n_chars"], row["warnings"]) for row in kept] == [("R99001", document["n_chars"], [])]
    assert list(pieces.marks(tmp_path / "part").values()) == [(None, ["R99001"])]


def contents(part: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of the documents that count, by table, in the order of their ids; and what was not read."""
    piece_of = {row["doc_id"]: row["piece"] for row in store.read(part, "kept").to_pylist()}
    tables = {
        name: [
            row
            for doc_id, piece in sorted(piece_of.items())
            for row in store.read(part / piece, name).to_pylist()
            if row["doc_id"] == doc_id
        ]
        for name in ingest.OUTPUTS
    }
    kept = [{**row, "piece": None} for row in store.read(part, "kept").to_pylist()]
    return {**tables, "kept": kept, "errors": store.read(part, "errors").to_pylist()}


def warnings(part: Path) -> list[str]:
    (document,) = store.read(part, "kept").to_pylist()
    return list(document["warnings"])


def bytes_of(part: Path) -> dict[str, bytes]:
    return {path.relative_to(part).as_posix(): path.read_bytes() for path in sorted(part.rglob("*")) if path.is_file()}


def test_what_stands_twice_is_told_in_the_warnings(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for name in ("a.txt", "b.txt"):
        (source / name).write_bytes(report())
    ingest.run([source], tmp_path / "part")
    (document,) = pieces.read(tmp_path / "part", "documents").to_pylist()
    assert document["source_path"] == "a.txt"
    assert warnings(tmp_path / "part") == ["the same file stands at b.txt too: read once"]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Reports in several formats, and files that cannot be read."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(9):
        (folder / f"R9900{number}.txt").write_bytes(report(f"R9900{number}"))
    (folder / "R99001.md").write_bytes(b"# Farm Loans\n\nThe agency lends to farmers.\n")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\n")
    (folder / "list.txt").write_bytes(b"Milk\nEggs\n")
    return folder


def test_pieces_make_no_difference(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ingest.run([source], tmp_path / "one")
    monkeypatch.setattr(ingest, "PIECE_FILES", 1)
    ingest.run([source], tmp_path / "many")
    assert (len(pieces.marks(tmp_path / "one")), len(pieces.marks(tmp_path / "many"))) == (1, 12)
    assert contents(tmp_path / "one") == contents(tmp_path / "many")


def test_run_twice_gives_the_same_bytes(source: Path, tmp_path: Path) -> None:
    for part in ("one", "two"):
        ingest.run([source], tmp_path / part)
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")


def test_any_number_of_workers_gives_the_same_bytes(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "PIECE_FILES", 2)
    ingest.run([source], tmp_path / "inline")
    with Crew(3) as crew:
        ingest.run([source], tmp_path / "crew", engine=crew)
    assert bytes_of(tmp_path / "inline") == bytes_of(tmp_path / "crew")


def test_one_report_in_two_formats_is_one_document_that_names_the_other(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "R99001.txt").write_bytes(report())
    (source / "R99001.md").write_bytes(b"# Farm Loans\n\nThe agency lends to farmers.\n")
    ingest.run([source], tmp_path / "part")
    (document,) = pieces.read(tmp_path / "part", "documents").to_pylist()
    assert (document["source_path"], document["source_format"]) == ("R99001.md", "markdown")
    assert warnings(tmp_path / "part") == ["R99001.txt is the same document as text: markdown was read"]
    assert store.read(tmp_path / "part", "errors").num_rows == 0


def test_of_two_folders_with_the_same_names_the_order_makes_no_difference(tmp_path: Path) -> None:
    for folder, body in (("one", "The agency lends."), ("two", "The agency lends no more.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_bytes(report(body=body))
        (tmp_path / folder / "b.txt").write_bytes(report("R99002"))
    folders = [tmp_path / "one", tmp_path / "two"]
    ingest.run(folders, tmp_path / "forth")
    ingest.run(folders[::-1], tmp_path / "back")
    assert bytes_of(tmp_path / "forth") == bytes_of(tmp_path / "back")
    assert [row["error"] for row in store.read(tmp_path / "back", "errors").to_pylist()] == ["DuplicateDocument"]


def test_what_a_run_writes_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "R99001.txt").write_bytes(report())
    for _ in range(2):
        ingest.run([tmp_path], tmp_path / "out" / "part", leave=[tmp_path / "out"])
    assert store.read(tmp_path / "out" / "part", "kept").num_rows == 1
    assert store.read(tmp_path / "out" / "part", "errors").num_rows == 0


@pytest.mark.parametrize(("chars", "pieces"), [(100_000, 1), (1_000_000, 4), (20_000_000, 32), (1_000_000_000, 250)])
def test_many_workers_have_pieces_to_read(chars: int, pieces: int) -> None:
    assert -(-chars // ingest.piece_chars(chars)) == pieces
