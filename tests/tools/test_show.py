"""What commands print: a report's claims, the summary of a run, metrics."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import run, store
from pipeline.cli import main
from pipeline.tools.show import WIDTH, print_metrics, print_report, print_summary

REPORT = """CRS Report

Farm Loans

Jane Q. Public, Analyst in Sample Policy

May 4, 2016 (R99007)

{body}
"""
LONG = "and the people who work on them in every part of the country, in the north and in the south alike"
BODY = f"""The report's opening paragraph says that the Department of Agriculture lends to farms.

Background

Analysts argue that the program may not reduce costs for farms {LONG}.

Options

Congress could extend the program. The Farm Act requires the agency to report each year."""


def shown(tables: Path, report: str) -> list[str]:
    lines: list[str] = []
    print_report(tables, report, lines.append)
    return "\n".join(lines).split("\n")


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two versions of a small report, and a page without title and date."""
    folder = tmp_path_factory.mktemp("show")
    (folder / "R99007v1.txt").write_text(REPORT.format(body=BODY), encoding="utf-8")
    (folder / "R99007v2.txt").write_text(REPORT.format(body=BODY.replace("Analysts", "Critics")), encoding="utf-8")
    return run.run([folder], folder / "out").tables


def test_a_report_opens_with_its_title_version_and_date(tables: Path) -> None:
    assert shown(tables, "R99007v1")[0] == "Farm Loans  [R99007v1, 2016-05-04]"


def test_claims_stand_under_their_sections(tables: Path) -> None:
    lines = shown(tables, "R99007v1")
    opening, background, options = (
        lines.index(name) for name in ("(before the first heading)", "Background", "Options")
    )
    assert opening < background < options
    assert [i for i, line in enumerate(lines) if line.startswith("  assertion") and "analysts" in line.lower()] == [
        background + 1
    ]


def test_a_claim_says_whose_it_is_and_how_sure(tables: Path) -> None:
    (line,) = [line for line in shown(tables, "R99007v1") if "analysts" in line.lower() and line.startswith("  a")]
    row = next(
        row
        for row in store.read(tables, "claims").to_pylist()
        if row["doc_id"] == "R99007v1" and (row["source"] or "").lower() == "analysts"
    )
    marks = [row["modality"], "not" if row["polarity"] == "negative" else None, row["stance"]]
    assert line == f"  {row['type']:<14} {row['source']}  ({', '.join(mark for mark in marks if mark)})"


def test_a_claim_without_a_source_is_the_reports_own(tables: Path) -> None:
    own = [row for row in store.read(tables, "claims").to_pylist() if row["doc_id"] == "R99007v1" and not row["source"]]
    assert len(own) == sum(line[17:].startswith("the report  (") for line in shown(tables, "R99007v1"))


def test_every_claim_of_the_report_is_shown_once(sample: run.Summary) -> None:
    claims = store.read(sample.tables, "claims").to_pylist()
    for report in sorted({row["doc_id"] for row in claims}):
        printed = [line for line in shown(sample.tables, report) if line.startswith("  ") and line[2] != " "]
        assert [line.split()[0] for line in printed] == [row["type"] for row in claims if row["doc_id"] == report]


def test_cue_and_content_follow_on_lines_that_fit(sample: run.Summary) -> None:
    lines = shown(sample.tables, "R99001")
    assert max(map(len, lines)) <= WIDTH
    words = " ".join(" ".join(lines).split())
    for row in store.read(sample.tables, "claims").to_pylist():
        if row["doc_id"] == "R99001" and row["content"]:
            assert " ".join(f"{row['cue']}: {row['content']}".split()) in words


def test_a_number_shows_every_version(tables: Path) -> None:
    titles = [line for line in shown(tables, "R99007") if line.startswith("Farm Loans")]
    assert titles == ["Farm Loans  [R99007v1, 2016-05-04]", "Farm Loans  [R99007v2, 2016-05-04]"]


def test_a_version_shows_its_own_claims(tables: Path) -> None:
    lines = "\n".join(shown(tables, "R99007v2")).lower()
    assert "critics" in lines
    assert "analysts" not in lines


def test_the_command_prints_the_same(tables: Path) -> None:
    result = CliRunner().invoke(main, ["show", "R99007v1", "--tables", str(tables)])
    assert result.exit_code == 0
    assert result.output.split("\n")[:-1] == shown(tables, "R99007v1")


def test_a_report_that_is_not_there_is_a_sentence_that_names_some(tables: Path) -> None:
    result = CliRunner().invoke(main, ["show", "R1", "--tables", str(tables)])
    assert result.exit_code == 1
    assert f"no report 'R1' in {tables}; there are 2, such as R99007v1, R99007v2" in result.output


def test_a_folder_without_tables_says_how_to_make_them(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["show", "R1", "--tables", str(tmp_path)])
    assert result.exit_code == 1
    assert "run `crs run PATH --out DIR` first" in result.output


def summary(errors: int) -> list[str]:
    lines: list[str] = []
    named = [(f"{number}.txt", "the file is empty") for number in range(errors)]
    print_summary(Path("out/tables"), {"documents": 1234, "errors": errors}, named, lines.append)
    return lines


def test_a_summary_lists_rows_and_place() -> None:
    assert summary(0) == ["  documents      1,234 rows", "  errors             0 rows", "Tables: out/tables"]


def test_a_summary_names_each_error() -> None:
    assert summary(2)[2:-1] == ["not read: 0.txt: the file is empty", "not read: 1.txt: the file is empty"]


def test_a_summary_names_ten_errors_and_counts_the_rest() -> None:
    lines = summary(13)
    assert sum(line.startswith("not read: ") for line in lines) == 10
    assert lines[-2] == "… and 3 more: see the table `errors`"


def test_metrics_are_a_line_a_test() -> None:
    lines: list[str] = []
    score = {"f1": 0.5, "precision": 0.25, "recall": 1.0, "gold": 3, "predicted": 12}
    print_metrics({"figures": {"span": score, "value": score}, "dates": {"span": score}}, lines.append)
    assert [line.split() for line in lines] == [
        ["layer/test", "F1", "prec", "recall", "gold", "found"],
        ["figures/span", "0.500", "0.250", "1.000", "3", "12"],
        ["figures/value", "0.500", "0.250", "1.000", "3", "12"],
        ["dates/span", "0.500", "0.250", "1.000", "3", "12"],
    ]
    assert len(set(map(len, lines))) == 1
