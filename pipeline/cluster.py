"""Ray: does tasks on the cores of a cluster, or of this machine. The only module that knows Ray.

Every task runs in a `Crew` of one beside the Ray worker that was given it: what hangs or dies is met there as it is on
one machine, and comes back as a value. A node that is lost is Ray's matter: its tasks are done again elsewhere.
"""

from __future__ import annotations

import asyncio
import logging
import os
import pickle
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from pipeline import fingerprint
from pipeline.pool import Beat, Crew, Do, Lost, Movable, Raised, portable

T = TypeVar("T")
R = TypeVar("R")

MISSING = "Ray is not installed: `pip install 'crs-pipeline[ray]'`, or leave --engine ray out"
# An address that takes longer than this to answer is none. Ray itself would try for minutes.
REACH_SECONDS = 5
# Looking at a folder from a node may mean that the node has to start a Python first.
LOOK_SECONDS = 120
# What Ray may put into shared memory on this machine: tasks and results are a few kilobytes each.
OBJECT_STORE = 256 << 20
# Nothing that Ray has to say goes to the terminal.
QUIET = {"logging_level": logging.ERROR, "log_to_driver": False}


class Ray:
    """Does tasks on a Ray cluster: that at `address` (`auto` or HOST:PORT), or one on this machine alone.

    `workers`: how many tasks at a time at most (None: one a core). `reads` and `writes`: the paths and the folder that
    every node has to see. Use as a context manager: ValueError where Ray is not installed, OSError where the cluster
    does not answer or one of its nodes is of no use.
    """

    def __init__(
        self,
        address: str | None = None,
        *,
        workers: int | None = None,
        reads: Sequence[Path] = (),
        writes: Path | None = None,
    ) -> None:
        self._address = address
        self._workers = workers or os.cpu_count() or 1
        self._limit = workers
        self._reads, self._writes = reads, writes

    def __enter__(self) -> Self:
        if self._address is None:
            self._start()
        else:
            self._join(self._address)
        return self

    def _start(self) -> None:
        """Start a Ray on this machine alone."""
        # What keeps Ray on the loopback, whatever the name says. It is read when Ray is imported.
        os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"
        _ray().init(
            address="local",
            num_cpus=self._workers,
            include_dashboard=False,
            object_store_memory=OBJECT_STORE,
            _node_ip_address="127.0.0.1",
            **QUIET,
        )

    def _join(self, address: str) -> None:
        """Use the cluster at an address."""
        _reach(address)
        ray = _ray()
        with _plainly(f"the Ray cluster at {address} cannot be used", ConnectionError, RuntimeError):
            ray.init(address=address, **QUIET)
        try:
            cores = int(ray.cluster_resources().get("CPU", 0)) or 1
            self._workers = min(self._limit or cores, cores)
            self.check()
        except BaseException:
            ray.shutdown()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _ray().shutdown()

    def check(self) -> None:
        """OSError where a node of the cluster has other code than this machine, or does not see what it has to.

        A folder of the same name on a disk of its own would not do to write to: the nodes look for a file of just now.
        """
        ray = _ray()
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        with _proof(self._writes) as proof:
            wanted = [*((path.absolute(), path.absolute()) for path in self._reads if path.exists()), *proof]
            look = ray.remote(num_cpus=0, max_retries=0)(_look)
            asked = {
                look.options(
                    scheduling_strategy=NodeAffinitySchedulingStrategy(node_id=node["NodeID"], soft=False)
                ).remote(wanted, fingerprint.code()): node["NodeManagerAddress"]
                for node in ray.nodes()
                if node["Alive"] and node["Resources"].get("CPU")
            }
            for answer, node in asked.items():
                with _plainly(f"{node}, a node of the cluster, cannot run crs-pipeline: install it there"):
                    lacking = ray.get(answer, timeout=LOOK_SECONDS)
                if lacking:
                    raise OSError(f"{node}, a node of the cluster, {lacking}")

    def work(
        self, do: Do[T, R], tasks: deque[T], told: Callable[[T, Beat], None] | None = None
    ) -> Iterator[tuple[T, R | Lost]]:
        """Each task with its result as it is ready, or with how it was lost; OSError where the cluster gives up.

        Tasks that are added meanwhile come after those that were there. Beats are told when their task has ended.
        """
        while tasks:
            given = list(tasks)
            tasks.clear()
            with _plainly("the Ray cluster gave up"):
                yield from self._round(do, given, told)

    def _round(
        self, do: Do[T, R], given: Sequence[T], told: Callable[[T, Beat], None] | None
    ) -> Iterator[tuple[T, R | Lost]]:
        _ray()
        import ray.data

        logging.getLogger("ray.data").setLevel(logging.CRITICAL)  # errors are raised
        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        context.print_on_execution_start = False
        # One block a task: a block is what Ray Data gives to a worker, takes back when it is done, and does again
        # where a node is lost.
        rows = [{"number": number, "task": pickle.dumps((do, _absolute(task)))} for number, task in enumerate(given)]
        data = ray.data.from_items(rows, override_num_blocks=len(rows))
        done = data.map(_do, num_cpus=1, concurrency=min(self._workers, len(rows)))
        for row in done.iter_rows():
            task = given[row["number"]]
            beats, answer = pickle.loads(row["answer"])  # noqa: S301  (our own)
            if told:
                for beat in beats:
                    told(task, beat)
            if isinstance(answer, Raised):
                raise answer.error
            yield task, answer


