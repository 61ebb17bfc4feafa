"""Pieces: a part (what a stage writes of a batch) is a folder of pieces, each made by one task and read as a whole.

A piece is a folder of tables and, written last, its mark: without it the piece is not there, so what a killed run
left behind is never read. The mark tells which documents were read, the key of what read them, and how large the
tables are: a piece with the key and documents of today, all of it there, need not be made again. The pieces of segment and extract have the names of those of ingest
that they were made from; ingest's `kept` tells which documents of which pieces count.
"""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter, deque
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

import pyarrow as pa

from pipeline import store
from pipeline.pool import Beat, Do, Engine, Inline, Lost
from pipeline.progress import Progress
from pipeline.tables import PARTS

MARK = "piece.json"


class Mark(NamedTuple):
    """Which documents a piece holds, and the key (a fingerprint of code and rules) of what made it; None: not told."""

    key: str | None
    documents: list[str]


def finish(piece: Path, mark: Mark) -> None:
    """Write the mark of a piece whose tables are all written."""
    write_json(piece / MARK, {**mark._asdict(), "sizes": sizes(piece)})


def sizes(folder: Path) -> dict[str, int]:
    """The bytes of every table in a folder."""
    paths = sorted(folder.rglob("*.parquet"))
    return {path.relative_to(folder).as_posix(): path.stat().st_size for path in paths if path.name[0] not in "._"}


def write_json(path: Path, value: object) -> None:
    """Write a JSON file that appears only when it is whole."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def read_json(path: Path) -> dict[str, Any]:
    """What `write_json` wrote; nothing where there is no such file, or something else."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def marks(part: Path) -> dict[str, Mark]:
    """The finished pieces of a part by name, in the order of the names; none where there is no part."""
    found = {}
    for path in sorted(part.glob(f"*/{MARK}")):
        match read_json(path):
            case {"key": str() | None as key, "documents": list(documents), "sizes": dict(told)} if told == sizes(
                path.parent
            ):
                found[path.parent.name] = Mark(key, documents)
            case _:
                continue  # whatever it is, it is no mark of what is there: the piece is made again
    return found


def up_to_date(part: Path, key: str | None, wanted: Mapping[str, Sequence[str]]) -> set[str]:
    """The pieces of a part that were made with this key and hold every document wanted of them."""
    if key is None:
        return set()
    return {
        name
        for name, mark in marks(part).items()
        if mark.key == key and name in wanted and set(wanted[name]) <= set(mark.documents)
    }


def begin(piece: Path) -> None:
    """Clear the place of a piece."""
    remove(piece)
    piece.mkdir(parents=True, exist_ok=True)


def remove(piece: Path) -> None:
    """Remove a piece, its mark first so that no half of it counts, or whatever else has its name."""
    if piece.is_dir():
        (piece / MARK).unlink(missing_ok=True)
        shutil.rmtree(piece, ignore_errors=True)
    else:
        piece.unlink(missing_ok=True)


def sweep(part: Path, keep: Collection[str]) -> None:
    """Remove every piece of a part but those named, and what a killed run was writing beside them."""
    if not part.is_dir():
        return
    for path in part.iterdir():
        if path.is_dir() and path.name not in keep:
            remove(path)
        elif path.name.startswith(".") and path.suffix == ".tmp":
            path.unlink(missing_ok=True)


class Blame:
    """What hung or died in the hands of a worker, and from when on it is left out.

    A hang is blamed at once, a death when it comes again: the machine may have been short of memory. One that must have
    come from outside is blamed later still; then the piece has no key, so that the next run tries again.
    """

    DEATHS = 2
    DEATHS_FROM_OUTSIDE = 4

    def __init__(self) -> None:
        self._deaths: Counter[tuple[str, str | None]] = Counter()

    def settles(self, task: str, lost: Lost, left_out: Collection[str]) -> str | None:
        """What the task was at, where that is to be left out.

        OSError where workers die that are at nothing, or at what is left out already: it is not the input then.
        """
        if lost.at in left_out:
            raise OSError(f"a process that does the work ends at nothing that it reads ({lost.ending}): install again")
        if lost.reason == "timeout" and lost.at is not None:
            return lost.at
        self._deaths[task, lost.at] += 1
        if self._deaths[task, lost.at] < (self.DEATHS_FROM_OUTSIDE if lost.from_outside else self.DEATHS):
            return None
        if lost.at is None:
            raise OSError(
                f"a process that does the work dies before it begins ({lost.ending}): check the machine's memory"
            )
        return lost.at


