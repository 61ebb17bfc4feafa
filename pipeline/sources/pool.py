"""Reads files, those of formats that unfold in a process of its own: a parser that hangs or crashes costs its file."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import Self

from pipeline.pool import Beat, Crew, Lost, Tell
from pipeline.sources.decode import opening
from pipeline.sources.document import SourceError
from pipeline.sources.files import Found, read_bytes
from pipeline.sources.reading import Ingested, failed, ingest_file

SECONDS = 60.0
# Address space of the process: a file that unfolds without end meets this before the machine's memory ends.
MEMORY = 4 << 30
# A text up to this size is read in linear time by Python alone, so it needs no process of its own.
LIGHT_BYTES = 1_000_000

Read = Callable[[Found], Ingested]


class FileReader:
    """Reads one file after the other, each in at most `seconds`. Use as a context manager."""

    def __init__(self, *, seconds: float = SECONDS, read: Read = ingest_file) -> None:
        self._seconds = seconds
        self._read = read
        self._crew = Crew(memory=MEMORY)
        # Whether a file is given up that may be a good one: its reader was killed from outside, again and again.
        self.in_doubt = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._crew.__exit__(kind, error, trace)

    def read(self, file: Found) -> Ingested:
        """What is in the file; OSError where no process can be started for it."""
        if is_light(file):
            return self._read(file)
        do = partial(_read_in_time, self._read, self._seconds)
        ((_, answer),) = self._crew.work(do, deque([file]))
        if isinstance(answer, Lost) and answer.from_outside:  # no fault of the file's: once more
            ((_, answer),) = self._crew.work(do, deque([file]))
        return self.give_up(file, answer) if isinstance(answer, Lost) else answer

    def give_up(self, file: Found, lost: Lost) -> Ingested:
        """What is told of a file whose reader hung or crashed."""
        if lost.reason == "timeout":
            sentence = (
                f"reading took more than {self._seconds:g} seconds and was given up: remove the file, or give it in "
                "another format"
            )
        elif lost.from_outside:
            self.in_doubt = True
            sentence = "the reader was ended from outside again and again, perhaps for want of memory: the next run tries again"
        else:
            sentence = f"the reader crashed on this file ({lost.ending}): remove it, or give it in another format"
        return failed(file.source_path, sha256(file), SourceError(lost.reason, sentence))


def _read_in_time(read: Read, seconds: float, file: Found, tell: Tell) -> Ingested:
    tell(Beat(file.source_path, seconds))
    return read(file)


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


def sha256(file: Found) -> str | None:
    """SHA-256 of a file's bytes; None where it cannot be read."""
    try:
        return hashlib.sha256(read_bytes(file.path)).hexdigest()
    except SourceError:
        return None
