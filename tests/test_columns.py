"""Values of a page as rows: ids, sentences, what lies inside of a claim; a row outside of the running text is refused."""

from __future__ import annotations

import pytest
import spacy

from pipeline.columns import Columns, Job, add_page
from pipeline.ids import row_ids
from pipeline.nlp.page import Page
from pipeline.values import Citation, Claim, Entity, Figure, Span

TEXT = "Title\n\nBo Lee says 12 barns burned. It rained.\n\nMore."
PARAGRAPHS = [(7, 46, "R1:sections:7-46"), (48, 53, "R1:sections:48-53")]
JOB = Job("R1", "R1", None, TEXT, "R1.txt", None, PARAGRAPHS)
PERSON, BARNS = (
    Entity(7, 13, "PERSON", None, "Bo Lee", "entities.people.name"),
    Figure(19, 27, "count", rule="figures.a"),
)
CLAIM = Claim("assertion", Span(14, 18), "say", Span(7, 13), "person", Span(19, 34), "certain", rule="claims.a")


@pytest.fixture
def page() -> Page:
    return Page(TEXT, [(start, end) for start, end, _ in PARAGRAPHS], vocab=spacy.blank("en").vocab)


def rows(page: Page, name: str) -> list[dict[str, object]]:
    columns = Columns()
    add_page(columns, JOB, page)
    return list(columns.to_arrow()[name].to_pylist())


def test_every_sentence_is_a_row(page: Page) -> None:
    assert [
        (row["sentence_id"], row["section_id"], row["paragraph"], row["text"]) for row in rows(page, "sentences")
    ] == [
        ("R1:sentences:7-35", "R1:sections:7-46", 0, "Bo Lee says 12 barns burned."),
        ("R1:sentences:36-46", "R1:sections:7-46", 0, "It rained."),
        ("R1:sentences:48-53", "R1:sections:48-53", 1, "More."),
    ]


def test_a_mention_points_to_its_sentence_and_section(page: Page) -> None:
    page.figures = [BARNS]
    (row,) = rows(page, "figures")
    assert (row["figure_id"], row["sentence_id"], row["section_id"], row["text"], row["kind"]) == (
        "R1:figures:19-27", "R1:sentences:7-35", "R1:sections:7-46", "12 barns", "count",
    )  # fmt: skip


def test_a_claim_names_the_rows_inside_of_it(page: Page) -> None:
    page.figures, page.entities, page.claims = [BARNS], [PERSON], [CLAIM, CLAIM._replace(source=None)]
    said, other = rows(page, "claims")
    assert (said["claim_id"], said["text"], said["source"], said["content"]) == (
        "R1:claims:7-34", "Bo Lee says 12 barns burned", "Bo Lee", "12 barns burned",
    )  # fmt: skip
    assert (said["entity_ids"], said["figure_ids"]) == (["R1:entities:7-13"], ["R1:figures:19-27"])
    assert (other["claim_id"], other["source_start"], other["entity_ids"]) == ("R1:claims:14-34", None, [])


@pytest.mark.parametrize(("start", "end"), [(0, 5), (48, 54), (46, 47), (20, 20)])
def test_a_row_outside_of_the_running_text_is_refused(page: Page, start: int, end: int) -> None:
    page.citations = [Citation(start, end, "usc", "usc/1", None, "citations.a")]
    with pytest.raises(ValueError, match=rf"citations\.a made a row outside of the running text at {start}-{end}"):
        rows(page, "citations")


def test_rows_at_one_place_have_ids_of_their_own() -> None:
    places = [(1, 2), (1, 3), (1, 2), (1, 2), (1, 3)]
    assert row_ids("R1", "dates", places) == [
        "R1:dates:1-2", "R1:dates:1-3", "R1:dates:1-2:2", "R1:dates:1-2:3", "R1:dates:1-3:2",
    ]  # fmt: skip
