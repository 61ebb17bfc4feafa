"""Files are read in processes of their own: order, time limit, crashes."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from pipeline.sources import SourceError, pool
from pipeline.sources.document import Document
from pipeline.sources.files import Found
from pipeline.sources.pool import is_light, read_files
from pipeline.sources.reading import Ingested, check, failed, ingest_file

REPORT = b"CRS Report\n\nFarm Loans\n\nMarch 3, 2026 (R9900%d)\n\nThe agency lends to farmers.\n"


def misbehave(file: Found) -> Ingested:
    """Read a file as its name says: slowly, never, or not at all."""
    if "hang" in file.source_path:
        time.sleep(600)
    if "slow" in file.source_path:
        time.sleep(0.3)
    if "crash" in file.source_path:
        os.abort()
    return ingest_file(file)


@pytest.fixture(autouse=True)
def _no_file_is_light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "LIGHT_BYTES", 0)


def files(folder: Path, *names: str) -> list[Found]:
    for number, name in enumerate(names):
        (folder / name).write_bytes(REPORT % number)
    return [Found(folder / name, name) for name in names]


@pytest.mark.parametrize("workers", [1, 3])
def test_results_come_in_the_order_of_the_files(tmp_path: Path, workers: int) -> None:
    names = ["slow.txt", "b.txt", "c.txt", "slow_d.txt", "e.txt", "f.txt", "g.txt"]
    items = list(read_files(files(tmp_path, *names), workers=workers, read=misbehave))
    assert [item.source_path for item in items] == names
    assert [item.document.report_id for item in items if item.document] == [f"R9900{n}" for n in range(7)]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_crash_and_a_hang_cost_one_file_each(tmp_path: Path, workers: int) -> None:
    found = files(tmp_path, "a.txt", "crash.txt", "hang.txt", "b.txt")
    items = list(read_files(found, workers=workers, seconds=5, read=misbehave))
    assert [item.failure and item.failure.error for item in items] == [None, "Crash", "Timeout", None]
    crash, hang = items[1].failure, items[2].failure
    assert crash is not None
    assert hang is not None
    assert crash.message.startswith("crash.txt: the reader crashed on this file (signal 6)")
    assert hang.message.startswith("hang.txt: reading took more than 5 seconds")
    assert crash.source_sha256 == ingest_file(found[1]).source_sha256


def test_stopping_early_leaves_no_process_behind(tmp_path: Path) -> None:
    items = read_files(files(tmp_path, "a.txt", "hang.txt"), workers=2, read=misbehave)
    begin = time.monotonic()
    assert next(items).document
    items.close()
    assert time.monotonic() - begin < 30


def test_no_files_no_results() -> None:
    assert list(read_files([])) == []


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    (item,) = read_files([Found(tmp_path / "gone.txt", "gone.txt")])
    assert item.failure is not None
    assert item.failure.error == "Unreadable"


@pytest.mark.parametrize(
    ("data", "light"),
    [
        (b"CRS Report\n", True),
        (b"", True),
        (b"\x00\x01", True),
        (b"\xef\xbb\xbf <!doctype html>", False),
        ("<html>".encode("utf-16"), False),
        (b"\n%PDF-1.7", False),
        (b' {"a": 1}', False),
        (b"a" * 1_000_001, False),
    ],
)
def test_short_texts_need_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, light: bool) -> None:
    monkeypatch.setattr(pool, "LIGHT_BYTES", 1_000_000)
    (tmp_path / "a").write_bytes(data)
    assert is_light(Found(tmp_path / "a", "a")) == light


@pytest.mark.parametrize(
    "number", ["../../etc/passwd", "R1/2", "R1..2", ".R1", "R1\n", "C:x", "", "R1 ", "a" * 200, "R1\u202e"]
)
def test_an_id_that_leads_out_of_a_folder_is_refused(number: str) -> None:
    with pytest.raises(ValueError, match="name the file by the report's number"):
        check(Document(number, None, "Title", "Title", "text"))


@pytest.mark.parametrize("number", ["R99001", "98-123", "98-123 ENR", "98-123_2008-08-19", "étude_2"])
def test_ids_of_reports_are_taken(number: str) -> None:
    check(Document(number, None, "Title", "Title", "text"))


def test_a_text_without_end_is_refused() -> None:
    with pytest.raises(ValueError, match="characters, more than"):
        check(Document("R99001", None, "Title", "a" * 20_000_001, "text"))


def test_failures_name_the_file() -> None:
    failure = failed("a/b.txt", None, SourceError("no_title", "there is none")).failure
    assert failure == ("a/b.txt", None, "NoTitle", "a/b.txt: there is none")
