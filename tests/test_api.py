"""What notebooks use: extract, load, read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from spacy.tokens import Doc

import pipeline
from pipeline import run
from pipeline.tables import MENTIONS, TABLES

TEXT = (
    "A poll on April 27 shows that 64% of Japanese think that China poses a threat. The Congressional Budget Office "
    "(CBO) estimates that the bill, H.R. 3970, would cost $1.2 billion in FY2015.\n\n"
    "Under 1% of GDP was spent. CBO could not say more; see P.L. 113-291 and 42 U.S.C. §7545."
)
PUBLISHED = date(2015, 4, 28)


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return pipeline.extract(TEXT, published=PUBLISHED, report_id="R1")  # type: ignore[no-any-return]


def test_every_mention_table_comes_back(tables: dict[str, pd.DataFrame]) -> None:
    assert set(tables) == {"sentences", *MENTIONS}


@pytest.mark.parametrize("name", ["sentences", *MENTIONS])
def test_columns_are_those_of_the_schema(tables: dict[str, pd.DataFrame], name: str) -> None:
    assert list(tables[name].columns) == TABLES[name].names


@pytest.mark.parametrize("name", ["sentences", *MENTIONS])
def test_offsets_index_the_string_as_it_stands(tables: dict[str, pd.DataFrame], name: str) -> None:
    frame = tables[name]
    assert len(frame)
    assert [TEXT[start:end] for start, end in zip(frame["start"], frame["end"], strict=True)] == list(frame["text"])


def test_dates_are_resolved_against_the_date_given(tables: dict[str, pd.DataFrame]) -> None:
    row = tables["dates"].query("text == 'April 27'").iloc[0]
    assert row["start_date"].date() == date(2015, 4, 27)


def test_without_a_date_a_relative_date_stays_unresolved() -> None:
    row = pipeline.extract("It was signed on April 27.")["dates"].iloc[0]
    assert pd.isna(row["start_date"])


def test_a_blank_line_parts_paragraphs(tables: dict[str, pd.DataFrame]) -> None:
    assert list(tables["sentences"]["paragraph"]) == [0, 0, 1, 1]


def test_claims_list_the_rows_inside_them(tables: dict[str, pd.DataFrame]) -> None:
    claims, figures = tables["claims"], tables["figures"].set_index("figure_id")
    claim = claims[claims["cue"] == "shows"].iloc[0]
    assert [figures.loc[figure, "text"] for figure in claim["figure_ids"]] == ["64%"]


def test_an_empty_string_gives_empty_tables() -> None:
    assert all(frame.empty for frame in pipeline.extract("").values())


def test_two_faces_one_core(tables: dict[str, pd.DataFrame]) -> None:
    from pipeline.nlp.components import make_doc

    nlp = pipeline.load()
    doc = nlp(make_doc(nlp, TEXT, published=PUBLISHED, report_id="R1"))
    assert [sentence.text.strip() for sentence in doc.sents] == list(tables["sentences"]["text"])
    for name in MENTIONS:
        rows = [span._.row for span in doc.spans[name]]
        frame = tables[name]
        assert [row["rule"] for row in rows] == list(frame["rule"])
        if name != "claims":
            assert [(row["start"], row["end"]) for row in rows] == list(zip(frame["start"], frame["end"], strict=True))
        else:
            assert [tuple(row["cue"]) for row in rows] == list(zip(frame["cue_start"], frame["cue_end"], strict=True))


def test_the_components_stand_in_the_pipeline() -> None:
    nlp = pipeline.load()
    assert nlp.pipe_names == [
        f"crs_{name}" for name in ("sentences", "citations", "dates", "figures", "entities", "claims")
    ]


def test_a_pipeline_comes_back_from_disk(tmp_path: Path) -> None:
    import spacy

    pipeline.load().to_disk(tmp_path / "crs")
    doc = spacy.load(tmp_path / "crs")("About 64% of adults agreed.")
    assert [span.text for span in doc.spans["figures"]] == ["64%"]


def test_a_doc_that_was_read_can_be_stored() -> None:
    nlp = pipeline.load()
    stored = nlp("About 64% of adults agreed.").to_bytes()
    doc = Doc(nlp.vocab).from_bytes(stored)
    assert [span.text for span in doc.spans["figures"]] == ["64%"]


@pytest.mark.parametrize(
    "text", ["", " ", "a", "  two  blanks\tand a tab\n", "U.S.-Japan isn't 1,345,500th.", "É…—\n\nx"]
)
def test_the_tokenizer_loses_no_character(text: str) -> None:
    assert pipeline.load().make_doc(text).text == text


@pytest.fixture(scope="module")
def out(sample: run.Summary) -> Path:
    return sample.tables


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_read_with_all_its_rows_and_columns(out: Path, name: str) -> None:
    stored = pd.read_parquet(out / name)
    frame = pipeline.read(name, out)
    assert list(frame.columns) == TABLES[name].names
    assert len(frame) == len(stored)
    assert list(frame.isna().sum()) == list(stored.isna().sum())


@pytest.mark.parametrize(
    ("table", "column", "dtype"),
    [
        ("documents", "published", "datetime64[ms]"),
        ("dates", "start_date", "datetime64[ms]"),
        ("figures", "value", "float64"),
        ("figures", "start", "int64"),
        ("documents", "n_words", "int64"),
        ("claims", "source_start", "Int64"),
        ("documents", "version", "Int64"),
        ("claims", "type", "category"),
        ("claims", "rule", "category"),
        ("claims", "text", "str"),
        ("claims", "figure_ids", "object"),
    ],
)
def test_dtypes(out: Path, table: str, column: str, dtype: str) -> None:
    assert pipeline.read(table, out)[column].dtype == dtype


def test_what_is_extracted_has_the_dtypes_of_what_is_read(out: Path, tables: dict[str, pd.DataFrame]) -> None:
    for name, frame in tables.items():
        stored = pipeline.read(name, out)
        for column in frame.columns.difference(["rule"]):  # which rules fired is not the same
            assert frame[column].dtype == stored[column].dtype, f"{name}.{column}"


def test_an_empty_table_has_the_dtypes_too(out: Path) -> None:
    empty, full = pipeline.extract("")["claims"], pipeline.read("claims", out)
    assert {name: str(dtype) for name, dtype in empty.dtypes.items()} == {
        name: str(dtype) for name, dtype in full.dtypes.items()
    }


def test_dates_compare_with_text_and_have_years(out: Path) -> None:
    documents = pipeline.read("documents", out)
    assert sorted(documents.published.dt.year) == [2007, 2015, 2025, 2026]
    assert set(documents[documents.published >= "2025-01-01"].report_id) == {"LSB99002", "R99001"}


def test_categories_stand_in_the_order_of_the_schema(out: Path) -> None:
    claims = pipeline.read("claims", out, reports="IN10265")
    assert list(claims.modality.cat.categories) == [
        "certain",
        "probable",
        "possible",
        "obligation",
        "permission",
        "prohibition",
    ]


def test_lists_explode_into_ids_that_join(out: Path) -> None:
    claims, figures = pipeline.read("claims", out), pipeline.read("figures", out)
    pairs = claims.explode("figure_ids").merge(figures, left_on="figure_ids", right_on="figure_id")
    assert len(pairs) == claims.figure_ids.map(len).sum() > 0
    assert isinstance(claims.figure_ids.iloc[0], list)


def test_only_the_columns_named_in_their_order(out: Path) -> None:
    assert list(pipeline.read("figures", out, columns=["value", "unit", "doc_id"])) == ["value", "unit", "doc_id"]


@pytest.mark.parametrize("reports", ["R99001", ["R99001", "IN10265"]])
def test_only_the_reports_named(out: Path, reports: str | list[str]) -> None:
    wanted = {reports} if isinstance(reports, str) else set(reports)
    for name in ("documents", "sections", "figures"):
        key, every = TABLES[name].key, pipeline.read(name, out)
        frame = pipeline.read(name, out, reports=reports)
        assert set(frame.doc_id) == wanted
        assert list(frame[key]) == list(every[every.doc_id.isin(wanted)][key])


def test_a_number_names_every_version(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    for version in (1, 2):
        body = f"Title\n\nMay {version}, 2020\n\nBackground\n\nCongress provided ${version} million.\n"
        (reports / f"IF10491v{version}.txt").write_text(f"CRS In Focus\n\n{body}", encoding="utf-8")
    run.run([reports], tmp_path / "out", versions="all")
    assert len(pipeline.read("figures", tmp_path / "out", reports="IF10491")) == 2
    assert list(pipeline.read("figures", tmp_path / "out", reports="IF10491v2").value) == [2_000_000]


@pytest.mark.parametrize(
    ("where", "holds"),
    [
        ({"stance": "oppose"}, lambda row: row.stance == "oppose"),
        ({"type": ["stance", "recommendation"]}, lambda row: row.type in ("stance", "recommendation")),
        ({"source": None}, lambda row: pd.isna(row.source)),
        ({"stance": [None, "support"], "type": "stance"}, lambda row: row.type == "stance" and row.stance != "oppose"),
    ],
    ids=["a value", "a list", "null", "null in a list, and a value"],
)
def test_only_the_rows_that_hold_a_value(out: Path, where: dict[str, object], holds: Callable[[Any], bool]) -> None:
    every = pipeline.read("claims", out)
    wanted = [row.claim_id for row in every.itertuples() if holds(row)]
    assert wanted
    assert list(pipeline.read("claims", out, where=where).claim_id) == wanted


def test_rows_are_found_by_a_column_of_another_frame(out: Path) -> None:
    ids = pipeline.read("claims", out).figure_ids.explode().dropna()
    assert set(pipeline.read("figures", out, where={"figure_id": ids}).figure_id) == set(ids)


@pytest.mark.parametrize("name", MENTIONS)
def test_with_text_every_mention_has_its_sentence_and_report(out: Path, name: str) -> None:
    plain, frame = pipeline.read(name, out), pipeline.read(name, out, with_text=True)
    pd.testing.assert_frame_equal(frame[plain.columns], plain)
    assert list(frame.columns.drop(plain.columns)) == ["sentence", "section", "report_id", "title", "published"]
    sentences = pipeline.read("sentences", out).set_index("sentence_id").text
    documents = pipeline.read("documents", out).set_index("doc_id")
    assert list(frame.sentence) == list(sentences[frame.sentence_id])
    assert list(frame.title) == list(documents.title[frame.doc_id])
    assert list(frame.published) == list(documents.published[frame.doc_id])
    assert "Provisions of P.L. 110-28" in set(frame.section)


def test_with_text_without_a_column_of_its_own(out: Path) -> None:
    frame = pipeline.read("claims", out, columns=[], with_text=True)
    assert list(frame) == ["sentence", "section", "report_id", "title", "published"]
    assert len(frame) == len(pipeline.read("claims", out))


def test_with_text_sentences_have_their_section_and_report(out: Path) -> None:
    frame = pipeline.read("sentences", out, columns="text", where={"doc_id": "R99001"}, with_text=True)
    assert list(frame) == ["text", "section", "report_id", "title", "published"]
    assert set(frame.report_id) == {"R99001"}
    assert "Appropriations > FY2026" in set(frame.section)


def test_the_folder_of_a_run_will_do(out: Path) -> None:
    pd.testing.assert_frame_equal(pipeline.read("claims", out.parent), pipeline.read("claims", out))


@pytest.mark.parametrize(
    ("table", "options", "message"),
    [
        ("claim", {}, "the tables are documents, sections"),
        ("claims", {"columns": ["speaker"]}, "no column 'speaker' in claims; its columns are claim_id, doc_id"),
        ("claims", {"where": {"speaker": "GAO"}}, "no column 'speaker' in claims"),
        ("claims", {"where": {"stance": "against"}}, "stance is never 'against'; it may be support, oppose"),
        ("figures", {"where": {"value": "much"}}, "cannot look for .* in value, which holds double"),
        ("claims", {"reports": "IN10256"}, "no report 'IN10256' .* is it IN10265"),
        ("errors", {"reports": "IN10265"}, "belong to no report"),
        ("documents", {"with_text": True}, "with_text is for figures, dates"),
        ("footnotes", {"with_text": True}, "join footnotes to documents by doc_id"),
    ],
)
def test_a_request_that_cannot_be_met_is_a_clear_error(
    out: Path, table: str, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        pipeline.read(table, out, **options)


def test_a_folder_without_tables_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="run `crs run PATH --out DIR` first"):
        pipeline.read("claims", tmp_path)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'reed'"):
        _ = pipeline.reed
