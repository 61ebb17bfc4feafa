"""What tabulate and check hold in memory does not grow with the number of documents."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from pipeline import pieces, run, store
from pipeline.pieces import Mark
from pipeline.stages.tabulate import MAKERS, STAGES
from pipeline.tables import schema

COPIES_A_PIECE = 30
MOST = 512
STATUS = Path("/proc/self/status")
# Not what `getrusage` tells: that counts what the process was forked from.
MEASURED = f"""
import sys
from pipeline.cli import main
try:
    main(sys.argv[1:])
finally:
    (line,) = [line for line in open("{STATUS}") if line.startswith("VmHWM")]
    print("peak", int(line.split()[1]) // 1024)
"""


def renamed(table: pa.Table, copy: int) -> pa.Table:
    """The rows under other ids: `IN1` becomes `R7IN1` wherever an id begins."""
    for index, field in enumerate(table.schema):
        column = table.column(index)
        if field.name.endswith("_id") and pa.types.is_string(field.type):
            table = table.set_column(index, field, other_ids(column, copy))
        elif field.name.endswith("_ids"):
            lists = column.combine_chunks()
            ids = pa.ListArray.from_arrays(lists.offsets, other_ids(lists.flatten(), copy))
            table = table.set_column(index, field, ids.cast(field.type))
    return table


def other_ids(ids: pa.Array, copy: int) -> pa.Array:
    return pc.binary_join_element_wise(pa.scalar(f"R{copy:05}"), ids, "")


def repeat(parts: Path, copies: int, out: Path) -> None:
    """The parts of a run with every document so many times under other ids."""
    tables = {name: pieces.read(parts / stage / run.BATCH, name) for name, stage in MAKERS.items()}
    kept = store.read(parts / "ingest" / run.BATCH, "kept")
    every = []
    for first in range(0, copies, COPIES_A_PIECE):
        numbers = range(first, min(first + COPIES_A_PIECE, copies))
        piece = f"{first:05}"
        for name, table in tables.items():
            write(out / MAKERS[name] / "run" / piece, name, (renamed(table, number) for number in numbers))
        told = pa.concat_tables([renamed(kept, number) for number in numbers])
        place = told.column_names.index("piece")
        every.append(told.set_column(place, told.schema.field(place), pa.array([piece] * told.num_rows)))
        for stage in STAGES:
            write(out / stage / "run" / piece, "errors", [])
            pieces.finish(out / stage / "run" / piece, Mark(None, told.column("doc_id").to_pylist()))
    write(out / "ingest" / "run", "kept", every)
    write(out / "ingest" / "run", "errors", [])


def write(folder: Path, name: str, tables: Iterable[pa.Table]) -> None:
    plain = schema(name, plain=True)
    store.write(
        folder / f"{name}.parquet", name, pa.concat_tables([plain.empty_table(), *(t.cast(plain) for t in tables)])
    )


def peak(*arguments: str | Path) -> int:
    """MiB that a command needed at most, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert "peak" in done.stdout, done.stdout + done.stderr
    return int(done.stdout.split()[-1])


@pytest.mark.skipif(not STATUS.exists(), reason="the peak is read from /proc")
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_memory_does_not_grow_with_the_number_of_documents(sample: run.Summary, tmp_path: Path) -> None:
    found = []
    for copies in (600, 1800):  # the buffers of the writers are full long before
        parts, tables = tmp_path / str(copies), tmp_path / f"{copies} tables"
        repeat(sample.tables.parent / "parts", copies, parts)
        tabulated = peak("tabulate", parts, "--batch", "run", "--out", tables)
        assert store.n_rows(tables / "documents" / "documents.parquet") == 4 * copies
        found.append((tabulated, peak("check", tables)))
    (small, small_check), (large, large_check) = found
    assert large < min(MOST, 1.3 * small)
    assert large_check < min(MOST, 1.3 * small_check)
