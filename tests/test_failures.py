"""Reports that loop, crash or grow without end, workers that die, disks that are full: what they cost and what not."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline import run, store
from pipeline.nlp.page import Page
from pipeline.nlp.reader import Reader
from pipeline.pieces import Task
from pipeline.pool import Crew, Tell
from pipeline.stages import extract, ingest
from pipeline.tables import TABLES
from tests.folders import Watch, report, tables_of, watched, write

ROOT = Path(__file__).resolve().parent.parent
READ = Reader.read
EXTRACT = extract.extract_piece


def poisoned(task: Task, tell: Tell) -> int:
    """`extract_piece` of a package whose rules cannot bear certain words; a document has two seconds."""
    Reader.read = misbehave  # type: ignore[assignment,method-assign]
    return EXTRACT(task, lambda beat: tell(beat._replace(seconds=min(beat.seconds, 2))))


def misbehave(self: Reader, text: str, *arguments: Any, **options: Any) -> Page:
    """Read a text, unless it holds a word that tells what to do."""
    if "Loops" in text:
        while True:
            pass
    if "Aborts" in text:
        os.abort()
    if "Grows" in text:
        hoard = [bytearray(1 << 20)]
        while True:
            hoard.append(bytearray(64 << 30))
    if "Raises" in text:
        raise RuntimeError("no such luck")
    if "Killed" in text:
        tried = Path(text.partition("tried at ")[2].partition(" ")[0])
        tries = int(tried.read_text()) if tried.exists() else 0
        if tries < int(text.partition("Killed ")[2].partition(" ")[0]):
            tried.write_text(str(tries + 1))
            os.kill(os.getpid(), signal.SIGKILL)
    return READ(self, text, *arguments, **options)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six good reports."""
    for number in range(6):
        write(tmp_path / "in", f"IN9900{number}.txt", report(f"IN9900{number}"))
    return tmp_path / "in"


