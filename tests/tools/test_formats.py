"""The table that says whether a report comes out the same from every format."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipeline.tools.formats import (
    Agreement,
    Reading,
    compare,
    difference_lines,
    files_of,
    folded,
    main,
    overlap,
    read_format,
    table_lines,
)

READING = Reading(
    "R99001v1",
    "Farm Loans",
    None,
    Counter(["background"]),
    Counter("a b b c".split()),
    Counter([(1, "USD")]),
    Counter(),
)


def test_overlap_counts_what_both_have() -> None:
    assert overlap(Counter("aab"), Counter("abb")) == pytest.approx(2 / 3)
    assert overlap(Counter(), Counter()) == 1
    assert overlap(Counter("a"), Counter()) == 0


def test_compare() -> None:
    other = READING._replace(title="Loans", words=Counter("a b b".split()))
    assert compare(READING, READING) == Agreement(True, True, True, 1, 1, 1, 1)
    assert compare(READING, other) == Agreement(True, False, True, 1, 6 / 7, 1, 1)


def test_words_are_compared_without_case_punctuation_and_endings_of_ordinals() -> None:
    assert folded("The 119th Congress’s  Loans: 2026") == ["the", "119", "congress", "s", "loans", "2026"]


def test_only_reports_in_every_format_are_compared(tmp_path: Path) -> None:
    for folder, suffix in (("markdown", ".md"), ("text", ".seedshape.txt"), ("html", ".pymupdf.html"), ("pdf", ".pdf")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"R99001v1{suffix}").touch()
    (tmp_path / "pdf" / "R99002v1.pdf").touch()
    files = files_of(tmp_path)
    assert list(files) == ["markdown", "text", "html", "pdf"]
    assert all(list(paths) == ["R99001v1"] for paths in files.values())


def test_table_names_what_is_under_a_bar() -> None:
    other = READING._replace(title="Loans", headings=Counter())
    readings = {"markdown": {"R1": READING}, "text": {"R1": READING}, "html": {"R1": other}, "pdf": {}}
    head, *lines = table_lines(readings, ["R1"])
    assert head.split() == "against the Markdown reports id title date headings words figures dates".split()
    assert [" ".join(line.split()) for line in lines] == [
        "text 1 1 1 1 1.000 1.000 1.000 1.000",
        "html 1 1 0 1 0.000 1.000 1.000 1.000",
        "pdf 0",
        "under a bar (headings 0.95, words 0.97, figures 0.95, dates 0.95):",
        "html R1 headings 0.000, other title",
        "pdf R1 not read",
    ]
    assert list(difference_lines(readings, "R1")) == ["html headings - background"]


def test_a_format_is_read_from_files_to_values(tmp_path: Path) -> None:
    path = tmp_path / "R99001v1.seedshape.txt"
    path.write_text(
        "CRS Report\n\nFarm Loans\n\nMarch 3, 2026 (R99001)\n\nBackground\n\nThe agency lent $5 million in 2024.\n"
    )
    (reading,) = read_format({"R99001v1": path}, tmp_path / "out").values()
    assert (reading.doc_id, reading.title) == ("R99001v1", "Farm Loans")
    assert reading.headings == Counter(["background"])
    assert reading.words == Counter("the agency lent 5 million in 2024".split())
    assert reading.figures == Counter([("money", 5_000_000.0, None, None, "USD")])
    assert len(reading.dates) == 1


def test_without_a_corpus_there_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--corpus", str(tmp_path / "none")])
    assert "none holds no report in every format (markdown, text, html, pdf)" in capsys.readouterr().out
