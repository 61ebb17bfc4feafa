"""extract: paragraphs + models/ -> sentences and every mention table.

The recognisers live in `pipeline.nlp`; this stage only hands them documents and turns their values into columns.
"""

from __future__ import annotations

import gc
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from pipeline import rules, store
from pipeline.ids import row_ids
from pipeline.nlp.page import Page
from pipeline.nlp.reader import Reader, new_vocab
from pipeline.tables import MENTIONS, TABLES

# Documents travel to the workers in batches of about this many characters.
BATCH_CHARS = 400_000
OUTPUTS = ("sentences", *MENTIONS)
KEYS = {"figures": "figure_id", "dates": "date_id", "entities": "entity_id", "citations": "citation_id"}


class Job(NamedTuple):
    """A document to read: `paragraphs` are (start, end, section_id) of what mentions are taken from."""

    doc_id: str
    report_id: str | None
    published: date | None
    text: str
    source_path: str
    source_sha256: str | None
    paragraphs: list[tuple[int, int, str]]


class Columns:
    """One growing list a column for every output table, and the errors met on the way."""

    def __init__(self) -> None:
        self.tables: dict[str, dict[str, list[Any]]] = {
            name: {column: [] for column in TABLES[name].names} for name in (*OUTPUTS, "errors")
        }

    def add(self, name: str, **columns: Iterable[Any]) -> None:
        """Append the values of some rows, every column of the table named."""
        table = self.tables[name]
        for column, values in columns.items():
            table[column].extend(values)

    def to_arrow(self) -> dict[str, pa.Table]:
        """The rows as Arrow tables, checked against the schema."""
        return {name: store.build(name, columns) for name, columns in self.tables.items()}


def check_places(page: Page) -> None:
    """ValueError where a row lies outside of the running text: a bug of a recogniser, caught before it is a row."""
    for name in MENTIONS:
        for row in getattr(page, name):
            anchor = row.cue.start if name == "claims" else row.start
            if not row.start < row.end <= len(page.source) or page.sentence_at(anchor) is None:
                raise ValueError(f"{row.rule} made a row outside of the running text at {row.start}-{row.end}")


def add_page(columns: Columns, job: Job, page: Page) -> None:
    """Turn what was found on a page into rows."""
    doc_id, text = job.doc_id, job.text
    sentence_ids = row_ids(doc_id, "sentences", [(s.start, s.end) for s in page.sentences])
    section_of = [job.paragraphs[s.paragraph][2] for s in page.sentences]
    columns.add(
        "sentences",
        sentence_id=sentence_ids,
        doc_id=[doc_id] * len(sentence_ids),
        section_id=section_of,
        paragraph=[s.paragraph for s in page.sentences],
        start=[s.start for s in page.sentences],
        end=[s.end for s in page.sentences],
        text=[text[s.start : s.end] for s in page.sentences],
    )

    def where(name: str, rows: Sequence[Any], anchors: Sequence[int]) -> list[str]:
        """The columns that every mention has; `anchors` decide the sentence. Returns the rows' ids."""
        keys = row_ids(doc_id, name, [(row.start, row.end) for row in rows])
        at = [page.sentence_at(anchor) for anchor in anchors]
        columns.add(
            name,
            doc_id=[doc_id] * len(rows),
            section_id=[section_of[i] if i is not None else None for i in at],
            sentence_id=[sentence_ids[i] if i is not None else None for i in at],
            start=[row.start for row in rows],
            end=[row.end for row in rows],
            text=[text[row.start : row.end] for row in rows],
            rule=[row.rule for row in rows],
        )
        return keys

    own: dict[str, list[str]] = {}
    for name, key in KEYS.items():
        rows = getattr(page, name)
        own[name] = where(name, rows, [row.start for row in rows])
        columns.add(name, **{key: own[name]})
        for column in _VALUE_COLUMNS[name]:
            columns.add(name, **{column: [getattr(row, column) for row in rows]})
    columns.add("entities", canonical_id=[f"{doc_id}:thing:{entity.canonical}" for entity in page.entities])
    _add_claims(columns, job, page, own, where("claims", page.claims, [claim.cue.start for claim in page.claims]))


_COMMON = {"doc_id", "section_id", "sentence_id", "start", "end", "text", "rule", "canonical_id", *KEYS.values()}
_VALUE_COLUMNS = {name: [column for column in TABLES[name].names if column not in _COMMON] for name in KEYS}


