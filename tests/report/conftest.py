"""Made-up tables for the pages: reports as odd as they may come."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline import __version__, store
from pipeline.ids import row_ids
from pipeline.stages import report as stage
from pipeline.tables import MENTIONS, TABLES

Row = dict[str, Any]
Made = dict[str, Any]  # a report with its rows

# What a column holds that a test does not care about.
USUAL: Row = {
    "kind": "count", "canonical_id": "R1:thing:x", "unit": "thing", "bound": "exact", "type": "date", "precision": "day",
    "start_date": date(2015, 4, 27), "end_date": date(2015, 4, 27), "resolved_from": "text", "label": "ORG",
    "norm": None, "source_kind": "report", "modality": "certain", "polarity": "positive", "cue_lemma": "say",
    "stage": "ingest", "error": "Odd", "source_format": "text", "source_path": "a.txt", "source_sha256": "0",
}  # fmt: skip
TYPES = {"citations": "public_law", "claims": "assertion"}


def mention(text: str, layer: str, words: str, **values: Any) -> Row:
    """A row of a layer over the first place where these words stand."""
    start = text.index(words)
    row = {**USUAL, "type": TYPES.get(layer, "date"), "start": start, "end": start + len(words), "text": words}
    if layer == "citations":
        row["norm"] = "pl/113/291"
    if layer == "claims":
        row |= {"cue": words[:1], "cue_start": start, "cue_end": start + 1}
        row |= {"content": words, "content_start": start, "content_end": start + len(words)}
        row |= {f"{name}_ids": [] for name in ("entity", "figure", "date", "citation")}
    return {"layer": layer, "rule": f"{layer}.made.up", **row, **values}


def report(
    doc_id: str, text: str, *rows: Row, headings: Sequence[str] = (), title: str | None = "A title", **values: Any
) -> Made:
    """A document with its mentions and its sections, which begin at the headings."""
    document = {
        "doc_id": doc_id, "report_id": doc_id, "title": title, "published": date(2015, 4, 28), "series": "R",
        "authors": [], "topics": [], "source_path": f"{doc_id}.txt", "source_format": "text", "source_sha256": "0",
        "text": text, "n_chars": len(text), "n_words": len(text.split()), "n_sections": len(headings),
        "n_sentences": 0, "warnings": [], **values,
    }  # fmt: skip
    starts = [text.index(heading) for heading in headings]
    ends = [*starts[1:], len(text)] if starts else []
    sections = [
        {
            "section_id": f"{doc_id}:sections:{start}-{end}", "ordinal": number, "level": 1, "title": heading,
            "kind": "body", "start": start, "end": end, "heading_start": start, "heading_end": start + len(heading),
        }
        for number, (heading, start, end) in enumerate(zip(headings, starts, ends, strict=True))
    ]  # fmt: skip
    return {"document": document, "sections": sections, "rows": rows}


def write_tables(folder: Path, reports: Sequence[Made]) -> Path:
    """The tables of these reports in `folder`, every table there."""
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    for one in sorted(reports, key=lambda one: str(one["document"]["doc_id"])):
        doc_id = one["document"]["doc_id"]
        rows["documents"].append(one["document"])
        rows["sections"] += [{**row, "doc_id": doc_id} for row in one["sections"]]
        for name in (*MENTIONS, "links", "footnotes", "table_cells"):
            own = [row for row in one["rows"] if row["layer"] == name]
            own.sort(key=lambda row: (row["start"], row["end"]))
            ids = row_ids(doc_id, name, [(row["start"], row["end"]) for row in own])
            for row, key in zip(own, ids, strict=True):
                rows[name].append(
                    {"section_id": doc_id, "sentence_id": doc_id, **row, "doc_id": doc_id, TABLES[name].key: key}
                )
    for name, table in TABLES.items():
        columns = {column: [row.get(column) for row in rows[name]] for column in table.names}
        store.write(folder / name / f"{name}.parquet", name, store.build(name, columns))
    return folder


class Press:
    """Makes reports, their tables and their site in a folder of its own."""

    mention = staticmethod(mention)
    report = staticmethod(report)

    def __init__(self, folder: Path) -> None:
        self.out = folder / "site"
        self._tables = folder / "tables"

    def tables(self, *reports: Made) -> Path:
        """The folder of tables of these reports; what was there before is gone."""
        shutil.rmtree(self._tables, ignore_errors=True)
        return write_tables(self._tables, reports)

    def site(self, *reports: Made) -> Path:
        """The folder of the site of these reports."""
        stage.run(self.tables(*reports), self.out, __version__)
        return self.out

    def page(self, *reports: Made, name: str | None = None) -> str:
        """The page of the first of these reports, or the file named."""
        name = name or f"reports/{reports[0]['document']['doc_id']}.html"
        return (self.site(*reports) / name).read_text(encoding="utf-8")


@pytest.fixture
def press(tmp_path: Path) -> Press:
    """Makes sites; everything in them, Vega's scripts too."""
    return Press(tmp_path)


@pytest.fixture
def quick(press: Press, monkeypatch: pytest.MonkeyPatch) -> Press:
    """Makes sites without Vega's scripts, which take seconds to put together."""
    monkeypatch.setattr("vl_convert.javascript_bundle", lambda snippet: snippet)
    return press
