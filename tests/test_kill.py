"""A run that is killed, at any moment, leaves no mixture behind, and the next one finishes the job."""

from __future__ import annotations

import contextlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from pipeline import invariants, store
from pipeline.tables import TABLES
from tests.folders import tables_of, watched

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = sorted((ROOT / "corpus" / "sample").iterdir())
KILLS = 30
COPIES = 5
# The command, with pieces small enough that there are many; whoever started the tests may have signals ignored.
CRS = """
import signal
from pipeline.cli import main
from pipeline.stages import ingest
for signum in (signal.SIGINT, signal.SIGHUP):
    signal.signal(signum, signal.default_int_handler if signum == signal.SIGINT else signal.SIG_DFL)
assert ingest.PIECE_CHARS
ingest.PIECE_CHARS = (10_000, 20_000)
main()
"""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]


def corpus(folder: Path, copies: int, first: int = 0) -> Path:
    """The sample again and again, under new numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    for copy in range(first, first + copies):
        for place, path in enumerate(SAMPLE):
            number = f"R{80000 + 10 * copy + place}"
            text = re.sub(rf"\b{path.stem}\b", number, path.read_text(encoding="utf-8"))
            (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


class Run:
    """`crs run` in a process group of its own."""

    def __init__(self, source: Path, out: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", CRS, "run", str(source), "--out", str(out), "--workers", "2", "--quiet"],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.group = self.process.pid
        self.out = out

    def wait(self) -> None:
        """It ends well."""
        _, told = self.process.communicate(timeout=200)
        assert self.process.returncode == 0, told

    def wait_for(self, sight: str | None, seconds: float) -> None:
        """Wait for so long, or until there is something in the folder (then for some milliseconds), or for its end."""
        end = time.monotonic() + (seconds if sight is None else 60)
        while time.monotonic() < end and self.process.poll() is None:
            if sight and next(self.out.glob(sight), None):
                time.sleep(seconds / 1000)
                return
            time.sleep(0.002)

    def kill(self) -> None:
        """Kill the process that has started the others."""
        self.process.kill()
        self.process.communicate()

    def alive(self) -> list[int]:
        """The processes of the group that are there, zombies left out."""
        found = []
        for path in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                state, _, group = path.read_text().rpartition(")")[2].split()[:3]
                if int(group) == self.group and state != "Z":
                    found.append(int(path.parent.name))
        return found

    def workers(self) -> list[int]:
        """The processes that it started."""
        return [pid for pid in self.alive() if pid != self.process.pid]


def wait_until(ready: object, seconds: float) -> bool:
    """Whether something callable becomes true in time."""
    assert callable(ready)
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def look_at_files(out: Path) -> None:
    """Nothing half-written may have the name of a finished table."""
    for path in out.rglob("*.parquet"):
        pq.read_metadata(path)


def complete_set(tables: Path) -> dict[str, bytes]:
    """The tables of a folder, after a look that they are all there and belong together."""
    found = {name: store.read(tables, name) for name in TABLES}
    assert set(pc.unique(found["errors"].column("stage")).to_pylist()) <= {"ingest", "segment", "extract"}
    invariants.hold({name: table for name, table in found.items() if name != "errors"})
    documents = found["documents"]
    for name, column in (("sections", "n_sections"), ("sentences", "n_sentences")):
        assert found[name].num_rows == pc.sum(documents.column(column)).as_py()
    return tables_of(tables)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus(tmp_path_factory.mktemp("source") / "in", COPIES)


@pytest.fixture(scope="module")
def clean(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The tables of a run that nobody stopped."""
    return watched(source, tmp_path_factory.mktemp("clean"))[0]


@pytest.fixture(scope="module")
def seconds(source: Path, tmp_path_factory: pytest.TempPathFactory) -> float:
    """How long a run takes."""
    begin = time.monotonic()
    Run(source, tmp_path_factory.mktemp("timed")).wait()
    return time.monotonic() - begin


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """What an earlier run over fewer files has left: its folder and its tables."""
    folder = tmp_path_factory.mktemp("older")
    tables, _ = watched(corpus(folder / "in", 2, first=100), folder / "out")
    return folder / "out", tables


# Besides any moment: as soon as one of these is there (and a little later).
SIGHTS = (
    "parts/ingest/run/*/piece.json",
    "parts/ingest/run/kept.parquet",
    "parts/segment/run/*/piece.json",
    "parts/extract/run/*/.*.tmp",
    "parts/extract/run/*/piece.json",
    ".tables.new",
    ".tables.new/claims",
    ".tables.old",
    ".tables.gone",
    "tables",
)


def test_killed_at_any_moment(
    source: Path, clean: dict[str, bytes], seconds: float, older: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    chance = random.Random(6)
    out = tmp_path / "out"
    kills = finished = 0
    while kills < KILLS:
        # Every other time over an older set of tables; then on and on until a run comes to its end.
        shutil.rmtree(out, ignore_errors=True)
        before: dict[str, bytes] = {}
        if finished % 2:
            shutil.copytree(older[0], out)
            before = older[1]
        while True:
            attempt = Run(source, out)
            sights = [sight for sight in SIGHTS if not next(out.glob(sight), None)]
            sight = chance.choice(sights) if sights and chance.random() < 0.6 else None
            attempt.wait_for(sight, chance.uniform(0.2, 1) * seconds)
            if attempt.process.poll() is not None:
                attempt.wait()
                break
            attempt.kill()
            kills += 1
            # Half of the time the next run begins at once, whatever the workers of this one are at.
            if chance.random() < 0.5:
                assert wait_until(lambda run=attempt: not run.alive(), 5)
            look_at_files(out)
            if (out / "tables").is_dir():
                assert complete_set(out / "tables") in (before, clean)
        assert complete_set(out / "tables") == clean
        assert sorted(path.name for path in out.iterdir()) == ["parts", "tables"]
        finished += 1


def test_workers_that_are_killed_lose_nothing(
    source: Path, clean: dict[str, bytes], seconds: float, tmp_path: Path
) -> None:
    chance = random.Random(7)
    attempt = Run(source, tmp_path)
    killed = 0
    while attempt.process.poll() is None and killed < 5:
        time.sleep(chance.uniform(0.1, 0.5) * seconds)
        if workers := attempt.workers():
            with contextlib.suppress(ProcessLookupError):
                os.kill(chance.choice(workers), signal.SIGKILL)
                killed += 1
    attempt.wait()
    assert killed
    assert tables_of(tmp_path / "tables") == clean


def test_a_run_that_is_told_to_end_ends_its_workers(source: Path, tmp_path: Path) -> None:
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        attempt = Run(source, tmp_path)
        assert wait_until(lambda run=attempt: len(run.workers()) == 2, 20)
        attempt.process.send_signal(signum)
        attempt.process.communicate(timeout=20)
        assert attempt.process.returncode != 0
        assert wait_until(lambda run=attempt: not run.alive(), 5)
