"""What tests of whole runs share: small reports, the bytes of a folder of tables, a progress that remembers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pipeline import run
from pipeline.pool import Engine
from pipeline.progress import Progress

REPORT = """CRS Insights

{title}

Jane Q. Public, Analyst in Sample Policy (jpublic@example.gov, 7-0000)

May 4, 2016 ({number})

Background

{body}
"""
BODY = "In FY2015, Congress provided $5 million for the program. Analysts argue that it could reduce costs."


def report(number: str = "IN99001", title: str = "A Sample Program", body: str = BODY) -> str:
    """The text of a report."""
    return REPORT.format(number=number, title=title, body=body)


def write(folder: Path, name: str, text: str | bytes) -> Path:
    """A file below a folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def tables_of(folder: Path) -> dict[str, bytes]:
    """Every table of a folder by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.parquet"))}


class Watch(Progress):
    """Remembers what a run tells."""

    def __init__(self) -> None:
        self.stage = ""
        self.begun: Counter[str] = Counter()
        self.read: Counter[str] = Counter()
        self.errors: Counter[str] = Counter()
        self.said: list[str] = []

    def begin(self, stage: str, fresh: int, documents: int) -> None:
        """A stage begins."""
        self.stage = stage
        self.begun[stage] += fresh

    def advance(self, documents: int, words: int = 0, errors: int = 0) -> None:
        """So many more documents were read."""
        self.read[self.stage] += documents
        self.errors[self.stage] += errors

    def say(self, sentence: str) -> None:
        """Something that a user wants to know."""
        self.said.append(sentence)


def watched(
    paths: Path | Sequence[Path], out: Path, engine: Engine | None = None, models: Path | None = None
) -> tuple[dict[str, bytes], Watch]:
    """The tables of a run and what it told."""
    watch = Watch()
    paths = [paths] if isinstance(paths, Path) else paths
    summary = run.run(paths, out, engine=engine, models=models, progress=watch)
    return tables_of(summary.tables), watch
