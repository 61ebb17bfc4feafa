"""Measure what the parts of a run cost, and reckon from them how long 150 million words take on many cores.

    python -m pipeline.tools.scale [--words 1000000] [--ray] [--page docs/scale.md]

The text is that of `pipeline.tools.bench`. Times are of the processor, so that other programs disturb little; only what
Ray takes to start and to hand over a task (`--ray`) is by the clock: measure that on a machine that does nothing else.
`--page` writes the two tables between the marks of a page.
"""

from __future__ import annotations

import argparse
import math
import os
import resource
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple, TypeVar

from pipeline.pool import Beat, Do, Inline, Lost, Tell
from pipeline.stages.ingest import piece_chars
from pipeline.tools.bench import BATCH, REAL_TEXT, SAMPLE, reports, write_reports

T = TypeVar("T")
R = TypeVar("R")

# All of CRS, and the machines to reckon for. Up to a machine's cores no Ray is needed.
WORDS = 150e6
CORES = (1, 2, 10, 100, 1000)
LOCAL = 10
MARKS = ("<!-- measured -->", "<!-- end -->")
START = "from pipeline.stages.extract import reader; reader(None)"
WARM_UP = 2


class Costs(NamedTuple):
    """Seconds of the processor for a million words; what is not for words, says what it is for.

    work      of each stage, by workers
    lists     to list the files, hash them and settle which documents count, in the process that started the run
    tabulate  to merge the parts, in that process
    start     for a worker, to import and to compile the rules
    ray       to start a Ray, and to hand over a task (by the clock); nothing where it was not measured
    chars, read, parts, tables   characters of text; megabytes of files, of what is merged, of tables
    memory    megabytes of a worker at its peak, and of the Ray worker beside it
    """

    work: dict[str, float]
    lists: float
    tabulate: float
    start: float
    ray: tuple[float, float]
    chars: float
    read: float
    parts: float
    tables: float
    memory: tuple[float, float]


class Watched(Inline):
    """Does tasks in this process, and sums up what they take of the processor."""

    spent = 0.0

    def work(
        self, do: Do[T, R], tasks: deque[T], told: Callable[[T, Beat], None] | None = None
    ) -> Iterator[tuple[T, R | Lost]]:
        def watched(task: T, tell: Tell) -> R:
            start = process_time()
            result = do(task, tell)
            self.spent += process_time() - start
            return result

        return super().work(watched, tasks, told)


def measure(text: Path, words: int, *, ray: bool) -> Costs:
    """What the parts of a run cost."""
    from pipeline import store, tables
    from pipeline.stages import extract, ingest, segment, tabulate

    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        write_reports(top / "reports", reports(text, words))
        part = {stage: top / "parts" / stage / BATCH for stage in tabulate.STAGES}
        extract.reader(None)
        work, around = {}, {}
        runs: dict[str, Callable[[Watched], None]] = {
            "ingest": lambda engine: ingest.run([top / "reports"], part["ingest"], engine=engine, key="scale"),
            "segment": lambda engine: segment.run(part["ingest"], part["segment"], engine=engine),
            "extract": lambda engine: extract.run(part["ingest"], part["segment"], part["extract"], engine=engine),
        }
        for stage, run in runs.items():
            engine, start = Watched(), process_time()
            run(engine)
            work[stage] = engine.spent
            around[stage] = process_time() - start - engine.spent
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
        start = process_time()
        tabulate.run(top / "parts", [BATCH], top / "tables")
        merged = process_time() - start
        documents = store.read(top / "tables", "documents", ["n_words", "n_chars"])
        millions = sum(documents.column("n_words").to_pylist()) / 1e6
        start_up = worker_start()
        handed, beside = on_ray() if ray else ((0.0, 0.0), 0.0)
        return Costs(
            {stage: seconds / millions for stage, seconds in work.items()},
            sum(around.values()) / millions,
            merged / millions,
            start_up,
            handed,
            sum(documents.column("n_chars").to_pylist()) / millions,
            size([*(top / "reports").iterdir()]) / millions,
            size([path for name in tables.TABLES for path in (top / "parts").rglob(f"{name}.parquet")]) / millions,
            size([*(top / "tables").rglob("*.parquet")]) / millions,
            (memory, beside),
        )


def size(paths: list[Path]) -> float:
    """Megabytes of files."""
    return sum(path.stat().st_size for path in paths) / 1e6


def worker_start() -> float:
    """Seconds of the processor until a new process could read its first report."""

    def children() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    before = children()
    subprocess.run([sys.executable, "-c", START], check=True)  # noqa: S603  (our own code)
    return children() - before


