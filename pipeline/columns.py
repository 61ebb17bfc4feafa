"""Values of a page -> columns of the mention tables: what `extract`, the stage and the function, both return."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import repeat
from typing import Any, NamedTuple

import pyarrow as pa

from pipeline import store
from pipeline.ids import row_ids
from pipeline.nlp.page import Page
from pipeline.tables import MENTIONS, TABLES
from pipeline.values import Citation, Claim, DateValue, Entity, Figure, Sentence

OUTPUTS = ("sentences", *MENTIONS)
KEYS = {"figures": "figure_id", "dates": "date_id", "entities": "entity_id", "citations": "citation_id"}
KINDS = {"figures": Figure, "dates": DateValue, "entities": Entity, "citations": Citation}
# Values by the names of their fields, one column each.
Fields = dict[str, Sequence[Any]]


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


def add_page(columns: Columns, job: Job, page: Page) -> None:
    """Turn what was found on a page into rows.

    ValueError where a row lies outside of the running text: a bug of a recogniser, caught before it is a row.
    """
    frame = _Frame(columns, job, page)
    own: dict[str, _Own] = {}
    for name, key in KEYS.items():
        fields = _fields(KINDS[name], getattr(page, name))
        own[name] = _Own(frame.add(name, key, fields, fields["start"]), fields["start"], fields["end"])
        columns.add(name, **{column: fields[column] for column in _VALUE_COLUMNS[name]})
        if name == "entities":
            columns.add(name, canonical_id=[f"{job.doc_id}:thing:{canonical}" for canonical in fields["canonical"]])
    _add_claims(frame, page.claims, own)


class _Own(NamedTuple):
    """The rows of a layer as claims point to them, in order of `starts`."""

    ids: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]


class _Frame:
    """The sentences of a page, which every mention points to."""

    def __init__(self, columns: Columns, job: Job, page: Page) -> None:
        self.columns = columns
        self.job = job
        fields = _fields(Sentence, page.sentences)
        self.starts, self.ends = fields["start"], fields["end"]
        self.ids = row_ids(job.doc_id, "sentences", list(zip(self.starts, self.ends, strict=True)))
        self.sections = [job.paragraphs[number][2] for number in fields["paragraph"]]
        columns.add(
            "sentences",
            sentence_id=self.ids,
            doc_id=repeat(job.doc_id, len(self.ids)),
            section_id=self.sections,
            paragraph=fields["paragraph"],
            start=self.starts,
            end=self.ends,
            text=self.texts(self.starts, self.ends),
        )

    def texts(self, starts: Iterable[int], ends: Iterable[int]) -> list[str]:
        """The characters of stretches of the text."""
        text = self.job.text
        return [text[start:end] for start, end in zip(starts, ends, strict=True)]

    def add(self, name: str, key: str, fields: Fields, anchors: Sequence[int]) -> list[str]:
        """Append the columns that every mention has; `anchors` decide the sentence. Returns the rows' ids."""
        starts, ends = fields["start"], fields["end"]
        ids = row_ids(self.job.doc_id, name, list(zip(starts, ends, strict=True)))
        inside = self._sentences(fields, anchors)
        self.columns.add(
            name,
            **{key: ids},
            doc_id=repeat(self.job.doc_id, len(ids)),
            section_id=map(self.sections.__getitem__, inside),
            sentence_id=map(self.ids.__getitem__, inside),
            start=starts,
            end=ends,
            text=self.texts(starts, ends),
            rule=fields["rule"],
        )
        return ids

    def _sentences(self, fields: Fields, anchors: Sequence[int]) -> list[int]:
        """The index of each row's sentence."""
        found = []
        length = len(self.job.text)
        for start, end, anchor, rule in zip(fields["start"], fields["end"], anchors, fields["rule"], strict=True):
            index = bisect_right(self.starts, anchor) - 1
            if not start < end <= length or index < 0 or anchor >= self.ends[index]:
                raise ValueError(f"{rule} made a row outside of the running text at {start}-{end}")
            found.append(index)
        return found


def _fields(kind: type[tuple[Any, ...]], rows: Sequence[Any]) -> Fields:
    """Values as columns by the names of their fields."""
    names: Sequence[str] = kind._fields  # type: ignore[attr-defined]  # a NamedTuple's
    return dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(names, ())


_COMMON = {"doc_id", "section_id", "sentence_id", "start", "end", "text", "rule", "canonical_id", *KEYS.values()}
_VALUE_COLUMNS = {name: [column for column in TABLES[name].names if column not in _COMMON] for name in KEYS}
_CLAIM_COLUMNS = ("type", "cue_lemma", "source_kind", "modality", "polarity", "stance")


def _add_claims(frame: _Frame, claims: Sequence[Claim], own: Mapping[str, _Own]) -> None:
    fields = _fields(Claim, claims)
    covers = [
        [span for span in spans if span]
        for spans in zip(fields["cue"], fields["source"], fields["content"], strict=True)
    ]
    fields["start"] = [min(spans).start for spans in covers]
    fields["end"] = [max(span.end for span in spans) for spans in covers]
    frame.add("claims", "claim_id", fields, [cue.start for cue in fields["cue"]])
    columns, text = frame.columns, frame.job.text
    columns.add("claims", **{column: fields[column] for column in _CLAIM_COLUMNS})
    for part in ("cue", "source", "content"):
        spans = fields[part]
        columns.add(
            "claims",
            **{
                part: [text[span.start : span.end] if span else None for span in spans],
                f"{part}_start": [span.start if span else None for span in spans],
                f"{part}_end": [span.end if span else None for span in spans],
            },
        )
    for name, key in KEYS.items():
        columns.add("claims", **{f"{key}s": _inside(own[name], fields["start"], fields["end"])})


def _inside(own: _Own, starts: Sequence[int], ends: Sequence[int]) -> list[Sequence[str]]:
    """The ids of the rows that lie inside of each stretch."""
    found: list[Sequence[str]] = []
    for start, end in zip(starts, ends, strict=True):
        first = bisect_left(own.starts, start)
        last = bisect_left(own.starts, end, first)
        # Most claims hold no row of a layer.
        found.append([own.ids[row] for row in range(first, last) if own.ends[row] <= end] if first < last else ())
    return found
