"""Files of formats that unfold are read in a process of its own: time limit, crashes, memory."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.sources import SourceError, pool
from pipeline.sources.document import Document
from pipeline.sources.files import Found
from pipeline.sources.pool import FileReader, is_light
from pipeline.sources.reading import Ingested, check, failed, ingest_file

REPORT = b"CRS Report\n\nFarm Loans\n\nMarch 3, 2026 (R9900%d)\n\nThe agency lends to farmers.\n"


def misbehave(file: Found) -> Ingested:
    """Read a file as its name says: slowly, never, or not at all."""
    if "hang" in file.source_path:
        time.sleep(600)
    if "crash" in file.source_path:
        os.abort()
    if "killed" in file.source_path:
        tried = file.path.with_name("tried")
        first = not tried.exists()
        tried.touch()
        if first or "twice" in file.source_path:
            os.kill(os.getpid(), signal.SIGKILL)
    if "large" in file.source_path:
        b"x" * (64 << 30)
    return ingest_file(file)


@pytest.fixture(autouse=True)
def _no_file_is_light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "LIGHT_BYTES", 0)


def files(folder: Path, *names: str) -> list[Found]:
    for number, name in enumerate(names):
        (folder / name).write_bytes(REPORT % number)
    return [Found(folder / name, name) for name in names]


def read(files: Sequence[Found], seconds: float = 60) -> list[Ingested]:
    with FileReader(seconds=seconds, read=misbehave) as reader:
        return [reader.read(file) for file in files]


def test_files_are_read_one_after_the_other(tmp_path: Path) -> None:
    items = read(files(tmp_path, "a.txt", "b.txt", "c.txt"))
    assert [item.document.report_id for item in items if item.document] == [f"R9900{n}" for n in range(3)]


def test_a_crash_and_a_hang_cost_one_file_each(tmp_path: Path) -> None:
    found = files(tmp_path, "a.txt", "crash.txt", "hang.txt", "b.txt")
    items = read(found, seconds=2)
    assert [item.failure and item.failure.error for item in items] == [None, "Crash", "Timeout", None]
    crash, hang = items[1].failure, items[2].failure
    assert crash is not None
    assert hang is not None
    assert crash.message.startswith("crash.txt: the reader crashed on this file (signal 6)")
    assert hang.message.startswith("hang.txt: reading took more than 2 seconds")
    assert crash.source_sha256 == ingest_file(found[1]).source_sha256


def test_a_file_whose_reader_is_killed_from_outside_is_read_again(tmp_path: Path) -> None:
    (item,) = read(files(tmp_path, "killed.txt"))
    assert item.document


def test_a_file_whose_reader_is_killed_again_is_in_doubt(tmp_path: Path) -> None:
    (found,) = files(tmp_path, "killed twice.txt")
    with FileReader(read=misbehave) as reader:
        failure = reader.read(found).failure
        assert reader.in_doubt
    assert failure is not None
    assert "ended from outside again and again" in failure.message


def test_a_file_that_fills_the_memory_is_told(tmp_path: Path) -> None:
    (item,) = read(files(tmp_path, "large.txt"))
    assert item.failure is not None
    assert item.failure.message == (
        "large.txt: the reader crashed on this file (its memory ran out): remove it, or give it in another format"
    )


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    (item,) = read([Found(tmp_path / "gone.txt", "gone.txt")])
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