class Task(NamedTuple):
    """Make a piece of segment or extract.

    sources    the pieces it is made from: that of ingest, of extract also that of segment
    documents  the documents that count; others in the pieces are left alone
    lost       documents not even to be tried, and why, as a sentence
    """

    sources: tuple[Path, ...]
    out: Path
    documents: tuple[str, ...]
    models: Path | None
    key: str | None
    lost: Mapping[str, str]

    @property
    def reads_files(self) -> tuple[Path, ...]:
        """None."""
        return ()

    @property
    def reads_folders(self) -> tuple[Path, ...]:
        """The pieces that it is made from, and the rules."""
        return (*self.sources, self.models) if self.models else self.sources

    @property
    def makes(self) -> Path:
        """The piece."""
        return self.out

    def moved(self, move: Callable[[Path], Path]) -> Self:
        """The same task with every path moved."""
        return self._replace(
            sources=tuple(map(move, self.sources)),
            out=move(self.out),
            models=move(self.models) if self.models else None,
        )


def make(
    stage: str,
    do: Do[Task, int],
    sources: Sequence[Path],
    out: Path,
    *,
    models: Path | None = None,
    engine: Engine | None = None,
    key: str | None = None,
    progress: Progress,
) -> None:
    """Make every piece of a part from parts of earlier stages (the first is ingest's), and remove those of yesterday.

    A piece that was made with this key and holds every document that counts stays as it is; without a key none does.
    A document in which a worker hangs or dies is left out the next time, with a row in `errors`.
    """
    wanted: dict[str, list[str]] = {}
    kept = store.read(sources[0], "kept", ["doc_id", "piece"])
    for doc_id, piece in zip(*(column.to_pylist() for column in kept.columns), strict=True):
        wanted.setdefault(piece, []).append(doc_id)
    done = up_to_date(out, key, wanted)
    tasks = deque(
        Task(tuple(part / piece for part in sources), out / piece, tuple(documents), models, key, {})
        for piece, documents in wanted.items()
        if piece not in done
    )
    progress.begin(stage, sum(len(task.documents) for task in tasks), kept.num_rows)
    blame = Blame()
    for task, result in (engine or Inline()).work(do, tasks, lambda _, beat: _told(progress, beat)):
        if not isinstance(result, Lost):
            progress.advance(0, errors=result)
        elif (guilty := blame.settles(task.out.name, result, task.lost)) is None:
            tasks.append(task)
        else:
            sentence = left_out(stage, guilty, result)
            again = None if result.from_outside else task.key
            tasks.append(task._replace(lost={**task.lost, guilty: sentence}, key=again))
    sweep(out, wanted)


class Errors:
    """The rows of `errors` of a piece."""

    # What a row needs of `documents`.
    NEEDS = ("doc_id", "source_path", "source_sha256")

    def __init__(self, stage: str) -> None:
        self._stage = stage
        self.columns: dict[str, list[str | None]] = {name: [] for name in PARTS["errors"].names}

    def add(self, row: Mapping[str, Any], error: str, message: str) -> None:
        """Append a row for a document that lost its rows."""
        told = (row["source_path"], row["source_sha256"], self._stage, error, message)
        for column, value in zip(("source_path", "source_sha256", "stage", "error", "message"), told, strict=True):
            self.columns[column].append(value)

    def failed(self, row: Mapping[str, Any], error: Exception) -> None:
        """Append a row for a document in which the rules raised an error."""
        told = str(error) or type(error).__name__
        sentence = f"the rules failed on this report ({told}): please report the file as a bug"
        self.add(row, type(error).__name__, f"{row['doc_id']}: {sentence}")


def _told(progress: Progress, beat: Beat) -> None:
    if beat.done:
        progress.advance(1, beat.done)


def left_out(stage: str, doc_id: str, lost: Lost) -> str:
    """Why a document has no rows of a stage, and what to do."""
    if lost.from_outside:
        how = "was ended from outside again and again, perhaps for want of memory: the next run tries again"
        return f"{doc_id}: {stage} {how}"
    how = "took too long and was given up" if lost.reason == "timeout" else "ended the process that did it"
    return f"{doc_id}: {stage} {how} ({lost.ending}): please report the file as a bug"


def seconds(text: str) -> float:
    """How long a document may take: a thousand times what it usually does."""
    return 60.0 + len(text) / 1000


def read(part: Path, name: str) -> pa.Table:
    """A table of all finished pieces of a part."""
    tables = [store.read(part / piece, name) for piece in marks(part)]
    return pa.concat_tables([store.empty(name), *tables])
