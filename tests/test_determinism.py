"""The same files give the same bytes: whatever the workers, sizes, hash seed, locale, clock, folder or order."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from pipeline import run
from pipeline.pool import Crew
from pipeline.stages import extract, ingest, tabulate

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "corpus" / "sample"
REPORTS = sorted(SAMPLE.iterdir())
# Python left alone with the locale: without these two it would read and write UTF-8 under `C` all the same.
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def tables_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.parquet"))}


def crs_run(
    paths: Sequence[str | Path], out: Path, environment: Mapping[str, str], folder: Path = ROOT
) -> dict[str, bytes]:
    """The tables that `crs run` makes in a process of its own, started in `folder`."""
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "run", *map(str, paths), "--out", str(out)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        check=False,
        capture_output=True,
        text=True,
        errors="replace",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return tables_of(out / "tables")


def test_nothing_around_a_run_makes_a_difference(sample: run.Summary, tmp_path: Path) -> None:
    environment = {**ASCII, "PYTHONHASHSEED": "1", "TZ": "AAA+11", "COLUMNS": "20"}
    names = [path.name for path in reversed(REPORTS)]
    assert crs_run(names, tmp_path, environment, SAMPLE) == tables_of(sample.tables)


@pytest.mark.parametrize(
    ("chars", "files", "batch", "shard"),
    [(1, 1, 1, 1), (6_000, 200, 1, 10_000), (4_000_000, 3, 9_000, 4_000_000), (4_000_000, 200, 400_000, 1)],
)
def test_sizes_make_no_difference(
    sample: run.Summary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chars: int, files: int, batch: int, shard: int
) -> None:
    monkeypatch.setattr(ingest, "PIECE_CHARS", (chars, chars))
    monkeypatch.setattr(ingest, "PIECE_FILES", files)
    monkeypatch.setattr(extract, "BATCH_CHARS", batch)
    monkeypatch.setattr(tabulate, "SHARD_CHARS", shard)
    assert tables_of(run.run([SAMPLE], tmp_path).tables) == tables_of(sample.tables)


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2, 3])
def test_the_number_of_workers_makes_no_difference(
    sample: run.Summary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.setattr(ingest, "PIECE_FILES", 1)
    with Crew(workers) as crew:
        assert tables_of(run.run([SAMPLE], tmp_path, engine=crew).tables) == tables_of(sample.tables)


# What a Python imports before everything else: a clock that stands still.
FROZEN = """
import datetime, time
import pandas  # its compiled half knows the real classes alone
now = {now}
time.time = lambda: now
time.time_ns = lambda: int(now * 10**9)
time.localtime = lambda seconds=None, given=time.localtime: given(now if seconds is None else seconds)
time.gmtime = lambda seconds=None, given=time.gmtime: given(now if seconds is None else seconds)
class Date(datetime.date):
    today = classmethod(lambda cls: cls.fromtimestamp(now))
class Datetime(datetime.datetime):
    today = now = classmethod(lambda cls, tz=None: cls.fromtimestamp(now, tz))
    utcnow = classmethod(lambda cls: cls.utcfromtimestamp(now))
datetime.date, datetime.datetime = Date, Datetime
"""


@pytest.mark.slow
@pytest.mark.parametrize("now", [0.0, 1_709_164_799.5, 4_102_444_800.0], ids=["1970", "leap day", "2100"])
def test_the_clock_makes_no_difference(sample: run.Summary, tmp_path: Path, now: float) -> None:
    (tmp_path / "sitecustomize.py").write_text(FROZEN.format(now=now), encoding="utf-8")
    environment = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    shown = subprocess.run(
        [sys.executable, "-c", "import datetime, time; print(time.time(), datetime.date.today().year)"],
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    assert shown.stdout.split() in ([str(now), year] for year in ("1970", "2024", "2100"))
    assert crs_run([SAMPLE], tmp_path / "out", environment) == tables_of(sample.tables)


@pytest.mark.slow
def test_the_mask_of_new_files_makes_no_difference(sample: run.Summary, tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        assert crs_run([SAMPLE], tmp_path, {}) == tables_of(sample.tables)
    finally:
        os.umask(before)


@pytest.mark.slow
@pytest.mark.parametrize(
    "environment",
    [
        *({"PYTHONHASHSEED": seed} for seed in ("0", "2", "3", "4242")),
        ASCII,
        {"LC_ALL": "C.UTF-8"},
        {"TZ": "AAA-14"},
        {"TZ": "AAA+12"},
    ],
    ids=lambda environment: "-".join(f"{name}={value}" for name, value in environment.items()),
)
def test_the_environment_makes_no_difference(
    sample: run.Summary, tmp_path: Path, environment: Mapping[str, str]
) -> None:
    assert crs_run([SAMPLE], tmp_path, environment) == tables_of(sample.tables)


@pytest.mark.slow
def test_the_working_folder_makes_no_difference(sample: run.Summary, tmp_path: Path) -> None:
    assert crs_run(["sample"], tmp_path, {}, SAMPLE.parent) == tables_of(sample.tables)


@pytest.mark.slow
def test_the_order_of_arguments_makes_no_difference(sample: run.Summary, tmp_path: Path) -> None:
    assert crs_run([*REPORTS[2:], *REPORTS[:2]], tmp_path, {}) == tables_of(sample.tables)


@pytest.mark.slow
def test_a_copy_of_the_files_makes_no_difference(sample: run.Summary, tmp_path: Path) -> None:
    copy = tmp_path / "a copy"
    copy.mkdir()
    for age, path in enumerate(reversed(REPORTS)):
        shutil.copyfile(path, copy / path.name)
        os.utime(copy / path.name, (age, age))
    assert crs_run([copy], tmp_path / "out", {}) == tables_of(sample.tables)


@pytest.mark.slow
def test_what_was_read_before_makes_no_difference(sample: run.Summary, tmp_path: Path) -> None:
    for number, path in enumerate(reversed(REPORTS)):
        run.run([path], tmp_path / str(number))
    assert tables_of(run.run([SAMPLE], tmp_path / "all").tables) == tables_of(sample.tables)


@pytest.mark.slow
@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_a_report_has_the_same_rows_alone_as_among_others(sample: run.Summary, tmp_path: Path, path: Path) -> None:
    from pipeline import store
    from pipeline.tables import TABLES

    alone = run.run([path], tmp_path).tables
    for name in TABLES:
        among = [row for row in store.read(sample.tables, name).to_pylist() if row.get("doc_id") == path.stem]
        assert store.read(alone, name).to_pylist() == among
