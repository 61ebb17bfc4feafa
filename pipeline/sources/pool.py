"""Reads files in processes of their own: a parser that hangs or crashes costs its file and nothing else.

Each worker is a fresh Python that knows the readers alone. It is given one file at a time; when the time for it is up
it is killed, when it dies the file has failed, and in both cases another worker takes its place. Results come in the
order of the files, whatever number of workers there is.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe, wait

from pipeline.sources.decode import opening
from pipeline.sources.document import SourceError
from pipeline.sources.files import Found, read_bytes
from pipeline.sources.reading import Ingested, failed, ingest_file

SECONDS = 60.0
# Address space of a worker: a file that unfolds without end meets this before the machine's memory ends.
MEMORY = 4 << 30
# Results that wait for an earlier file, for each worker.
AHEAD = 4
# Starting takes a second; longer than this and something is wrong with the machine.
START_SECONDS = 120.0
# A text up to this size is read in linear time by Python alone, so it needs no process of its own.
LIGHT_BYTES = 1_000_000

Read = Callable[[Found], Ingested]
# No `multiprocessing.Process`: that would run the script of whoever called us once more.
START = """
import json, sys
sys.path[:] = json.loads(sys.argv[2])
from pipeline.sources.pool import serve
serve(int(sys.argv[1]))
"""


def read_files(
    files: Sequence[Found], *, workers: int = 1, seconds: float = SECONDS, read: Read = ingest_file
) -> Generator[Ingested, None, None]:
    """Read files, in order, each in at most `seconds`. OSError where no worker can be started."""
    done: dict[int, Ingested] = {}
    crew: list[_Worker] = []
    given = 0
    try:
        for number in range(len(files)):
            while number not in done:
                limit = min(len(files), number + AHEAD * workers)
                given = _give_out(files, given, limit, crew, workers, seconds, read, done)
                if number not in done:
                    _collect(crew, done)
            yield done.pop(number)
    finally:
        for worker in crew:
            worker.stop()


def _give_out(
    files: Sequence[Found],
    given: int,
    limit: int,
    crew: list[_Worker],
    workers: int,
    seconds: float,
    read: Read,
    done: dict[int, Ingested],
) -> int:
    """Give files to the workers that are free; returns the number of the next file."""
    while given < limit:
        if workers == 1 and is_light(files[given]):
            done[given] = read(files[given])
            given += 1
            continue
        worker = next((worker for worker in crew if worker.job is None), None)
        if worker is None:
            if len(crew) >= workers:
                return given
            worker = _Worker.start(read)
            crew.append(worker)
        worker.give(given, files[given], seconds)
        given += 1
    return given


def _collect(crew: list[_Worker], done: dict[int, Ingested]) -> None:
    """Wait until a worker is done, dead or too late; workers of the latter two kinds leave."""
    busy = [worker for worker in crew if worker.job is not None]
    first = min(worker.deadline for worker in busy)
    ready = wait([worker.pipe for worker in busy], max(0.0, first - time.monotonic()))
    now = time.monotonic()
    for worker in busy:
        job, file = worker.job, worker.file
        if job is None or file is None:
            continue
        if worker.pipe in ready:
            try:
                done[job] = worker.pipe.recv()
                worker.job = None
                continue
            except (EOFError, OSError):
                sentence = (
                    f"the reader crashed on this file ({worker.ending()}): remove it, or give it in another format"
                )
                error = SourceError("crash", sentence)
        elif now >= worker.deadline:
            error = SourceError(
                "timeout",
                f"reading took more than {worker.seconds:g} seconds and was given up: remove the file, or give it in "
                "another format",
            )
        else:
            continue
        worker.stop()
        crew.remove(worker)
        done[job] = failed(file.source_path, _sha(file), error)


def is_light(file: Found) -> bool:
    """Whether a file is a short text without HTML, JSON or PDF."""
    try:
        if not file.path.is_file() or file.path.stat().st_size > LIGHT_BYTES:
            return False
        with file.path.open("rb") as opened:
            head = opened.read(1024)
    except OSError:
        return True
    return b"%PDF" not in head and opening(head).lstrip()[:1] not in ("<", "{", "[")


def _sha(file: Found) -> str | None:
    try:
        return hashlib.sha256(read_bytes(file.path)).hexdigest()
    except SourceError:
        return None


@dataclass(slots=True)
class _Worker:
    """A process that reads files, and the file that it has in hand."""

    process: subprocess.Popen[bytes]
    pipe: Connection[object, Ingested]
    job: int | None = None
    file: Found | None = None
    deadline: float = 0.0
    seconds: float = SECONDS

    @classmethod
    def start(cls, read: Read) -> _Worker:
        """A worker that is ready; OSError where it cannot be started."""
        ours, theirs = Pipe()
        process = subprocess.Popen(  # noqa: S603  (our own interpreter, our own code)
            [sys.executable, "-c", START, str(theirs.fileno()), json.dumps(sys.path)],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        theirs.close()
        worker = cls(process, ours)
        try:
            ours.send(read)
            if ours.poll(START_SECONDS):
                ours.recv()
                return worker
            reason = f"no answer in {START_SECONDS:g} seconds"
        except (EOFError, OSError):
            reason = worker.ending()
        worker.stop()
        raise OSError(f"the process that reads files cannot be started ({reason}): check memory and {sys.executable}")

    def give(self, job: int, file: Found, seconds: float) -> None:
        """Hand a file over; the time for it begins now."""
        self.job, self.file, self.seconds = job, file, seconds
        self.deadline = time.monotonic() + seconds
        with contextlib.suppress(OSError):  # a worker that died meanwhile is met when its answer is waited for
            self.pipe.send(file)

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


def serve(handle: int) -> None:
    """What a worker does: read the files that come through the pipe until it closes."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415  (not on every system)

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pipe: Connection[object, object] = Connection(handle)
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        read = pipe.recv()
        pipe.send(None)
        while callable(read):
            pipe.send(read(pipe.recv()))
