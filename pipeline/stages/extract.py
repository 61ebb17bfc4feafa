"""extract: paragraphs + models/ -> sentences and every mention table.

The recognisers live in `pipeline.nlp`; this stage only hands them documents and turns their values into columns.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pyarrow as pa

from pipeline import pieces, rules, store
from pipeline.columns import OUTPUTS, Columns, Job, add_page
from pipeline.nlp.reader import Reader, new_vocab
from pipeline.pieces import Mark, Task
from pipeline.pool import Beat, Engine, Tell
from pipeline.progress import SILENT, Progress

# Rows are made and written whenever documents of about this many characters have been read.
BATCH_CHARS = 400_000

_reader: dict[str, Reader] = {}


def reader(models: Path | None) -> Reader:
    """The recognisers with the rules of a folder (None: the packaged ones); built once in each process.

    They are built anew, in a third of a second, when they have met so many words that their memory is worth more.
    """
    rules_now = rules.use_models(models)
    if rules_now not in _reader or _reader[rules_now].is_full:
        _reader.clear()
        gc.unfreeze()
        gc.collect()
        try:
            _reader[rules_now] = Reader(new_vocab())
        except (KeyError, IndexError, TypeError, ValueError) as error:
            if isinstance(error, rules.RuleError):
                raise
            told = f"{type(error).__name__}: {error}"
            folder = models or "the package"
            raise rules.RuleError(
                f"the rules in {folder} lack what the grammars read by ({told}): put it back"
            ) from error
        gc.collect()
        gc.freeze()  # the rules stay: no collection need walk them again
    return _reader[rules_now]


def read_jobs(jobs: Sequence[Job], reader: Reader, tell: Tell) -> dict[str, pa.Table]:
    """Read a batch of documents in this process; a document that fails becomes a row of `errors`.

    A batch in which something fails is read again document by document, so that the others lose nothing.
    """
    try:
        return _read(jobs, reader, tell)
    except Exception as error:  # noqa: BLE001  (one document never stops a batch)
        if len(jobs) == 1:
            return _failed(jobs[0], error)
        each = [read_jobs([job], reader, tell) for job in jobs]
        return {name: pa.concat_tables([tables[name] for tables in each]) for name in each[0]}


def _read(jobs: Sequence[Job], reader: Reader, tell: Tell) -> dict[str, pa.Table]:
    columns = Columns()
    with _collected_once():
        for job in jobs:
            tell(Beat(job.doc_id, pieces.seconds(job.text)))
            page = reader.read(
                job.text,
                [(start, end) for start, end, _ in job.paragraphs],
                published=job.published,
                report_id=job.report_id,
            )
            add_page(columns, job, page)
            tell(Beat(job.doc_id, pieces.seconds(job.text), job.n_words))
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
    columns, errors = Columns(), pieces.Errors("extract")
    errors.failed(job._asdict(), error)
    columns.add("errors", **errors.columns)
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


def load_jobs(documents: Path, sections: Path, wanted: Iterable[str]) -> Iterator[Job]:
    """The documents wanted of an ingest piece with the paragraphs of its segment piece."""
    paragraphs: dict[str, list[tuple[int, int, str]]] = {doc_id: [] for doc_id in wanted}
    table = store.read(sections, "paragraphs", ["doc_id", "start", "end", "section_id"])
    for doc_id, start, end, section_id in zip(*(column.to_pylist() for column in table.columns), strict=True):
        if doc_id in paragraphs:
            paragraphs[doc_id].append((start, end, section_id))
    names = [name for name in Job._fields if name != "paragraphs"]
    for row in store.read(documents, "documents", names).to_pylist():
        if row["doc_id"] in paragraphs:
            yield Job(**row, paragraphs=paragraphs[row["doc_id"]])


def extract_piece(task: Task, tell: Tell) -> int:
    """Read the documents of a piece and write the mention tables; how many failed."""
    recognisers = reader(task.models)
    pieces.begin(task.out)
    errors = pieces.Errors("extract")
    documents, sections = task.sources
    jobs = []
    for job in load_jobs(documents, sections, task.documents):
        if job.doc_id in task.lost:
            errors.add(job._asdict(), "LeftOut", task.lost[job.doc_id])
        else:
            jobs.append(job)
    failed = len(errors.columns["message"])
    with ExitStack() as stack:
        writers = {
            name: stack.enter_context(store.Writer(task.out / f"{name}.parquet", name)) for name in (*OUTPUTS, "errors")
        }
        for batch in batches(jobs):
            for name, table in read_jobs(batch, recognisers, tell).items():
                writers[name].write(table)
                failed += table.num_rows if name == "errors" else 0
        writers["errors"].write(store.build("errors", errors.columns))
    pieces.finish(task.out, Mark(task.key, list(task.documents)))
    return failed


def run(
    documents: Path,
    sections: Path,
    out: Path,
    *,
    models: Path | None = None,
    engine: Engine | None = None,
    key: str | None = None,
    progress: Progress = SILENT,
) -> None:
    """Read the part in `documents` (ingest) and `sections` (segment); writes pieces of the mention tables to `out`."""
    pieces.make(
        "extract",
        extract_piece,
        [documents, sections],
        out,
        models=models,
        engine=engine,
        key=key,
        progress=progress,
    )
