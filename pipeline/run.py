"""Composes the stages: where the parts of a run lie, and one run over files and folders from ingest to tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from pipeline import rules, store
from pipeline.stages import extract, ingest, segment, tabulate

# The one batch of a run without DVC; with DVC the batches are those of params.yaml.
BATCH = "run"


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
    workers: int = 1,
    versions: Literal["all", "latest"] = "all",
    models: Path | None = None,
    strict: bool = False,
) -> Summary:
    """Every stage over files and folders; the tables end in `out/tables`, the parts in `out/parts`.

    `versions`: of a mirror's reports all versions or the latest.
    """
    rules.use_models(models)
    parts = out / "parts"
    place = {stage: parts / stage / BATCH for stage in tabulate.STAGES}
    ingest.run(paths, place["ingest"], workers=workers, versions=versions)
    if strict:
        stop_at_first_error(place["ingest"])
    segment.run(place["ingest"], place["segment"])
    extract.run(place["ingest"], place["segment"], place["extract"], workers=workers, models=models)
    if strict:
        stop_at_first_error(place["extract"])
    rows = tabulate.run(parts, [BATCH], out / "tables")
    return Summary(out / "tables", rows, errors_in(out / "tables"))


def errors_in(folder: Path) -> list[tuple[str, str]]:
    """(source_path, message) of every error of a folder of tables or a part."""
    table = store.read(folder, "errors")
    return list(zip(table.column("source_path").to_pylist(), table.column("message").to_pylist(), strict=True))


def stop_at_first_error(part: Path) -> None:
    """StrictError where a stage met an error."""
    found = errors_in(part)
    if found:
        raise StrictError(": ".join(found[0]))