def on_ray(tasks: int = 200) -> tuple[tuple[float, float], float]:
    """Seconds until a Ray of two workers has done a first task, and for each further task; megabytes of its worker."""
    from pipeline.cluster import Ray
    from pipeline.tools.scale import memory_beside  # by the name that workers know it by

    start = perf_counter()
    with Ray(workers=2) as engine:
        beside = max(float(str(result)) for _, result in engine.work(memory_beside, deque(range(WARM_UP))))
        begun = perf_counter() - start
        start = perf_counter()
        for _ in engine.work(memory_beside, deque(range(tasks))):
            pass
        return (begun, (perf_counter() - start) / tasks), beside


def memory_beside(_: int, __: Tell) -> float:
    """Megabytes of the process that this one works for."""
    try:
        told = Path(f"/proc/{os.getppid()}/status").read_text(encoding="ascii")
    except OSError:  # not on every system
        return 0.0
    return int(told.partition("VmRSS:")[2].split()[0]) / 2**10


class Reckoned(NamedTuple):
    """Seconds of each part of a run of so many words on so many cores."""

    cores: int
    pieces: int
    start: float
    lists: float
    work: float
    tabulate: float

    @property
    def total(self) -> float:
        """Seconds of the run."""
        return self.start + self.lists + self.work + self.tabulate


def reckon(costs: Costs, cores: int, words: float = WORDS) -> Reckoned:
    """A run on so many cores that are as fast as this one. The cores read pieces in waves; the rest is one core's."""
    millions = words / 1e6
    text = costs.chars * millions
    pieces = math.ceil(text / piece_chars(text))
    begin, hand_over = costs.ray if cores > LOCAL else (0.0, 0.0)
    waves = math.ceil(pieces / cores)
    work = sum(max(waves * seconds * millions / pieces, pieces * hand_over) for seconds in costs.work.values())
    return Reckoned(cores, pieces, costs.start + begin, costs.lists * millions, work, costs.tabulate * millions)


def shown(costs: Costs) -> Iterator[str]:
    """The two tables, as Markdown."""
    yield "| what | where | seconds of a core for a million words |"
    yield "|---|---|---:|"
    for stage, seconds in costs.work.items():
        yield f"| {stage} | workers | {seconds:.2f} |"
    yield f"| list, hash, settle which documents count | the process that started the run | {costs.lists:.3f} |"
    yield f"| tabulate | the process that started the run | {costs.tabulate:.2f} |"
    yield ""
    yield (
        f"A million words are {costs.chars / 1e6:.1f} million characters. {WORDS / 1e6:,.0f} million are "
        f"{costs.read * WORDS / 1e9:.1f} GB of files in, {costs.parts * WORDS / 1e9:.1f} GB of parts to merge, "
        f"{costs.tables * WORDS / 1e9:.1f} GB of tables."
    )
    yield (
        f"A worker takes {costs.start:.1f} s to import and to compile the rules, and {costs.memory[0]:.0f} MB of memory."
    )
    if costs.ray[0]:
        yield (
            f"Ray takes {costs.ray[0]:.0f} s until the first task is done, then {costs.ray[1] * 1000:.0f} ms to hand over a "
            f"task, and {costs.memory[1]:.0f} MB beside each worker."
        )
    yield ""
    yield "| cores | pieces | start | list | ingest, segment, extract | tabulate | together | x one core |"
    yield "|---:|---:|---:|---:|---:|---:|---:|---:|"
    alone = reckon(costs, 1).total
    for cores in CORES:
        r = reckon(costs, cores)
        parts = " | ".join(f"{seconds:,.0f} s" for seconds in (r.start, r.lists, r.work, r.tabulate))
        yield f"| {cores:,} | {r.pieces:,} | {parts} | {r.total / 60:,.1f} min | {alone / r.total:.1f} |"


def write(page: Path, lines: list[str]) -> None:
    """Put lines between the marks of a page."""
    before, begin, rest = page.read_text(encoding="utf-8").partition(MARKS[0])
    _, end, after = rest.partition(MARKS[1])
    if not begin or not end:
        raise SystemExit(f"{page} lacks the marks {MARKS[0]} and {MARKS[1]}")
    page.write_text("\n".join([before + begin, "", *lines, "", end + after]), encoding="utf-8")


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--words", type=int, default=1_000_000, help="size of the text")
    parser.add_argument("--text", type=Path, default=REAL_TEXT if REAL_TEXT.is_dir() else SAMPLE, help="reports")
    parser.add_argument("--ray", action="store_true", help="start a Ray and measure it too")
    parser.add_argument("--page", type=Path, help="write the tables into this page")
    options = parser.parse_args()
    lines = list(shown(measure(options.text, options.words, ray=options.ray)))
    print("\n".join(lines))
    if options.page:
        write(options.page, lines)


if __name__ == "__main__":
    main()
