"""What notebooks use: extract, load, read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from spacy.tokens import Doc

import pipeline
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
    assert row["start_date"] == date(2015, 4, 27)


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


def test_an_unknown_table_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="the tables are documents, sections"):
        pipeline.read("claim", tmp_path)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'reed'"):
        _ = pipeline.reed
