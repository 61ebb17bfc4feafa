"""Values of a page -> columns of the mention tables: what `extract`, the stage and the function, both return."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

import pyarrow as pa

from pipeline import store
from pipeline.ids import row_ids
from pipeline.nlp.page import Page
from pipeline.tables import MENTIONS, TABLES

OUTPUTS = ("sentences", *MENTIONS)
KEYS = {"figures": "figure_id", "dates": "date_id", "entities": "entity_id", "citations": "citation_id"}


class Job(NamedTuple):
    """A document to read: `paragraphs` are (start, end, section_id) of what mentions are taken from.

    `n_words`: how much there is to read, for those who wait.
    """

    doc_id: str
    report_id: str | None
    published: date | None
    text: str
    source_path: str
    source_sha256: str | None
    paragraphs: list[tuple[int, int, str]]
    n_words: int = 0


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
