"""extract: paragraphs + models/ -> sentences and every mention table.

The recognisers live in `pipeline.nlp`; this stage only hands them documents and turns their values into columns.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from pathlib import Path

import pyarrow as pa

from pipeline import rules, store
from pipeline.columns import OUTPUTS, Columns, Job, add_page, check_places
from pipeline.nlp.reader import Reader, new_vocab

# Documents travel to the workers in batches of about this many characters.
BATCH_CHARS = 400_000


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
