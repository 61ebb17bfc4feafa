"""`crs run --engine ray` on a Ray of this machine with two workers: the same bytes as without, and the same failures."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pytest
from click.testing import CliRunner

from pipeline import remote, run
from pipeline.cli import main
from pipeline.cluster import Ray
from pipeline.pool import Beat, Crew, Do, Engine, Lost
from pipeline.progress import Progress

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "corpus" / "sample"
T = TypeVar("T")
R = TypeVar("R")

# What the workers import: a task that does what it is told, and a trap in the way of another one.
TASKS = """
import os, time
from functools import partial
from pipeline.pool import Beat

def obey(task, tell):
    tell(Beat(task, 0.5 if task == "hang" else 60, len(task)))
    if task == "hang":
        time.sleep(600)
    if task == "die":
        os._exit(3)
    if task == "fail":
        raise ValueError("as told")
    return task.upper()

def trapped(doc_id, do, task, tell):
    return do(task, partial(trap, doc_id, task, tell))

def trap(doc_id, task, tell, beat):
    tell(beat)
    if beat.at == doc_id:
        os._exit(9)
"""

needs_ray = pytest.mark.skipif(
    importlib.util.find_spec("ray") is None,
    reason="Ray is not installed: pip install 'crs-pipeline[ray]'",
)


class Cluster(NamedTuple):
    """A Ray of two workers, where it listens, and what its workers may import."""

    engine: Ray
    address: str
    tasks: Any


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("tasks")
    (folder / "ray_tasks.py").write_text(TASKS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        patch.setenv("PYTHONPATH", os.pathsep.join([str(folder), str(ROOT)]))
        import ray_tasks  # type: ignore[import-not-found]

        with Ray(workers=2) as engine:
            import ray

            yield Cluster(engine, ray.get_runtime_context().gcs_address, ray_tasks)


def tables_of(out: Path) -> dict[str, bytes]:
    tables = out / "tables"
    return {path.relative_to(tables).as_posix(): path.read_bytes() for path in sorted(tables.rglob("*.parquet"))}


def url(path: Path) -> str:
    return f"file://{path}"


class Fresh(Progress):
    """How many documents each stage had to read, and the words that were told."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.words = 0

    def begin(self, stage: str, fresh: int, documents: int) -> None:
        self.counts[stage] = self.counts.get(stage, 0) + fresh

    def advance(self, documents: int, words: int = 0, errors: int = 0) -> None:
        self.words += words


class Trapped:
    """An engine whose workers die at a document of `extract`."""

    def __init__(self, engine: Engine, doc_id: str, tasks: Any) -> None:
        self._engine, self._doc_id, self._tasks = engine, doc_id, tasks

    def work(
        self, do: Do[T, R], tasks: deque[T], told: Callable[[T, Beat], None] | None = None
    ) -> Iterator[tuple[T, R | Lost]]:
        if getattr(do, "__name__", "") == "extract_piece":
            do = partial(self._tasks.trapped, self._doc_id, do)
        return self._engine.work(do, tasks, told)


pytestmark = [pytest.mark.filterwarnings("default"), pytest.mark.timeout(600)]


