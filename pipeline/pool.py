"""Processes that do tasks: one that hangs or dies costs its task, never the run.

Every worker is a fresh Python. It is given one task at a time and tells what it is about to do (a `Beat`), with the
time that this may take. When the time is up it is killed; when it dies by itself the task is lost as well; in both
cases the task comes back as `Lost`, with the last beat, and another worker takes the place. When whoever gave the
tasks dies, the workers die with it.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Literal, NamedTuple, Protocol, Self, TypeVar, runtime_checkable

# Starting and importing takes seconds; longer than this and something is wrong with the machine.
START_SECONDS = 120.0
# Who dies before it is ready may have been killed by somebody: so many are started before that is the machine's fault.
STARTS = 3
# A worker leaves after so many tasks: what its libraries remember of a long run (words never met before, holes in the
# heap) leaves with it.
TASKS_EACH = 500
# Time runs for the workers only while they are listened to, in steps of at most so many seconds: a run that is stopped
# for a while (Ctrl-Z, a closed lid) gives up nobody when it goes on.
STEP = 1.0
# What Linux calls PR_SET_PDEATHSIG.
DIE_WITH_PARENT = 1
# No `multiprocessing.Process`: that would run the script of whoever called us once more.
START = """
import json, sys
sys.path[:] = json.loads(sys.argv[3])
from pipeline.pool import serve
serve(int(sys.argv[1]), int(sys.argv[2]), parent=int(sys.argv[4]))
"""

T = TypeVar("T")
R = TypeVar("R")


class Beat(NamedTuple):
    """What a task is about to do (None: nothing that could be left out), how many seconds that may take, and how much
    it has done since the last beat.
    """

    at: str | None
    seconds: float
    done: int = 0


class Lost(NamedTuple):
    """A task whose worker hung or died: how it ended, and its last beat."""

    reason: Literal["crash", "timeout"]
    ending: str
    at: str | None

    @property
    def from_outside(self) -> bool:
        """Whether nothing that the task did can have ended it: somebody did, or a system that was short of memory."""
        return self.ending == f"signal {int(signal.SIGKILL)}"


Tell = Callable[[Beat], None]
Do = Callable[[T, Tell], R]


@runtime_checkable
class Movable(Protocol):
    """A task that says which files and folders it reads and which folder it makes, so that these may lie elsewhere."""

    @property
    def reads_files(self) -> tuple[Path, ...]:
        """The files that must be there."""
        ...

    @property
    def reads_folders(self) -> tuple[Path, ...]:
        """The folders that must be there, with all that is in them."""
        ...

    @property
    def makes(self) -> Path:
        """The piece."""
        ...

    def moved(self, move: Callable[[Path], Path]) -> Self:
        """The same task with every path moved."""
        ...


class Engine(Protocol):
    """What does tasks. `tasks` may be added to while they are worked on; results come as they are ready."""

    def work(
        self, do: Do[T, R], tasks: deque[T], told: Callable[[T, Beat], None] | None = None
    ) -> Iterator[tuple[T, R | Lost]]:
        """Each task with its result, or with how it was lost. What a task raises is raised here."""
        ...


class Inline:
    """Does tasks in this process, one after the other; nothing is killed."""

    def work(
        self, do: Do[T, R], tasks: deque[T], told: Callable[[T, Beat], None] | None = None
    ) -> Iterator[tuple[T, R | Lost]]:
        """Each task with its result."""
        while tasks:
            task = tasks.popleft()

            def tell(beat: Beat, task: T = task) -> None:
                if told:
                    told(task, beat)

            yield task, do(task, tell)


class Crew:
    """Does tasks in `workers` processes, started when they are needed and ended with the `with` block.

    `memory`: bytes of address space of each, for tasks that may unfold without end.
    """

    def __init__(self, workers: int = 1, *, memory: int = 0) -> None:
        self.workers = workers
        self._memory = memory
        self._crew: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._crew:
            worker.stop()
        self._crew.clear()

    def work(
        self, do: Do[T, R], tasks: deque[T], told: Callable[[T, Beat], None] | None = None
    ) -> Iterator[tuple[T, R | Lost]]:
        """Each task with its result, or with how it was lost; OSError where no worker can be started."""
        jobs: dict[_Worker, T] = {}
        try:
            while tasks or jobs:
                while tasks and len(jobs) < self.workers:
                    worker = self._free()
                    jobs[worker] = tasks.popleft()
                    worker.give(do, jobs[worker])
                for worker, answer in self._answers(list(jobs)):
                    if isinstance(answer, Beat):
                        if told:
                            told(jobs[worker], answer)
                    elif isinstance(answer, Lost):
                        yield jobs.pop(worker), answer
                    elif isinstance(answer, Raised):
                        raise answer.error
                    else:
                        worker.task_done()
                        yield jobs.pop(worker), answer.result
        finally:  # nobody waits for these any more
            for worker in jobs:
                self._dismiss(worker)

    def _free(self) -> _Worker:
        """A worker without a task."""
        for worker in self._crew[:]:
            if worker.busy:
                continue
            if worker.tasks < TASKS_EACH:
                return worker
            self._dismiss(worker)
        for left in reversed(range(STARTS)):
            try:
                worker = _Worker.start(self._memory)
            except OSError:
                if not left:
                    raise
            else:
                self._crew.append(worker)
                break
        return worker

    def _dismiss(self, worker: _Worker) -> None:
        """End a worker."""
        worker.stop()
        if worker in self._crew:
            self._crew.remove(worker)

    def _answers(self, busy: list[_Worker]) -> Iterator[tuple[_Worker, Any]]:
        """What workers have to say, once one has; those who are dead or too late leave."""
        begin = time.monotonic()
        ready = wait([worker.pipe for worker in busy], min(STEP, *(worker.left for worker in busy)))
        passed = min(time.monotonic() - begin, 2 * STEP)
        for worker in busy:
            worker.left -= passed
            if worker.pipe in ready:
                try:
                    answer = worker.hear()
                except (EOFError, OSError):
                    answer = Lost("crash", worker.ending(), worker.at)
            elif worker.left <= 0:
                answer = Lost("timeout", f"no answer in {worker.seconds:g} seconds", worker.at)
            else:
                continue
            if isinstance(answer, Lost):
                self._dismiss(worker)
            yield worker, answer


@dataclass(slots=True)
class _Done(Generic[R]):
    result: R


@dataclass(slots=True)
class Raised:
    """What a task raised, on its way to where the task came from."""

    error: Exception


@dataclass(slots=True, eq=False)
class _Worker:
    """A process, what it is at, how many seconds it was given for that and how many are left."""

    process: subprocess.Popen[bytes]
    pipe: Connection[Any, Any]
    tasks: int = 0
    busy: bool = False
    at: str | None = None
    seconds: float = START_SECONDS
    left: float = START_SECONDS

    @classmethod
    def start(cls, memory: int) -> _Worker:
        """A worker that is ready; OSError where it cannot be started."""
        ours, theirs = Pipe()
        arguments = [str(theirs.fileno()), str(memory), json.dumps(sys.path), str(os.getpid())]
        process = subprocess.Popen(  # noqa: S603  (our own interpreter, our own code)
            [sys.executable, "-P", "-c", START, *arguments],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        theirs.close()
        worker = cls(process, ours)
        try:
            if ours.poll(START_SECONDS):
                ours.recv()
                return worker
            reason = f"no answer in {START_SECONDS:g} seconds"
        except (EOFError, OSError):
            reason = worker.ending()
        worker.stop()
        raise OSError(f"the process that does the work cannot be started ({reason}): check memory and {sys.executable}")

    def give(self, do: Do[T, R], task: T) -> None:
        """Hand a task over."""
        self.busy, self.at = True, None
        self._wait_for(START_SECONDS)
        with contextlib.suppress(OSError):  # a worker that died meanwhile is met when its answer is waited for
            self.pipe.send((do, task))

    def hear(self) -> Any:
        """The next thing that the worker says; EOFError where it is dead."""
        answer = self.pipe.recv()
        if isinstance(answer, Beat):
            self.at = answer.at
            self._wait_for(answer.seconds)
        return answer._replace(at=self.at) if isinstance(answer, Lost) else answer

    def _wait_for(self, seconds: float) -> None:
        self.seconds = self.left = seconds

    def task_done(self) -> None:
        """It is free again."""
        self.busy = False
        self.tasks += 1

    def ending(self) -> str:
        """How the process ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = self.process.wait(5)
            return f"signal {-code}" if code < 0 else f"exit code {code}"
        return "it hung up"

    def stop(self) -> None:
        """End the process, whatever it does."""
        self.process.kill()
        self.process.wait()
        self.pipe.close()


