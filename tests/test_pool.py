"""Processes that do tasks: order, time limits, crashes, and that none is left behind."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline import pool
from pipeline.pool import Beat, Crew, Inline, Lost, Tell

ROOT = Path(__file__).resolve().parent.parent


def double(task: int, tell: Tell) -> int:
    """Twice the number, after a beat."""
    tell(Beat(f"number {task}", 30, task))
    return 2 * task


def misbehave(task: str, tell: Tell) -> str:
    """Do as the task's name says."""
    if task != "dies before a beat":
        tell(Beat(task, 0.5 if task.startswith("hangs") else 30))
    match task:
        case "hangs":
            time.sleep(600)
        case "hangs without listening":
            signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals))
            time.sleep(600)
        case "aborts" | "dies before a beat":
            os.abort()
        case "leaves":
            os._exit(3)
        case "is killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "fills the memory":
            return "x" * (64 << 30)
        case "raises":
            raise ValueError("no such luck")
        case "raises what cannot travel":
            raise OddError(1, 2)
        case "sends what cannot travel":
            return lambda: None  # type: ignore[return-value]
    return task.upper()


class OddError(Exception):
    """An error that cannot be made again from its arguments."""

    def __init__(self, one: int, two: int) -> None:
        super().__init__(f"{one} and {two}")


def wait_for(ready: Callable[[], object], seconds: float = 20) -> bool:
    """Whether something becomes true in time."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def alive(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def children(pid: int) -> list[int]:
    """The processes that a process has started and that are there still."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += [int(child) for child in task.read_text().split()]
    return [child for child in found if alive(child)]


@pytest.fixture(scope="module")
def crew() -> Iterator[Crew]:
    with Crew(2) as crew:
        yield crew


@pytest.mark.parametrize("workers", [0, 1, 3])
def test_every_task_comes_back_with_its_result(workers: int) -> None:
    tasks = deque(range(7))
    if not workers:
        assert list(Inline().work(double, tasks)) == [(n, 2 * n) for n in range(7)]
        return
    with Crew(workers) as crew:
        assert sorted(crew.work(double, tasks)) == [(n, 2 * n) for n in range(7)]


def test_what_a_task_tells_is_heard(crew: Crew) -> None:
    heard: dict[int, Beat] = {}
    assert len(list(crew.work(double, deque([1, 2, 3]), heard.__setitem__))) == 3
    assert heard == {n: Beat(f"number {n}", 30, n) for n in (1, 2, 3)}


def test_tasks_may_be_added_on_the_way(crew: Crew) -> None:
    tasks = deque([1])
    seen = []
    for task, result in crew.work(double, tasks):
        seen.append(result)
        if task < 5:
            tasks.append(task + 1)
    assert seen == [2, 4, 6, 8, 10]


def test_no_tasks_no_processes() -> None:
    with Crew(2) as crew:
        before = children(os.getpid())
        assert list(crew.work(double, deque())) == []
        assert children(os.getpid()) == before


@pytest.mark.parametrize(
    ("task", "lost"),
    [
        ("hangs", Lost("timeout", "no answer in 0.5 seconds", "hangs")),
        ("hangs without listening", Lost("timeout", "no answer in 0.5 seconds", "hangs without listening")),
        ("aborts", Lost("crash", "signal 6", "aborts")),
        ("leaves", Lost("crash", "exit code 3", "leaves")),
        ("is killed", Lost("crash", "signal 9", "is killed")),
        ("dies before a beat", Lost("crash", "signal 6", None)),
        ("sends what cannot travel", Lost("crash", "exit code 1", "sends what cannot travel")),
    ],
)
def test_what_hangs_or_dies_is_lost_and_nothing_else(crew: Crew, task: str, lost: Lost) -> None:
    results = dict(crew.work(misbehave, deque(["a", task, "b", "c"])))
    assert results == {"a": "A", task: lost, "b": "B", "c": "C"}
    assert lost.from_outside == (task == "is killed")


def test_a_worker_that_is_killed_while_it_starts_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    once = f"import os, pathlib\nif pathlib.Path({str(tmp_path)!r}).exists():\n"
    once += f" os.rmdir({str(tmp_path)!r})\n os.kill(os.getpid(), 9)\n"
    monkeypatch.setattr(pool, "START", once + pool.START)
    with Crew(1) as crew:
        assert list(crew.work(double, deque([1]))) == [(1, 2)]