# --- in the hands of a Ray worker -------------------------------------------------------------------------------------

# The process that does the tasks of this Ray worker; it stays, with the rules that it has compiled.
_hands: list[Crew] = []


def _do(row: dict[str, Any]) -> dict[str, Any]:
    """Do a task in a process of its own; what it told, and its result, how it was lost or what it raised."""
    if not _hands:
        _hands.append(Crew(1))
    beats: list[Beat] = []
    try:
        do, task = pickle.loads(row["task"])  # noqa: S301  (our own)
        ((_, answer),) = _hands[0].work(do, deque([task]), lambda _, beat: beats.append(beat))
    except Exception as error:  # noqa: BLE001  (it is raised again where the task came from)
        _hands.pop().__exit__(None, None, None)
        answer = Raised(portable(error))
    return {"number": row["number"], "answer": pickle.dumps((beats, answer))}


def _look(wanted: Sequence[tuple[Path, Path]], code: str) -> str | None:
    """What this node lacks, as the end of a sentence; of each folder wanted what proves that it is seen."""
    if fingerprint.code() != code:
        return "has another version of crs-pipeline or of its libraries: install the same on every node"
    for folder, proof in wanted:
        if not proof.exists():
            return f"does not see {folder}: share it with every node, or use an object store (s3://…)"
    return None


# --- around it --------------------------------------------------------------------------------------------------------


def _ray() -> Any:
    """Ray, which sends nothing to anybody; ValueError where it is not installed."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    try:
        import ray
    except ImportError as error:
        raise ValueError(MISSING) from error
    return ray


def _reach(address: str) -> None:
    """OSError where nobody listens at HOST:PORT; ValueError where an address is none that can be used."""
    if address == "auto":
        return
    host, _, port = address.rpartition(":")
    if "://" in address or not host or not port.isdigit():
        raise ValueError(
            f"{address} is no address of a Ray cluster: give HOST:PORT, or `auto` on a machine of the cluster. Ray Data "
            "has to be run on such a machine: from elsewhere use `ray job submit -- crs run … --engine ray --address auto`"
        )

    async def knock() -> None:
        _, writer = await asyncio.wait_for(asyncio.open_connection(host.strip("[]"), int(port)), REACH_SECONDS)
        writer.close()

    try:
        asyncio.run(knock())
    except (OSError, TimeoutError) as error:
        raise OSError(
            f"no Ray cluster answers at {address}: start it (`ray start --head`), or check the address"
        ) from error


@contextmanager
def _plainly(sentence: str, *others: type[Exception]) -> Iterator[None]:
    """Ray's own errors (and some others), as an OSError with a sentence; what comes from the tasks stays as it is."""
    try:
        yield
    except Exception as error:
        if not type(error).__module__.startswith("ray.") and not isinstance(error, others):
            raise
        told = str(error).strip().split("\n")
        raise OSError(f"{sentence} ({type(error).__name__}: {told[-1]})") from error


@contextmanager
def _proof(out: Path | None) -> Iterator[list[tuple[Path, Path]]]:
    """A folder with a file in it that was not there before, for now."""
    if out is None:
        yield []
        return
    folder = out.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    proof = folder / f".seen-{os.getpid()}-{os.urandom(4).hex()}"
    proof.touch()
    try:
        yield [(folder, proof)]
    finally:
        proof.unlink(missing_ok=True)


def _absolute(task: T) -> T:
    """A task whose paths hold wherever it is done."""
    return task.moved(Path.absolute) if isinstance(task, Movable) else task
