"""How far a run is: a bar where the output is a terminal, else a line every ten seconds."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TextIO

from tqdm import tqdm

from pipeline.progress import SILENT, Progress

SECONDS = 10.0


@contextmanager
def shown(quiet: bool, stream: TextIO | None = None) -> Iterator[Progress]:
    """What shows a run's progress on a stream (None: the standard error, so that the output stays clean)."""
    stream = stream or sys.stderr
    if quiet:
        yield SILENT
        return
    progress = Bar(stream) if stream.isatty() else Lines(stream)
    try:
        yield progress
    finally:
        progress.end()


class Lines(Progress):
    """A line where a stage knows documents from before, and one every ten seconds while it lasts."""

    every = SECONDS

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._stage = ""
        self._since = self._last = 0.0
        self._all = self._documents = self._words = self._errors = 0
        self._known = (0, 0)

    def begin(self, stage: str, fresh: int, documents: int) -> None:
        """A stage begins."""
        self.end()
        self._stage, self._all = stage, fresh
        self._documents = self._words = self._errors = 0
        self._since = self._last = monotonic()
        known = (documents - fresh, documents)
        if known[0] and known != self._known:
            rest = "" if fresh else ": nothing to read"
            self.say(f"{stage}: {known[0]:,} of {known[1]:,} known from before{rest}")
        self._known = known

    def advance(self, documents: int, words: int = 0, errors: int = 0) -> None:
        """So many more documents were read."""
        self._documents += documents
        self._words += words
        self._errors += errors
        if monotonic() - self._last >= self.every:
            self._last = monotonic()
            self.show()

    def say(self, sentence: str) -> None:
        """A line of its own."""
        print(sentence, file=self._stream, flush=True)

    def show(self) -> None:
        """How far the stage is."""
        self.say(self.state())

    def end(self) -> None:
        """The stage is over."""

    def state(self) -> str:
        """The stage, its documents, words a second, errors and the time left."""
        seconds = max(monotonic() - self._since, 1e-9)
        done = min(self._documents, self._all)
        told = [f"{self._stage}: {done:,} of {self._all:,}"]
        if self._words:
            told.append(f"{self._words / seconds:,.0f} words/s")
        if self._errors:
            told.append(f"{self._errors:,} errors")
        if 0 < done < self._all:
            told.append(f"{duration(seconds / done * (self._all - done))} left")
        return ", ".join(told)


class Bar(Lines):
    """A bar with what a line tells; it goes when its stage is over."""

    every = 0.1

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self._bar: tqdm[None] | None = None

    def show(self) -> None:
        """The bar and how far the stage is."""
        if self._bar is None:
            self._bar = tqdm(
                total=self._all, file=self._stream, leave=False, bar_format="{bar:24} {desc}", dynamic_ncols=True
            )
        self._bar.n = min(self._documents, self._all)
        self._bar.set_description_str(self.state())

    def say(self, sentence: str) -> None:
        """A line above the bar."""
        tqdm.write(sentence, file=self._stream)

    def end(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def duration(seconds: float) -> str:
    """Seconds as a person says them: `12 s`, `3 min 05 s`, `2 h 07 min`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02} min"
