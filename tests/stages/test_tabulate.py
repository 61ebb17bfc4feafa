"""Parts to tables: order, counts, repeated documents, the invariants of the contract."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline import store
from pipeline.stages import tabulate
from pipeline.tables import PARTS

TEXT = "A title\n\nOne sentence. Two."


def rows(name: str, **columns: list[Any]) -> Any:
    """A table of the columns given, the others null (lists empty)."""
    length = len(next(iter(columns.values())))
    every = {column.name: [None] * length for column in PARTS[name].columns}
    return store.build(name, {**every, **columns})


def part(
    parts: Path, batch: str, doc_id: str, *, sha: str = "0", text: str = TEXT, sentence: tuple[int, int] = (9, 22)
) -> None:
    """The parts of a batch with one document, one section and one sentence."""
    documents = rows(
        "documents",
        doc_id=[doc_id], report_id=[doc_id], title=["A title"], published=[date(2020, 1, 2)], authors=[[]], topics=[[]],
        source_path=[f"{batch}/{doc_id}.txt"], source_format=["text"], source_sha256=[sha], text=[text],
        n_chars=[len(text)], n_words=[5], n_sections=[0], n_sentences=[0], warnings=[[]],
    )  # fmt: skip
    section = f"{doc_id}:sections:9-{len(text)}"
    sections = rows(
        "sections",
        section_id=[section], doc_id=[doc_id], ordinal=[0], level=[1], start=[9], end=[len(text)],
    )  # fmt: skip
    start, end = sentence
    sentences = rows(
        "sentences",
        sentence_id=[f"{doc_id}:sentences:{start}-{end}"], doc_id=[doc_id], section_id=[section], paragraph=[0],
        start=[start], end=[end], text=["One sentence."],
    )  # fmt: skip
    for stage, name, table in (
        ("ingest", "documents", documents), ("segment", "sections", sections), ("extract", "sentences", sentences),
    ):  # fmt: skip
        store.write(parts / stage / batch / f"{name}.parquet", name, table)


def column(folder: Path, table: str, name: str) -> list[Any]:
    return store.read(folder, table).column(name).to_pylist()  # type: ignore[no-any-return]


def test_every_table_is_written(tmp_path: Path) -> None:
    part(tmp_path / "parts", "one", "R1")
    counts = tabulate.run(tmp_path / "parts", ["one"], tmp_path / "tables")
    assert counts["documents"] == 1
    assert counts["claims"] == 0
    assert store.read(tmp_path / "tables", "claims").num_rows == 0


def test_rows_are_sorted_whatever_the_order_of_the_batches(tmp_path: Path) -> None:
    part(tmp_path / "parts", "one", "R2")
    part(tmp_path / "parts", "two", "R1")
    tabulate.run(tmp_path / "parts", ["one", "two"], tmp_path / "a")
    tabulate.run(tmp_path / "parts", ["two", "one"], tmp_path / "b")
    assert column(tmp_path / "a", "documents", "doc_id") == ["R1", "R2"]
    for file in sorted((tmp_path / "a").rglob("*.parquet")):
        assert file.read_bytes() == (tmp_path / "b" / file.relative_to(tmp_path / "a")).read_bytes()


def test_only_the_batches_named_are_read(tmp_path: Path) -> None:
    part(tmp_path / "parts", "one", "R1")
    part(tmp_path / "parts", "two", "R2")
    tabulate.run(tmp_path / "parts", ["two"], tmp_path / "tables")
    assert column(tmp_path / "tables", "documents", "doc_id") == ["R2"]


def test_counts_are_filled(tmp_path: Path) -> None:
    part(tmp_path / "parts", "one", "R1")
    tabulate.run(tmp_path / "parts", ["one"], tmp_path / "tables")
    assert column(tmp_path / "tables", "documents", "n_sentences") == [1]


def test_the_same_file_in_two_batches_is_one_document_and_a_warning(tmp_path: Path) -> None:
    part(tmp_path / "parts", "one", "R1")
    part(tmp_path / "parts", "two", "R1")
    tabulate.run(tmp_path / "parts", ["one", "two"], tmp_path / "tables")
    assert column(tmp_path / "tables", "documents", "warnings") == [
        ["the same file stands in batch two too: two/R1.txt"]
    ]
    assert column(tmp_path / "tables", "sentences", "doc_id") == ["R1"]
    assert column(tmp_path / "tables", "errors", "message") == []


def test_one_id_with_other_content_in_two_batches_is_an_error_that_names_both(tmp_path: Path) -> None:
    part(tmp_path / "parts", "one", "R1")
    part(tmp_path / "parts", "two", "R1", sha="1")
    tabulate.run(tmp_path / "parts", ["one", "two"], tmp_path / "tables")
    (message,) = column(tmp_path / "tables", "errors", "message")
    assert "two/R1.txt" in message
    assert "one/R1.txt" in message
    assert column(tmp_path / "tables", "documents", "source_path") == ["one/R1.txt"]


def test_a_row_whose_offsets_do_not_give_its_text_is_refused(tmp_path: Path) -> None:
    part(tmp_path / "parts", "one", "R1", sentence=(10, 23))
    with pytest.raises(tabulate.InvariantError, match=r"'One sentence\.' in the row"):
        tabulate.run(tmp_path / "parts", ["one"], tmp_path / "tables")


def test_a_refused_run_leaves_the_tables_as_they_were(tmp_path: Path) -> None:
    part(tmp_path / "parts", "one", "R1")
    tabulate.run(tmp_path / "parts", ["one"], tmp_path / "tables")
    part(tmp_path / "parts", "one", "R1", text="Other text, and longer than before", sentence=(9, 22))
    with pytest.raises(tabulate.InvariantError):
        tabulate.run(tmp_path / "parts", ["one"], tmp_path / "tables")
    assert column(tmp_path / "tables", "documents", "text") == [TEXT]
