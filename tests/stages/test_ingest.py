"""Files to documents, and what goes wrong on the way."""

from __future__ import annotations

import os
import random
import unicodedata
from pathlib import Path

import pytest

from pipeline import store
from pipeline.stages import ingest
from pipeline.stages.ingest import Found, find_files, ingest_bytes, ingest_file, merge


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


def test_files_are_found_in_folders_with_paths_relative_to_them(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "Bericht über Höfe.txt")
    for path in ("b.txt", f"sub folder/{name}", ".hidden.txt", ".git/config"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(b"x")
    found, failures = find_files([tmp_path])
    assert [file.source_path for file in found] == ["b.txt", "sub folder/Bericht über Höfe.txt"]
    assert failures == []


def test_a_file_reached_twice_is_read_once(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"x")
    found, _ = find_files([file, tmp_path, tmp_path / "." / "a.txt"])
    assert [file.source_path for file in found] == ["a.txt"]


def test_missing_paths_and_empty_folders_are_failures(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    found, failures = find_files([tmp_path / "empty", tmp_path / "nowhere"])
    assert found == []
    assert [(failure.source_path, failure.error) for failure in failures] == [
        ("empty", "NoFiles"),
        ("nowhere", "NotFound"),
    ]
    assert "holds no files" in failures[0].message
    assert "check the path" in failures[1].message


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


def test_same_bytes_are_one_document_and_a_warning() -> None:
    kept, failures = merge([ingest_bytes(report(), "b.txt"), ingest_bytes(report(), "a.txt")])
    assert failures == []
    assert [item.source_path for item in kept] == ["a.txt"]
    assert kept[0].document is not None
    assert kept[0].document.warnings == ("the same file stands at b.txt too: read once",)


def test_same_number_with_other_content_is_a_failure_that_names_both() -> None:
    items = [ingest_bytes(report(), "a.txt"), ingest_bytes(report(body="The agency lends no more."), "b.txt")]
    kept, failures = merge(items)
    assert [item.source_path for item in kept] == ["a.txt"]
    assert [failure.error for failure in failures] == ["DuplicateDocument"]
    assert "b.txt and a.txt are both R99001" in failures[0].message


def test_two_versions_are_two_documents() -> None:
    items = [ingest_bytes(report(), "R99001v1.txt"), ingest_bytes(report(body="Other text here."), "R99001v2.txt")]
    kept, failures = merge(items)
    assert [item.document and item.document.doc_id for item in kept] == ["R99001v1", "R99001v2"]
    assert failures == []


def test_merge_depends_on_the_files_alone() -> None:
    items = [ingest_bytes(report(f"R9900{n % 4}", f"Body number {n % 5} of them."), f"{n}.txt") for n in range(12)]
    items.append(ingest_bytes(b"", "empty.txt"))
    expected = merge(items)
    for seed in range(5):
        random.Random(seed).shuffle(items)
        assert merge(items) == expected


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