def _add_claims(columns: Columns, job: Job, page: Page, own: dict[str, list[str]], keys: list[str]) -> None:
    claims, text = page.claims, job.text
    columns.add("claims", claim_id=keys)
    for column in ("type", "cue_lemma", "source_kind", "modality", "polarity", "stance"):
        columns.add("claims", **{column: [getattr(claim, column) for claim in claims]})
    for part in ("cue", "source", "content"):
        spans = [getattr(claim, part) for claim in claims]
        columns.add(
            "claims",
            **{
                part: [text[span.start : span.end] if span else None for span in spans],
                f"{part}_start": [span.start if span else None for span in spans],
                f"{part}_end": [span.end if span else None for span in spans],
            },
        )
    for name, key in KEYS.items():
        rows = getattr(page, name)
        starts = [row.start for row in rows]
        inside = []
        for claim in claims:
            first, last = bisect_left(starts, claim.start), bisect_left(starts, claim.end)
            inside.append([own[name][i] for i in range(first, last) if rows[i].end <= claim.end])
        columns.add("claims", **{f"{key}s": inside})


_reader: list[Reader] = []


def _set_up(models: Path | None) -> None:
    """Build the reader once in each process."""
    rules.use_models(models)
    _reader[:] = [Reader(new_vocab())]
    gc.collect()
    gc.freeze()  # the rules stay: no collection need walk them again


def read_jobs(jobs: Sequence[Job]) -> dict[str, pa.Table]:
    """Read a batch of documents in this process; a document that fails becomes a row of `errors`.

    A batch in which something fails is read again document by document, so that the others lose nothing.
    """
    try:
        return _read(jobs)
    except Exception as error:  # noqa: BLE001  (one document never stops a batch)
        if len(jobs) == 1:
            return _failed(jobs[0], error)
        each = [read_jobs([job]) for job in jobs]
        return {name: pa.concat_tables([tables[name] for tables in each]) for name in each[0]}


def _read(jobs: Sequence[Job]) -> dict[str, pa.Table]:
    columns = Columns()
    with _collected_once():
        for job in jobs:
            page = _reader[0].read(
                job.text,
                [(start, end) for start, end, _ in job.paragraphs],
                published=job.published,
                report_id=job.report_id,
            )
            check_places(page)
            add_page(columns, job, page)
        return columns.to_arrow()


@contextmanager
def _collected_once() -> Iterator[None]:
    """Rings of objects are collected once a batch: left to itself the collector takes a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
            gc.collect(1)


def _failed(job: Job, error: Exception) -> dict[str, pa.Table]:
    columns = Columns()
    columns.add(
        "errors",
        source_path=[job.source_path],
        source_sha256=[job.source_sha256],
        stage=["extract"],
        error=[type(error).__name__],
        message=[f"{job.doc_id}: the rules failed on this report ({error}): please report the file as a bug"],
    )
    return columns.to_arrow()


def batches(jobs: Iterable[Job]) -> Iterator[list[Job]]:
    """Documents in order, grouped to about BATCH_CHARS characters a group."""
    group: list[Job] = []
    size = 0
    for job in jobs:
        group.append(job)
        size += len(job.text)
        if size >= BATCH_CHARS:
            yield group
            group, size = [], 0
    if group:
        yield group


def read_all(jobs: Iterable[Job], *, workers: int = 1, models: Path | None = None) -> Iterator[dict[str, pa.Table]]:
    """Read every document, in order, with a pool of processes where `workers` is more than one."""
    if workers <= 1:
        _set_up(models)
        for group in batches(jobs):
            yield read_jobs(group)
        return
    with ProcessPoolExecutor(workers, get_context("spawn"), _set_up, (models,)) as pool:
        waiting: list[Future[dict[str, pa.Table]]] = []
        for group in batches(jobs):
            waiting.append(pool.submit(read_jobs, group))
            if len(waiting) > 2 * workers:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()


def load_jobs(documents: Path, sections: Path) -> Iterator[Job]:
    """The documents of an ingest part with the paragraphs of its segment part."""
    paragraphs: dict[str, list[tuple[int, int, str]]] = {}
    table = store.read(sections, "paragraphs")
    for doc_id, start, end, section_id in zip(
        *(table.column(name).to_pylist() for name in ("doc_id", "start", "end", "section_id")), strict=True
    ):
        paragraphs.setdefault(doc_id, []).append((start, end, section_id))
    names = ["doc_id", "report_id", "published", "text", "source_path", "source_sha256"]
    for row in store.read(documents, "documents", names).to_pylist():
        yield Job(**row, paragraphs=paragraphs.get(row["doc_id"], []))


def run(documents: Path, sections: Path, out: Path, *, workers: int = 1, models: Path | None = None) -> None:
    """Read the part in `documents` (ingest) and `sections` (segment) and write the mention tables to `out`."""
    with ExitStack() as stack:
        writers = {
            name: stack.enter_context(store.Writer(out / f"{name}.parquet", name)) for name in (*OUTPUTS, "errors")
        }
        for tables in read_all(load_jobs(documents, sections), workers=workers, models=models):
            for name, table in tables.items():
                writers[name].write(table)