def serve(handle: int, memory: int, parent: int) -> None:
    """What a worker does: the tasks that come through the pipe until it closes."""
    _end_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever gave the tasks, who then ends the workers
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415  (not on every system)

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory, resource.getrlimit(resource.RLIMIT_AS)[1]))
    pipe: Connection[Any, Any] = Connection(handle)

    def tell(beat: Beat) -> None:
        try:
            pipe.send(beat)
        except OSError:
            os._exit(1)  # nobody is there any more

    with contextlib.suppress(EOFError, OSError):
        pipe.send(None)
        while True:
            do, task = pipe.recv()
            try:
                answer: _Done[Any] | Raised | Lost = _Done(do(task, tell))
            except MemoryError:  # a fresh process may have enough
                answer = Lost("crash", "its memory ran out", None)
            except Exception as error:  # noqa: BLE001  (it is raised again where the task came from)
                answer = Raised(portable(error))
            pipe.send(answer)


def _end_with(parent: int) -> None:
    """Have this process end with the one that gives the tasks, however that ends: nobody else may be writing then.

    Only Linux can do it at once; elsewhere a worker ends when it has something to say.
    """
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import ctypes  # noqa: PLC0415  (not on every system)

        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, int(signal.SIGKILL))
    if os.getppid() != parent:
        os._exit(1)


def portable(error: Exception) -> Exception:
    """An error as it may travel: some cannot be pickled."""
    try:
        return pickle.loads(pickle.dumps(error))  # type: ignore[no-any-return]  # noqa: S301  (our own)
    except Exception:  # noqa: BLE001  (whatever `__reduce__` and `__init__` do)
        return RuntimeError(f"{type(error).__name__}: {error}")