@needs_ray
@pytest.mark.slow
class TestCluster:
    """All on one Ray, which takes seconds to start."""

    def test_nobody_else_is_listened_to(self, cluster: Cluster) -> None:
        assert cluster.address.startswith("127.0.0.1:")

    def test_the_tables_are_those_of_one_machine(self, cluster: Cluster, sample: run.Summary, tmp_path: Path) -> None:
        told = Fresh()
        summary = run.run([SAMPLE], tmp_path, engine=cluster.engine, progress=told)
        assert (summary.rows, summary.errors) == (sample.rows, sample.errors)
        assert tables_of(tmp_path) == tables_of(sample.tables.parent)
        assert told.words > 1000

    def test_and_on_an_object_store_where_only_what_is_new_is_read(
        self, cluster: Cluster, sample: run.Summary, tmp_path: Path
    ) -> None:
        reports = tmp_path / "reports"
        shutil.copytree(SAMPLE, reports)
        held_back = (reports / "R99001.txt").rename(tmp_path / "R99001.txt")
        first = remote.run([url(reports)], url(tmp_path / "out"), engine=cluster.engine)
        assert first.rows["documents"] == 3
        held_back.rename(reports / "R99001.txt")
        fresh = Fresh()
        remote.run([url(reports)], url(tmp_path / "out"), engine=cluster.engine, progress=fresh)
        assert fresh.counts == {"ingest": 1, "segment": 1, "extract": 1, "tabulate": 1}
        assert tables_of(tmp_path / "out") == tables_of(sample.tables.parent)

    def test_a_document_that_workers_die_of_is_left_out_as_on_one_machine(
        self, cluster: Cluster, tmp_path: Path
    ) -> None:
        with Crew(1) as crew:
            for name, engine in (("ray", cluster.engine), ("crew", crew)):
                run.run([SAMPLE], tmp_path / name, engine=Trapped(engine, "R99001", cluster.tasks))
        ((path, message),) = run.errors_in(tmp_path / "ray" / "tables")
        assert path == "R99001.txt"
        assert "extract ended the process that did it (exit code 9)" in message
        assert tables_of(tmp_path / "ray") == tables_of(tmp_path / "crew")

    def test_what_hangs_or_dies_comes_back_as_a_value_and_tasks_may_be_added(self, cluster: Cluster) -> None:
        tasks = deque(["work", "hang", "die"])
        found = {}
        told: list[tuple[str, Beat]] = []
        for task, result in cluster.engine.work(
            cluster.tasks.obey, tasks, lambda task, beat: told.append((task, beat))
        ):
            found[task] = result
            if task == "die":
                tasks.append("more")
        assert found == {
            "work": "WORK",
            "hang": Lost("timeout", "no answer in 0.5 seconds", "hang"),
            "die": Lost("crash", "exit code 3", "die"),
            "more": "MORE",
        }
        assert sorted(told) == [(task, Beat(task, 0.5 if task == "hang" else 60, len(task))) for task in sorted(found)]

    def test_what_a_task_raises_is_raised_here(self, cluster: Cluster) -> None:
        with pytest.raises(ValueError, match="as told"):
            list(cluster.engine.work(cluster.tasks.obey, deque(["fail"])))
        assert list(cluster.engine.work(cluster.tasks.obey, deque(["again"]))) == [("again", "AGAIN")]

    def test_the_command_on_a_cluster_that_runs_already(
        self, cluster: Cluster, sample: run.Summary, tmp_path: Path
    ) -> None:
        done = crs_run(SAMPLE, "--out", "out", "--engine", "ray", "--address", cluster.address, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert tables_of(tmp_path / "out") == tables_of(sample.tables.parent)

    def test_a_node_with_other_code_is_told(
        self, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("pipeline.fingerprint.code", lambda: "another")
        with pytest.raises(OSError, match="has another version of crs-pipeline"):
            Ray("auto", writes=tmp_path).check()

    def test_a_folder_that_a_node_does_not_see_is_told(
        self, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("pathlib.Path.touch", lambda _: None)
        with pytest.raises(OSError, match=f"does not see {tmp_path}: share it"):
            Ray("auto", writes=tmp_path).check()


@needs_ray
@pytest.mark.slow
def test_the_command_on_a_ray_of_its_own(sample: run.Summary, tmp_path: Path) -> None:
    done = crs_run("sample", "--out", tmp_path / "out", "--engine", "ray", "--workers", "2", cwd=SAMPLE.parent)
    assert (done.returncode, done.stderr) == (0, "")
    assert tables_of(tmp_path / "out") == tables_of(sample.tables.parent)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("127.0.0.1:1", "no Ray cluster answers at 127.0.0.1:1"),
        ("ray://127.0.0.1:10001", "ray://127.0.0.1:10001 is no address of a Ray cluster"),
        ("nonsense", "nonsense is no address of a Ray cluster"),
    ],
)
def test_an_address_without_a_cluster_is_told(address: str, sentence: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(
        main, ["run", str(SAMPLE), "--out", str(tmp_path), "--engine", "ray", "--address", address]
    )
    assert (done.exit_code, sentence in done.output) == (1, True)


def test_without_ray_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    done = CliRunner().invoke(main, ["run", str(SAMPLE), "--out", str(tmp_path), "--engine", "ray"])
    assert (done.exit_code, "pip install 'crs-pipeline[ray]'" in done.output) == (1, True)


def test_an_address_is_for_ray_alone(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["run", str(SAMPLE), "--out", str(tmp_path), "--address", "auto"])
    assert (done.exit_code, "add --engine ray" in done.output) == (2, True)


def crs_run(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "run", *map(str, arguments), "--quiet"],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        text=True,
    )
