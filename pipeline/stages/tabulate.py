"""tabulate: the parts of every batch -> the final tables. Keys, order, checks.

Parts lie in `PARTS/<stage>/<batch>/<table>.parquet`. The finished tables replace the old ones in one swap, so that
a reader never meets a mixture.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline import store
from pipeline.tables import MENTIONS, TABLES

STAGES = ("ingest", "segment", "extract")
TEXT_TABLES = ("sentences", *MENTIONS, "links", "footnotes", "table_cells")


class InvariantError(ValueError):
    """A table that breaks the contract; the message names the table and the first row that does."""


def run(parts: Path, keys: Sequence[str], out: Path) -> dict[str, int]:
    """Merge the parts of the batches named into `out`; returns the number of rows of every table."""
    merged = {name: pa.concat_tables(_parts_of(parts, keys, name)) for name in TABLES}
    merged = _drop_repeated_documents(parts, keys, merged)
    merged["documents"] = _count(merged["documents"], merged)
    tables = {name: _sort(name, table) for name, table in merged.items()}
    check(tables)
    fresh = out.with_name(f".{out.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for name, table in tables.items():
        store.write(fresh / name / f"{name}.parquet", name, table)
    swap(fresh, out)
    return {name: table.num_rows for name, table in tables.items()}


def swap(fresh: Path, out: Path) -> None:
    """Put a finished folder of tables in the place of the old one."""
    old = out.with_name(f".{out.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    fresh.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def _parts_of(parts: Path, keys: Sequence[str], name: str) -> list[pa.Table]:
    """What every stage of every batch wrote of a table."""
    found = [store.empty(name)]
    for key in keys:
        for stage in STAGES:
            if store.files(parts / stage / key, name):
                found.append(store.read(parts / stage / key, name).cast(found[0].schema))
    return found


def _drop_repeated_documents(parts: Path, keys: Sequence[str], merged: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """One `doc_id` in two batches: the first batch's document stays, the other is a warning or an error.

    Within a batch `ingest` has settled this already; rows of the batch that loses are dropped everywhere.
    """
    ids = merged["documents"].column("doc_id").to_pylist()
    if len(set(ids)) == len(ids):
        return merged
    owner: dict[str, str] = {}
    hashes: dict[str, tuple[str, str]] = {}
    lost: dict[str, set[str]] = {key: set() for key in keys}
    warnings: dict[str, list[str]] = {}
    errors: list[dict[str, str]] = []
    for key in keys:
        told = store.read(parts / "ingest" / key, "documents", ["doc_id", "source_sha256", "source_path"])
        for doc_id, sha, path in zip(*(column.to_pylist() for column in told.columns), strict=True):
            if doc_id not in owner:
                owner[doc_id], hashes[doc_id] = key, (sha, path)
                continue
            lost[key].add(doc_id)
            first_sha, first_path = hashes[doc_id]
            if sha == first_sha:
                warnings.setdefault(doc_id, []).append(f"the same file stands in batch {key} too: {path}")
            else:
                errors.append(
                    {
                        "source_path": path, "source_sha256": sha, "stage": "tabulate", "error": "DuplicateDocument",
                        "message": f"{path} (batch {key}) and {first_path} (batch {owner[doc_id]}) are both {doc_id} "
                        "with different content; the first is kept: remove one of them or name its version",
                    }
                )  # fmt: skip
    result = {}
    for name in TABLES:
        kept = [store.empty(name)]
        for key in keys:
            for table in _parts_of(parts, [key], name)[1:]:
                if "doc_id" in table.column_names and lost[key]:
                    table = table.filter(pc.invert(pc.is_in(table.column("doc_id"), pa.array(sorted(lost[key])))))
                kept.append(table)
        result[name] = pa.concat_tables(kept)
    extra = store.build("errors", {c: [error[c] for error in errors] for c in TABLES["errors"].names})
    result["errors"] = pa.concat_tables([result["errors"], extra])
    documents = result["documents"]
    notes = [
        [*own, *warnings.get(doc_id, [])]
        for own, doc_id in zip(
            documents.column("warnings").to_pylist(), documents.column("doc_id").to_pylist(), strict=True
        )
    ]
    result["documents"] = _with_column(documents, "warnings", notes)
    return result


def _with_column(table: pa.Table, name: str, values: Sequence[object]) -> pa.Table:
    index = table.column_names.index(name)
    return table.set_column(index, table.schema.field(index), pa.array(values, table.schema.field(index).type))


def _count(documents: pa.Table, merged: dict[str, pa.Table]) -> pa.Table:
    """Fill the columns of `documents` that count rows of other tables."""
    ids = documents.column("doc_id").to_pylist()
    for column, name in (("n_sections", "sections"), ("n_sentences", "sentences")):
        counts = Counter(merged[name].column("doc_id").to_pylist())
        documents = _with_column(documents, column, [counts[doc_id] for doc_id in ids])
    return documents


def _sort(name: str, table: pa.Table) -> pa.Table:
    keys = [(column, "ascending") for column in TABLES[name].order]
    return table.sort_by(keys) if table.num_rows else table


def check(tables: dict[str, pa.Table]) -> None:
    """The invariants of the contract; InvariantError names the table and the row."""
    documents = tables["documents"]
    ids = documents.column("doc_id").to_pylist()
    texts = dict(zip(ids, documents.column("text").to_pylist(), strict=True))
    for name, table in tables.items():
        store.check_nulls(name, table)
        key = TABLES[name].key
        if name != "errors" and table.num_rows != len(pc.unique(table.column(key))):
            counts = Counter(table.column(key).to_pylist())
            raise InvariantError(f"table {name}: {key} {counts.most_common(1)[0][0]!r} stands more than once")
        if name not in ("documents", "errors"):
            lost = set(pc.unique(table.column("doc_id")).to_pylist()) - texts.keys()
            if lost:
                raise InvariantError(f"table {name}: rows of {min(lost)!r}, which is not in documents")
    for name in TEXT_TABLES:
        _check_offsets(name, tables[name], "start", "end", "text", texts)
    for part in ("cue", "source", "content"):
        _check_offsets("claims", tables["claims"], f"{part}_start", f"{part}_end", part, texts)
    _check_offsets("sections", tables["sections"], "heading_start", "heading_end", "title", texts)


def _check_offsets(name: str, table: pa.Table, start: str, end: str, text: str, texts: dict[str, str]) -> None:
    """`documents.text[start:end] == text` for every row."""
    columns: Iterable[tuple[str, int | None, int | None, str | None]] = zip(
        *(table.column(column).to_pylist() for column in ("doc_id", start, end, text)), strict=True
    )
    for doc_id, left, right, shown in columns:
        if left is None or right is None:
            if shown is not None or left is not right:
                raise InvariantError(f"table {name}: {doc_id} has {text} {shown!r} without its offsets")
        elif texts[doc_id][left:right] != shown:
            found = texts[doc_id][left:right]
            raise InvariantError(
                f"table {name}: {doc_id} {left}-{right} holds {found!r} in the text, {shown!r} in the row"
            )
