"""How far a run is: a bar on a terminal, lines elsewhere, nothing with --quiet, and never on the standard output."""

from __future__ import annotations

import contextlib
import io
import os
import pty
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.progress import Progress
from pipeline.tools import progress as tool
from pipeline.tools.progress import Bar, Lines, duration, shown
from tests.folders import report, write

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """A clock that goes on when it is told to."""
    now = [0.0]
    monkeypatch.setattr(tool, "monotonic", lambda: now[0])

    def wait(seconds: float) -> None:
        now[0] += seconds

    return wait


def test_a_line_every_ten_seconds(clock: Callable[[float], None]) -> None:
    stream = io.StringIO()
    lines = Lines(stream)
    lines.begin("extract", 100, 100)
    for _ in range(30):
        clock(1)
        lines.advance(1, 2_000)
    lines.advance(0, errors=2)
    clock(10)
    lines.advance(1)
    assert stream.getvalue().splitlines() == [
        "extract: 10 of 100, 2,000 words/s, 1 min 30 s left",
        "extract: 20 of 100, 2,000 words/s, 1 min 20 s left",
        "extract: 30 of 100, 2,000 words/s, 1 min 10 s left",
        "extract: 31 of 100, 1,500 words/s, 2 errors, 1 min 29 s left",
    ]


def test_a_short_run_says_nothing(clock: Callable[[float], None]) -> None:
    stream = io.StringIO()
    with shown(False, stream) as progress:
        for stage in ("ingest", "segment", "extract"):
            progress.begin(stage, 5, 5)
            clock(1)
            progress.advance(5, 5_000)
    assert stream.getvalue() == ""


@pytest.mark.parametrize(
    ("begun", "lines"),
    [
        (
            [("ingest", 0, 4), ("segment", 0, 4), ("extract", 0, 4)],
            ["ingest: 4 of 4 known from before: nothing to read"],
        ),
        ([("ingest", 1, 1_004), ("segment", 1, 1_004)], ["ingest: 1,003 of 1,004 known from before"]),
        (
            [("ingest", 0, 9), ("segment", 0, 9), ("extract", 5, 9)],
            ["ingest: 9 of 9 known from before: nothing to read", "extract: 4 of 9 known from before"],
        ),
        ([("ingest", 4, 4), ("extract", 4, 4)], []),
    ],
)
def test_what_is_known_from_before_is_said_once(begun: list[tuple[str, int, int]], lines: list[str]) -> None:
    stream = io.StringIO()
    progress = Lines(stream)
    for stage, fresh, documents in begun:
        progress.begin(stage, fresh, documents)
    assert stream.getvalue().splitlines() == lines


def test_quiet_is_quiet() -> None:
    stream = io.StringIO()
    with shown(True, stream) as progress:
        assert type(progress) is Progress
        progress.begin("ingest", 1, 2)
        progress.say("something")
    assert stream.getvalue() == ""


def everything(terminal: int) -> str:
    """What was written to a terminal that is closed at its other end."""
    told = b""
    with contextlib.suppress(OSError):  # that is how its end is told
        while more := os.read(terminal, 100_000):
            told += more
    os.close(terminal)
    return told.decode()


def test_a_bar_on_a_terminal(clock: Callable[[float], None]) -> None:
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    with os.fdopen(theirs, "w") as terminal, shown(False, terminal) as progress:
        assert isinstance(progress, Bar)
        progress.begin("extract", 4, 4)
        for _ in range(3):
            clock(1)
            progress.advance(1, 1_500)
        progress.say("a word between")
    told = everything(ours)
    assert "extract: 3 of 4, 1,500 words/s, 1 s left" in told
    assert "█" in told
    assert "a word between\r\n" in told
    # The bar is gone in the end.
    assert told.rpartition("\r")[2].strip() == "" or told.endswith("\r")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.4, "0 s"), (59.4, "59 s"), (59.6, "1 min 00 s"), (185, "3 min 05 s"), (7_620, "2 h 07 min")],
)
def test_seconds_as_a_person_says_them(seconds: float, said: str) -> None:
    assert duration(seconds) == said


@pytest.mark.parametrize("quiet", [True, False])
def test_nothing_but_the_summary_goes_to_the_standard_output(tmp_path: Path, quiet: bool) -> None:
    write(tmp_path, "in/IN99001.txt", report())
    command = [sys.executable, "-m", "pipeline.cli", "run", "in", "--out", "out", "--workers", "1"]
    for number in range(2):
        done = subprocess.run(
            [*command, *(["--quiet"] if quiet else [])],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=True,
            capture_output=True,
            text=True,
        )
        lines = done.stdout.splitlines()
        assert lines[-1] == "Tables: out/tables"
        assert all(line.endswith(" rows") for line in lines[:-1])
        known = [] if quiet or not number else ["ingest: 1 of 1 known from before: nothing to read"]
        assert done.stderr.splitlines() == known