def poisoned_run(folder: Path, out: Path, crew: Crew) -> tuple[dict[str, bytes], Watch]:
    """The tables of a run whose workers misbehave, and what it told."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extract, "extract_piece", poisoned)
        patch.setattr(ingest, "PIECE_FILES", 4)
        return watched(folder, out, crew)


SENTENCES = {
    "Loops": "IN99003: extract took too long and was given up (no answer in 2 seconds): please report the file as a bug",
    "Aborts": "IN99003: extract ended the process that did it (signal 6): please report the file as a bug",
    "Grows": "IN99003: the rules failed on this report (MemoryError): please report the file as a bug",
    "Raises": "IN99003: the rules failed on this report (no such luck): please report the file as a bug",
    "Killed 9 times, as tried at {tried} says": (
        "IN99003: extract was ended from outside again and again, perhaps for want of memory: the next run tries again"
    ),
}


@pytest.mark.parametrize(
    "poison",
    ["Loops", *(pytest.param(poison, marks=pytest.mark.slow) for poison in SENTENCES if poison != "Loops")],
    ids=lambda poison: poison.split()[0],
)
def test_a_poisoned_report_costs_its_own_rows(folder: Path, tmp_path: Path, poison: str) -> None:
    clean, _ = watched(folder, tmp_path / "clean")
    body = f"The agency said so. {poison.format(tried=tmp_path / 'tried')} what it is made to."
    write(folder, "IN99003.txt", report("IN99003", body=body))
    with Crew(2, memory=3 << 30) as crew:
        _, watch = poisoned_run(folder, tmp_path / "out", crew)
    tables = tmp_path / "out" / "tables"
    assert run.errors_in(tables) == [("IN99003.txt", SENTENCES[poison])]
    assert watch.errors["extract"] == 1
    assert store.read(tables, "documents").num_rows == 6
    for name in TABLES:
        if name not in ("documents", "errors"):
            others, all_of_them = (
                [row for row in store.read(place, name).to_pylist() if row["doc_id"] != "IN99003"]
                for place in (tables, tmp_path / "clean" / "tables")
            )
            assert others == all_of_them
    assert len(clean) == len(TABLES)


def test_a_worker_that_is_killed_loses_nothing(folder: Path, tmp_path: Path) -> None:
    write(folder, "IN99003.txt", report("IN99003", body=f"Killed 1 time, as tried at {tmp_path / 'tried'} says."))
    with Crew(2) as crew:
        tables, _ = poisoned_run(folder, tmp_path / "out", crew)
    assert tables == watched(folder, tmp_path / "clean")[0]


@pytest.mark.slow
def test_what_was_ended_from_outside_is_tried_again_by_the_next_run(folder: Path, tmp_path: Path) -> None:
    write(folder, "IN99003.txt", report("IN99003", body=f"Killed 5 times, as tried at {tmp_path / 'tried'} says."))
    with Crew(1) as crew:
        poisoned_run(folder, tmp_path / "out", crew)
        assert len(run.errors_in(tmp_path / "out" / "tables")) == 1
        tables, _ = poisoned_run(folder, tmp_path / "out", crew)
    assert tables == watched(folder, tmp_path / "clean")[0]


# --- no room ----------------------------------------------------------------------------------------------------------


def crs_run(source: Path, out: Path, largest: int | None = None) -> subprocess.CompletedProcess[str]:
    """`crs run`, where it may write files of some size at most."""
    code = f"import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, ({largest}, {largest}))\n" if largest else ""
    return subprocess.run(
        [sys.executable, "-c", f"{code}from pipeline.cli import main\nmain()", "run", source, "--out", out],
        env={**os.environ, "CRS_WORKERS": "2"},
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )


def is_told(done: subprocess.CompletedProcess[str]) -> bool:
    """Whether a run has ended with one clear sentence."""
    lines = [line for line in done.stderr.splitlines() if "known from before" not in line]
    return done.returncode == 1 and len(lines) == 1 and lines[0].startswith("Error: there is no room left")


@pytest.mark.parametrize("largest", [4_000, *(pytest.param(size, marks=pytest.mark.slow) for size in (700, 12_000))])
def test_a_file_that_cannot_be_written_is_told_and_nothing_is_lost(folder: Path, tmp_path: Path, largest: int) -> None:
    before, _ = watched(folder, tmp_path / "out")
    write(folder, "IN99009.txt", report("IN99009", body="In 2019, it cost $7 million. " * 900))
    done = crs_run(folder, tmp_path / "out", largest)
    assert is_told(done), done.stderr
    assert tables_of(tmp_path / "out" / "tables") == before
    assert not list((tmp_path / "out").rglob("*.tmp"))
    assert crs_run(folder, tmp_path / "out").returncode == 0
    assert tables_of(tmp_path / "out" / "tables") == watched(folder, tmp_path / "clean")[0]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    options = ["-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    if os.geteuid() != 0 or not mount or subprocess.run([mount, *options], check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk, and not everywhere")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.slow
def test_a_full_disk_is_told_and_nothing_is_lost(folder: Path, tmp_path: Path, small_disk: Path) -> None:
    out = small_disk / "out"
    before, _ = watched(sorted(folder.iterdir())[:1], out)
    filler = small_disk / "filler"
    seen = 0
    for number in range(6, 40):
        write(folder, f"IN99{number:03}.txt", report(f"IN99{number:03}", body="In 2019, it cost $7 million. " * 20))
    free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
    for room in range(0, free, free // 8):
        with filler.open("wb") as file:
            file.write(b"\0" * (free - room))
        done = crs_run(folder, out)
        if done.returncode:
            assert is_told(done), done.stderr
            assert tables_of(out / "tables") == before
            seen += 1
        filler.unlink()
        if not done.returncode:
            break
    assert seen
    assert tables_of(out / "tables") == watched(folder, tmp_path / "clean")[0]


def test_a_full_disk_by_any_other_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from pipeline.cli import main
    from pipeline.stages import tabulate

    def full(*_: object) -> None:
        raise OSError(errno.EDQUOT, "Disk quota exceeded")

    monkeypatch.setattr(tabulate, "run", full)
    write(tmp_path, "IN99001.txt", report())
    result = CliRunner().invoke(main, ["tabulate", str(tmp_path), "--batch", "x", "--out", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert result.output == (
        "Error: there is no room left (Disk quota exceeded): make some and run the same command again, "
        "it goes on from there\n"
    )


def test_the_limits_of_this_test_are_those_of_its_children() -> None:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
