"""Composes the stages: where the parts of a run lie, and one run over files and folders from ingest to tables.

A run goes on where another one stopped, killed or not: pieces that were made from the same files by the same code and
rules stay as they are.
"""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

from pipeline import fingerprint, pieces, rules, store
from pipeline.pool import Engine
from pipeline.progress import SILENT, Progress
from pipeline.stages import extract, ingest, segment, tabulate

# The one batch of a run without DVC; with DVC the batches are those of params.yaml.
BATCH = "run"
# Beside the parts: what the tables were made from, and the lock of the run that is writing.
MADE_FROM = "tables.json"
LOCK = ".lock"


class Summary(NamedTuple):
    """What a run made: the folder of tables, rows by table, and the errors as (source_path, message)."""

    tables: Path
    rows: dict[str, int]
    errors: list[tuple[str, str]]


class StrictError(ValueError):
    """`--strict` and a file that could not be read."""


def run(
    paths: Sequence[Path],
    out: Path,
    *,
    engine: Engine | None = None,
    versions: Literal["all", "latest"] = "all",
    models: Path | None = None,
    strict: bool = False,
    progress: Progress = SILENT,
    hashes: Mapping[Path, str] | None = None,
    gather: Callable[[], None] = lambda: None,
) -> Summary:
    """Every stage over files and folders; the tables end in `out/tables`, the parts in `out/parts`.

    `engine`: what does the work (None: this process). `versions`: of a mirror's reports all versions or the latest.
    `hashes`: SHA-256 of files to read that need not be opened for that. `gather` is called when the parts are
    finished and about to be merged: an engine may have left them elsewhere.
    OSError where another run is writing to the same folder.
    """
    parts, tables = out / "parts", out / "tables"
    place = {stage: parts / stage / BATCH for stage in tabulate.STAGES}
    with locked(parts):
        tabulate.recover(tables)
        code, rules_now = fingerprint.code(), rules.use_models(models)
        key = f"{code}-{rules_now}"
        _tell_changes(place["extract"], key, progress)
        ingest.run(
            paths,
            place["ingest"],
            versions=versions,
            engine=engine,
            key=code,
            leave=(parts, tables),
            hashes=hashes,
            progress=progress,
        )
        if strict:
            stop_at_first_error(place["ingest"])
        segment.run(place["ingest"], place["segment"], models=models, engine=engine, key=key, progress=progress)
        extract.run(
            place["ingest"],
            place["segment"],
            place["extract"],
            models=models,
            engine=engine,
            key=key,
            progress=progress,
        )
        if strict:
            stop_at_first_error(place["extract"])
        rows = _tabulate(parts, tables, progress, gather)
    return Summary(tables, rows, errors_in(tables))


def _tabulate(parts: Path, tables: Path, progress: Progress, gather: Callable[[], None]) -> dict[str, int]:
    """Merge the parts, where the tables are not made from these very parts already."""
    mark, made_from = parts / MADE_FROM, _made_from(parts)
    match pieces.read_json(mark):
        case {"made_from": str(then), "sizes": dict(sizes), "rows": dict(rows)} if (
            then == made_from and sizes == pieces.sizes(tables)
        ):
            return rows
    mark.unlink(missing_ok=True)
    progress.begin("tabulate", 1, 1)
    gather()
    rows = tabulate.run(parts, [BATCH], tables)
    pieces.write_json(mark, {"made_from": made_from, "sizes": pieces.sizes(tables), "rows": rows})
    return rows


def _tell_changes(part: Path, key: str, progress: Progress) -> None:
    """Say why reports of the last run are read again, where they are."""
    stale = [mark for mark in pieces.marks(part).values() if mark.key not in (None, key)]
    if stale:
        code = key.partition("-")[0]
        what = "rules have" if all((mark.key or "").startswith(code) for mark in stale) else "code of the pipeline has"
        count = sum(len(mark.documents) for mark in stale)
        progress.say(f"the {what} changed since the last run: its {count:,} reports are read again")


def _made_from(parts: Path) -> str:
    """A hash of what tells which rows the parts hold: their pieces, with the keys of what made them."""
    digest = hashlib.sha256()
    for stage in tabulate.STAGES:
        part = parts / stage / BATCH
        files = [path for name in ("kept", "errors") for path in store.files(part, name)]
        for path in (*files, *(part / piece / pieces.MARK for piece in pieces.marks(part))):
            digest.update(path.relative_to(parts).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@contextmanager
def locked(parts: Path) -> Iterator[None]:
    """Nobody else writes to a folder of parts meanwhile. The lock goes with the process, however that ends."""
    parts.mkdir(parents=True, exist_ok=True)
    with (parts / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OSError(f"another run is writing to {parts.parent}: wait for it, or choose another --out") from error
        except OSError:  # some file systems know no locks
            pass
        yield


def errors_in(folder: Path) -> list[tuple[str, str]]:
    """(source_path, message) of every error of a folder of tables or a part."""
    table = store.read(folder, "errors") if store.files(folder, "errors") else pieces.read(folder, "errors")
    return list(zip(table.column("source_path").to_pylist(), table.column("message").to_pylist(), strict=True))


def stop_at_first_error(part: Path) -> None:
    """StrictError where a stage met an error."""
    found = errors_in(part)
    if found:
        raise StrictError(": ".join(found[0]))