def test_a_task_that_fills_the_memory_is_lost() -> None:
    with Crew(1, memory=2 << 30) as crew:
        results = dict(crew.work(misbehave, deque(["fills the memory", "a"])))
    assert results == {"fills the memory": Lost("crash", "its memory ran out", "fills the memory"), "a": "A"}


@pytest.mark.parametrize(
    ("task", "error", "message"),
    [("raises", ValueError, "no such luck"), ("raises what cannot travel", RuntimeError, "OddError: 1 and 2")],
)
def test_what_a_task_raises_is_raised_here(task: str, error: type[Exception], message: str) -> None:
    with Crew(2) as crew:
        with pytest.raises(error, match=message):
            list(crew.work(misbehave, deque([task, "hangs"])))
        # Nobody is left busy, and the crew goes on.
        assert dict(crew.work(misbehave, deque(["a", "b"]))) == {"a": "A", "b": "B"}


def test_no_process_is_left_when_the_work_is_broken_off() -> None:
    before = children(os.getpid())
    with Crew(2) as crew:
        results = crew.work(misbehave, deque(["a", "hangs without listening", "b"]))
        next(results)
        assert len(children(os.getpid())) > len(before)
    assert children(os.getpid()) == before


def test_a_worker_leaves_after_so_many_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "TASKS_EACH", 2)
    with Crew(1) as crew:
        pids = [pid for _, pid in crew.work(whoami, deque(range(6)))]
    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [2, 2, 2]


def whoami(_: int, tell: Tell) -> int:
    """The number of the process."""
    tell(Beat("here", 30))
    return os.getpid()


def test_no_core_is_dumped(crew: Crew) -> None:
    assert [limit for _, limit in crew.work(core_limit, deque([0]))] == [0]


def core_limit(_: int, tell: Tell) -> int:
    """The size up to which a core is dumped."""
    return resource.getrlimit(resource.RLIMIT_CORE)[0]


GIVES_TASKS = """
import os, signal, sys, time
from collections import deque
sys.path[:0] = [{root!r}, {tests!r}]
import test_pool
from pipeline.pool import Crew
with Crew(2) as crew:
    for task, result in crew.work(test_pool.{do}, deque([{task!r}] * 2), lambda *_: print("begun", flush=True)):
        print(result, flush=True)
"""


@contextlib.contextmanager
def giver(do: str, task: str) -> Iterator[subprocess.Popen[str]]:
    """A process that has two workers do something, once both have begun."""
    code = GIVES_TASKS.format(root=str(ROOT), tests=str(ROOT / "tests"), do=do, task=task)
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, start_new_session=True)
    with process:
        assert process.stdout is not None
        assert [process.stdout.readline() for _ in range(2)] == ["begun\n"] * 2
        yield process


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends processes with the one that started them")
@pytest.mark.parametrize("signum", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_workers_end_with_whoever_gave_the_tasks(signum: signal.Signals) -> None:
    with giver("spin", "") as process:
        workers = children(process.pid)
        assert len(workers) == 2
        process.send_signal(signum)
        process.wait(20)
        assert wait_for(lambda: not any(map(alive, workers)))


def spin(_: str, tell: Tell) -> None:
    """A loop that never says another word."""
    tell(Beat("spins", 600))
    while True:
        pass


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_ctrl_c_ends_workers_too() -> None:
    with giver("spin", "") as process:
        workers = children(process.pid)
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(20) != 0
        assert not any(map(alive, workers))


def test_a_run_that_is_stopped_for_a_while_gives_up_nobody() -> None:
    with giver("rest", "") as process:
        os.killpg(process.pid, signal.SIGSTOP)
        time.sleep(4)
        os.killpg(process.pid, signal.SIGCONT)
        assert process.communicate(timeout=20)[0] == "rested\n" * 2


def rest(_: str, tell: Tell) -> str:
    """Take one second of three."""
    tell(Beat("rests", 3))
    end = time.monotonic() + 1
    while time.monotonic() < end:
        time.sleep(0.1)
    return "rested"


def test_a_worker_that_cannot_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "START", "raise SystemExit(7)")
    with Crew(1) as crew, pytest.raises(OSError, match=r"cannot be started \(exit code 7\): check memory and"):
        list(crew.work(double, deque([1])))


def test_files_beside_the_caller_are_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(9)\n")
    monkeypatch.chdir(tmp_path)
    with Crew(1) as crew:
        assert list(crew.work(double, deque([1]))) == [(1, 2)]
