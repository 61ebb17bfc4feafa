"""What must hold of tables: every rule sees the row that breaks it, and none minds tables as they are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa
import pytest

from pipeline import run, store
from pipeline.invariants import QUICK, RULES, InvariantError, Problem, Rule, Shard, hold
from pipeline.tables import TABLES, schema

Tables = dict[str, pa.Table]
Row = dict[str, Any]


@pytest.fixture(scope="module")
def tables(sample: run.Summary) -> Tables:
    return {name: store.read(sample.tables, name) for name in TABLES if name != "errors"}


def problems(tables: Tables, rules: Sequence[Rule] = RULES) -> list[Problem]:
    shard = Shard(tables)
    return [problem for rule in rules for problem in rule(shard)]


def broken(tables: Tables, name: str, change: Callable[[Row], object], where: str | None = None) -> Tables:
    """The tables with a row of one changed: the first, or the first with a value in the column `where`, or the last."""
    rows = tables[name].to_pylist()
    number = next((number for number, row in enumerate(rows) if where is None or row.get(where)), -1)
    change(rows[number])
    plain = pa.schema([field.with_nullable(True) for field in schema(name, plain=True)])
    return {**tables, name: pa.Table.from_pylist(rows, plain)}


def sets(**values: Any) -> Callable[[Row], object]:
    return lambda row: row.update({name: value(row) if callable(value) else value for name, value in values.items()})


def test_tables_as_they_are_made_have_no_problem(tables: Tables) -> None:
    assert problems(tables) == []
    hold(tables)


def test_tables_without_rows_have_no_problem() -> None:
    assert problems({name: store.empty(name) for name in TABLES if name != "errors"}) == []


QUICKLY: dict[str, tuple[str, Callable[[Row], object], str | None]] = {
    "null text": ("figures", sets(text=None), None),
    "values of kind": ("figures", sets(kind="length"), None),
    "lost doc_id": ("figures", sets(doc_id="R0"), None),
    "lost section_id": ("figures", sets(section_id="R0:sections:0-1"), None),
    "lost sentence_id": ("dates", sets(sentence_id="R0:sentences:0-1"), None),
    "lost parent_id": ("sections", sets(parent_id="R0:sections:0-1"), None),
    "places of start": ("entities", sets(end=lambda row: row["start"]), None),
    "places of content_start": ("claims", sets(content_end=10**9), "content"),
    "places of ref_start": ("footnotes", sets(ref_end=None), "ref_start"),
    "texts without places of source_start": ("claims", sets(source_start=None, source_end=None), "source"),
    "texts of start": ("citations", sets(text="other"), None),
    "texts of cue_start": ("claims", sets(cue="other"), None),
    "texts of heading_start": ("sections", sets(title="other"), "title"),
}
THOROUGHLY: dict[str, tuple[str, Callable[[Row], object], str | None]] = {
    "spelling of ids": ("figures", sets(figure_id=lambda row: f"{row['doc_id']}:figures:7"), None),
    "count n_chars": ("documents", sets(n_chars=1), None),
    "count n_words": ("documents", sets(n_words=1), None),
    "count n_sentences": ("documents", sets(n_sentences=1), None),
    "empty unit": ("figures", sets(unit=""), None),
    "empty topics": ("documents", sets(topics=["a", " "]), None),
    "headings": ("sections", sets(heading_start=lambda row: row["heading_start"] + 1), "title"),
    "parents": ("sections", sets(level=1), "parent_id"),
    "ordinals": ("sections", sets(ordinal=99), "none has it"),
    "order": ("sections", sets(ordinal=7), None),
    "overlaps": ("sentences", sets(end=lambda row: row["end"] + 900), None),
    "sections": ("sections", sets(end=lambda row: row["heading_end"]), "title"),
    "sentences": ("sentences", sets(end=lambda row: row["start"] + 1), None),
    "covers": ("claims", sets(end=lambda row: row["end"] + 1), None),
    "lost entity_ids": ("claims", sets(entity_ids=["R0:entities:0-1"]), None),
    "lost date_ids": ("claims", sets(date_ids=["R0:dates:0-1"]), None),
    "finite value": ("figures", sets(value=float("nan")), "value"),
    "values or ranges": ("figures", sets(value=None), "value"),
    "turned ranges": ("figures", sets(value=None, low=2.0, high=1.0), "value"),
    "days alone": ("dates", sets(end_date=None), "end_date"),
    "turned days": ("dates", sets(start_date=lambda row: row["end_date"].replace(year=9999)), "end_date"),
    "tables of cells": ("table_cells", sets(table_id=lambda row: f"{row['doc_id']}:tables:0-1"), None),
}


@pytest.mark.parametrize("kind", QUICKLY)
def test_a_quick_rule_sees(tables: Tables, kind: str) -> None:
    name, change, where = QUICKLY[kind]
    found = broken(tables, name, change, where)
    assert kind in [problem.kind for problem in problems(found, QUICK)]
    with pytest.raises(InvariantError, match=r"^table \w+: \S"):
        hold(found)


@pytest.mark.parametrize("kind", [*QUICKLY, *THOROUGHLY])
def test_a_rule_sees(tables: Tables, kind: str) -> None:
    name, change, where = {**QUICKLY, **THOROUGHLY}[kind]
    assert kind in [problem.kind for problem in problems(broken(tables, name, change, where))]


@pytest.mark.parametrize("name", [name for name in TABLES if name != "errors"])
def test_a_row_that_stands_twice_is_seen(tables: Tables, name: str) -> None:
    twice = tables[name].slice(0, 1)
    assert "repeated keys" in [
        p.kind for p in problems({**tables, name: pa.concat_tables([twice, tables[name]])}, QUICK)
    ]
    assert "repeated keys" in [p.kind for p in problems({**tables, name: pa.concat_tables([tables[name], twice])})]


@pytest.mark.parametrize("target", ["entities", "figures", "dates", "citations"])
def test_a_list_of_a_claim_holds_what_lies_inside(tables: Tables, target: str) -> None:
    column = {"entities": "entity_ids", "figures": "figure_ids", "dates": "date_ids", "citations": "citation_ids"}[
        target
    ]
    last = tables[target].column(TABLES[target].key)[-1].as_py()
    found = problems(broken(tables, "claims", sets(**{column: [last]})))
    assert [problem.kind for problem in found] == [f"{column} outside"]


def test_a_problem_is_told_once_with_the_number_of_its_rows(tables: Tables) -> None:
    dates = tables["dates"]
    index = dates.column_names.index("section_id")
    (problem,) = problems(
        {**tables, "dates": dates.set_column(index, "section_id", pa.array(["R0"] * len(dates)))}, QUICK
    )
    assert problem.rows == len(dates)
    first = dates.column("date_id")[0].as_py()
    assert str(problem).startswith(
        f"table dates: {first}: section_id 'R0' is no row of sections (and {len(dates) - 1} "
    )


def test_the_text_that_is_there_is_told(tables: Tables) -> None:
    found = broken(tables, "figures", sets(text="naïve"))
    (problem,) = problems(found, QUICK)
    row = tables["figures"].slice(0, 1).to_pylist()[0]
    assert problem.what == f"{row['start']}-{row['end']} is {row['text']!r} in the text, 'naïve' in the row"


def test_places_count_code_points(tables: Tables) -> None:
    text = "é😀 𝒜 b"
    document = broken({"documents": tables["documents"].slice(0, 1)}, "documents", sets(text=text, n_chars=len(text)))
    doc_id = document["documents"].column("doc_id")[0].as_py()
    places = [(0, 1), (1, 2), (0, 4), (3, 6), (5, 6)]
    links = {
        "link_id": [f"{doc_id}:links:{start}-{end}" for start, end in places],
        "doc_id": [doc_id] * 5, "section_id": ["x"] * 5, "url": [None] * 5,
        "start": [start for start, _ in places], "end": [end for _, end in places],
        "text": [text[start:end] for start, end in places],
    }  # fmt: skip
    assert problems({**document, "links": store.build("links", links)}, QUICK) == []
    wrong = {**links, "text": [*links["text"][:4], "c"]}
    assert [p.kind for p in problems({**document, "links": store.build("links", wrong)}, QUICK)] == ["texts of start"]


@pytest.mark.parametrize("left", [("documents",), ("documents", "claims"), ("documents", "figures", "sentences")])
def test_tables_that_are_not_there_are_not_minded(tables: Tables, left: tuple[str, ...]) -> None:
    kinds = {problem.kind for problem in problems({name: tables[name] for name in left})}
    assert kinds <= {"count n_sections", "count n_sentences"}


@pytest.mark.parametrize("name", [name for name in TABLES if name not in ("errors", "documents")])
@pytest.mark.parametrize("empty", ["documents", "sections", "sentences", "entities"])
def test_rows_without_the_rows_that_they_name_are_problems_not_failures(tables: Tables, name: str, empty: str) -> None:
    found = {**{other: store.empty(other) for other in tables}, "documents": tables["documents"], name: tables[name]}
    assert problems({**found, empty: store.empty(empty)})


@pytest.mark.parametrize("name", [name for name in TABLES if name != "errors"])
def test_nulls_anywhere_are_problems_not_failures(tables: Tables, name: str) -> None:
    for column in TABLES[name].columns:
        found = problems(broken(tables, name, sets(**{column.name: None})))
        assert not column.required or found
