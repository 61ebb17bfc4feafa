"""`crs run` end to end: good input, bad input, the same bytes whatever the way."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Self

import pytest
from click.testing import CliRunner, Result

from pipeline import pool, run, store
from pipeline.cli import main
from pipeline.nlp.page import Page
from pipeline.pool import Crew, Inline
from pipeline.tables import MENTIONS, TABLES
from pipeline.values import Figure

REPORT = """CRS Insights

{title}

Jane Q. Public, Analyst in Sample Policy (jpublic@example.gov, 7-0000)

May 4, 2016 ({number})

Background

In FY2015, Congress provided $5 million for the program. Analysts argue that it could reduce costs.
"""


class InlineCrew(Inline):
    """Does the work in this process, which has its rules loaded already and may have been patched."""

    def __init__(self, workers: int) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


@pytest.fixture(autouse=True)
def _work_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "Crew", InlineCrew)


def report(number: str = "IN99001", title: str = "A Sample Program") -> str:
    return REPORT.format(number=number, title=title)


def crs(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def tables_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.parquet"))}


def errors(out: Path) -> dict[str, str]:
    return dict(run.errors_in(out / "tables"))


def documents(out: Path) -> dict[str, dict[str, object]]:
    return {row["doc_id"]: row for row in store.read(out / "tables", "documents").to_pylist()}


def test_every_table_of_the_contract_is_there(sample: run.Summary) -> None:
    assert sorted(path.name for path in sample.tables.iterdir() if path.is_dir()) == sorted(TABLES)


def test_the_sample_is_read_without_an_error(sample: run.Summary) -> None:
    assert sample.errors == []
    assert sample.rows["documents"] == 4


@pytest.mark.parametrize("name", ["sections", "sentences", *MENTIONS])
def test_every_layer_finds_rows_in_every_sample(sample: run.Summary, name: str) -> None:
    assert len(set(store.read(sample.tables, name).column("doc_id").to_pylist())) == 4


@pytest.mark.parametrize("name", ["sentences", *MENTIONS, "links", "footnotes", "table_cells"])
def test_offsets_give_the_text(sample: run.Summary, name: str) -> None:
    texts = {row["doc_id"]: row["text"] for row in store.read(sample.tables, "documents").to_pylist()}
    for row in store.read(sample.tables, name).to_pylist():
        assert texts[row["doc_id"]][row["start"] : row["end"]] == row["text"]


def test_the_figures_of_the_japan_report(sample: run.Summary) -> None:
    rows = [row for row in store.read(sample.tables, "figures").to_pylist() if row["doc_id"] == "IN10265"]
    assert [(row["text"], row["bound"], row["of"]) for row in rows] == [
        ("64%", "exact", "Japanese"),
        ("1%", "lt", "GDP"),
    ]


def test_the_dates_of_the_japan_report(sample: run.Summary) -> None:
    rows = {
        row["text"]: (str(row["start_date"]), str(row["end_date"]))
        for row in store.read(sample.tables, "dates").to_pylist()
        if row["doc_id"] == "IN10265"
    }
    assert rows["April 27"] == ("2015-04-27", "2015-04-27")
    assert rows["FY2015"] == ("2014-10-01", "2015-09-30")


def test_the_law_of_the_japan_report(sample: run.Summary) -> None:
    rows = [row for row in store.read(sample.tables, "citations").to_pylist() if row["doc_id"] == "IN10265"]
    assert [(row["text"], row["norm"]) for row in rows] == [("P.L. 113-291", "pl/113/291")]


def test_the_analysts_of_the_japan_report(sample: run.Summary) -> None:
    rows = [row for row in store.read(sample.tables, "claims").to_pylist() if row["doc_id"] == "IN10265"]
    assert ("assertion", "analysts", "assert") in [(row["type"], row["source"], row["cue"]) for row in rows]


def test_two_workers_give_the_same_bytes(sample: run.Summary, root: Path, tmp_path: Path) -> None:
    with Crew(2) as crew:
        summary = run.run([root / "corpus" / "sample"], tmp_path, engine=crew)
    assert tables_of(summary.tables) == tables_of(sample.tables)


def test_a_second_run_gives_the_same_bytes(sample: run.Summary, root: Path, tmp_path: Path) -> None:
    assert crs("run", root / "corpus" / "sample", "--out", tmp_path).exit_code == 0
    assert crs("run", root / "corpus" / "sample", "--out", tmp_path).exit_code == 0
    assert tables_of(tmp_path / "tables") == tables_of(sample.tables)


def test_stage_by_stage_gives_the_same_bytes(sample: run.Summary, root: Path, tmp_path: Path) -> None:
    parts = tmp_path / "parts"
    for arguments in (
        ("ingest", root / "corpus" / "sample", "--out", parts / "ingest" / "one"),
        ("segment", parts / "ingest" / "one", "--out", parts / "segment" / "one"),
        ("extract", parts / "ingest" / "one", parts / "segment" / "one", "--out", parts / "extract" / "one"),
        ("tabulate", parts, "--batch", "one", "--out", tmp_path / "tables"),
    ):
        assert crs(*arguments).exit_code == 0
    assert tables_of(tmp_path / "tables") == tables_of(sample.tables)


def test_the_summary_says_where_the_tables_are(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(report(), encoding="utf-8")
    result = crs("run", tmp_path / "a.txt", "--out", tmp_path / "out")
    assert result.exit_code == 0
    assert f"Tables: {tmp_path / 'out' / 'tables'}" in result.output
    assert "documents" in result.output


BAD = {
    "empty.txt": b"",
    "binary.txt": bytes(range(256)) * 40,
    "story.txt": b"Once upon a time there was a text that is no report at all.\n",
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_a_row_of_errors_and_everything_else_is_written(name: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(BAD[name])
    (tmp_path / "in" / "good.txt").write_text(report(), encoding="utf-8")
    result = crs("run", tmp_path / "in", "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert list(errors(tmp_path / "out")) == [name]
    assert list(documents(tmp_path / "out")) == ["IN99001"]
    assert f"not read: {name}" in result.output


@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may read every file")
def test_an_unreadable_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "closed.txt").write_text(report(), encoding="utf-8")
    (tmp_path / "closed.txt").chmod(0)
    assert crs("run", tmp_path / "closed.txt", "--out", tmp_path / "out").exit_code == 1
    assert list(errors(tmp_path / "out")) == ["closed.txt"]


def test_one_id_with_two_contents_is_an_error_that_names_both(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(report(), encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_text(report(title="Another Title"), encoding="utf-8")
    assert crs("run", tmp_path / "in", "--out", tmp_path / "out").exit_code == 1
    (message,) = errors(tmp_path / "out").values()
    assert "a.txt" in message
    assert "b.txt" in message


def test_the_same_bytes_twice_are_one_document_and_a_warning(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "in" / name).write_text(report(), encoding="utf-8")
    assert crs("run", tmp_path / "in", "--out", tmp_path / "out").exit_code == 0
    (document,) = documents(tmp_path / "out").values()
    assert "b.txt" in " ".join(document["warnings"])  # type: ignore[arg-type]


def test_a_folder_without_reports_says_so(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    result = crs("run", tmp_path / "in", "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "no reports" in result.output or "no files" in result.output


def test_a_path_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    result = crs("run", tmp_path / "nowhere", "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "nowhere" in result.output
    assert "Traceback" not in result.output


def test_strict_stops_at_the_first_error(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    result = crs("run", tmp_path / "empty.txt", "--out", tmp_path / "out", "--strict")
    assert result.exit_code == 1
    assert not (tmp_path / "out" / "tables").exists()


def test_stage_commands_exit_0_with_errors_written(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    assert crs("ingest", tmp_path / "empty.txt", "--out", tmp_path / "part").exit_code == 0
    assert [path for path, _ in run.errors_in(tmp_path / "part")] == ["empty.txt"]


@pytest.mark.parametrize(
    ("encoding", "mark"), [("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")]
)
def test_byte_order_marks_are_understood(encoding: str, mark: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(mark + report(title="Café Policy").encode(encoding))
    assert crs("run", tmp_path / "a.txt", "--out", tmp_path / "out").exit_code == 0
    assert documents(tmp_path / "out")["IN99001"]["title"] == "Café Policy"


def test_windows_letters_are_understood_with_a_warning(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(report(title="The Agency’s “Café” Policy").encode("cp1252"))
    assert crs("run", tmp_path / "a.txt", "--out", tmp_path / "out").exit_code == 0
    document = documents(tmp_path / "out")["IN99001"]
    assert document["title"] == "The Agency’s “Café” Policy"
    assert document["warnings"]


def test_paths_with_blanks_and_other_letters(tmp_path: Path) -> None:
    folder = tmp_path / "mes rapports" / "été"
    folder.mkdir(parents=True)
    (folder / "un rapport.txt").write_text(report(), encoding="utf-8")
    assert crs("run", tmp_path / "mes rapports", "--out", tmp_path / "le résultat").exit_code == 0
    assert documents(tmp_path / "le résultat")["IN99001"]["source_path"] == "été/un rapport.txt"


def test_two_versions_of_a_report_are_two_documents(tmp_path: Path) -> None:
    for version in (6, 7):
        (tmp_path / f"IN99001v{version}.txt").write_text(report(title=f"Version {version}"), encoding="utf-8")
    out = tmp_path / "out"
    assert crs("run", *sorted(tmp_path.glob("*.txt")), "--out", out).exit_code == 0
    assert list(documents(out)) == ["IN99001v6", "IN99001v7"]


def test_a_single_line_of_ten_megabytes_ends_soon(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text(report() + "word " * 2_000_000, encoding="utf-8")
    result = crs("run", tmp_path / "long.txt", "--out", tmp_path / "out")
    assert "Traceback" not in result.output
    assert len(errors(tmp_path / "out")) + len(documents(tmp_path / "out")) == 1


def test_a_document_that_breaks_a_rule_is_an_error_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.nlp.figures import FigureRecogniser

    original = FigureRecogniser.__call__

    def fails_on_boom(self: FigureRecogniser, page: Page) -> list[Figure]:
        if "Boom" in page.source:
            raise RuntimeError("no figures today")
        return original(self, page)

    monkeypatch.setattr(FigureRecogniser, "__call__", fails_on_boom)
    (tmp_path / "a.txt").write_text(report("IN99001", "Boom"), encoding="utf-8")
    (tmp_path / "b.txt").write_text(report("IN99002"), encoding="utf-8")
    assert crs("run", tmp_path / "a.txt", tmp_path / "b.txt", "--out", tmp_path / "out").exit_code == 1
    assert list(errors(tmp_path / "out")) == ["a.txt"]
    assert set(store.read(tmp_path / "out" / "tables", "figures").column("doc_id").to_pylist()) == {"IN99002"}


def test_a_value_that_no_table_takes_is_an_error_of_its_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.nlp.figures import FigureRecogniser

    def odd(self: FigureRecogniser, page: Page) -> list[Figure]:
        start = page.sentences[0].start
        return [Figure(start, start + 2, "length" if "Boom" in page.source else "count", rule="figures.count.noun")]

    monkeypatch.setattr(FigureRecogniser, "__call__", odd)
    (tmp_path / "a.txt").write_text(report("IN99001", "Boom"), encoding="utf-8")
    (tmp_path / "b.txt").write_text(report("IN99002"), encoding="utf-8")
    assert crs("run", tmp_path / "a.txt", tmp_path / "b.txt", "--out", tmp_path / "out").exit_code == 1
    assert list(errors(tmp_path / "out")) == ["a.txt"]
    assert store.read(tmp_path / "out" / "tables", "figures").num_rows == 1


def test_own_rules_by_option(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "models", tmp_path / "models")
    (tmp_path / "models" / "figures_broken.yaml").write_text("layer: figures\nabout: x\nrules: [{id: figures.x}]\n")
    (tmp_path / "a.txt").write_text(report(), encoding="utf-8")
    result = crs("run", tmp_path / "a.txt", "--out", tmp_path / "out", "--models", tmp_path / "models")
    assert result.exit_code == 1
    assert "figures_broken.yaml" in result.output
