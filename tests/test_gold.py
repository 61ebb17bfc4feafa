"""Gold in both its forms, placed in the text that the pipeline made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.gold import GoldError, GoldRow, align, carry, gold_files, place
from pipeline.values import Span

TEXT = "Grain Storage\n\nCosts\n\nA 2019 survey found that 64% of farms store grain. Costs rose.\n\nOutlook\n\nNone."
YAML = """
report_id: R99001
sections:
  - {title: Costs, level: 1}
  - {title: Outlook, level: 1}
passages:
  - figures: >-
      A 2019 survey found that [64%]{kind=percent value=64 unit=%
      of=farms} of farms store grain.
    claims: >-
      A 2019 survey [found]{type=assertion modality=certain source=survey content="64% of farms store
      grain"} that 64% of farms store grain.
"""


def gold(folder: Path, text: str, name: str = "R99001.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def shown(row: GoldRow, text: str = TEXT) -> tuple[str | None, str | None, str | None]:
    source, content = (text[slice(*span)] if span else None for span in (row.source, row.content))
    return text[slice(*row.span)] if row.span else None, source, content


def test_a_passage_is_found_in_the_text(tmp_path: Path) -> None:
    placed = place(gold(tmp_path, YAML), TEXT)
    figure, claim = placed.rows["figures"][0], placed.rows["claims"][0]
    assert shown(figure) == ("64%", None, None)
    assert figure.values == {
        "bound": "exact",
        "kind": "percent",
        "value": 64.0,
        "unit": "%",
        "of": "farms",
        "low": None,
        "high": None,
    }
    assert shown(claim) == ("found", "survey", "64% of farms store grain")
    assert claim.values["polarity"] == "positive"


def test_only_what_begins_in_a_passage_is_judged_layer_by_layer(tmp_path: Path) -> None:
    placed = place(gold(tmp_path, YAML), TEXT)
    inside, outside = TEXT.index("64%"), TEXT.index("Costs rose")
    assert placed.judges("figures", Span(inside, inside + 3))
    assert not placed.judges("figures", Span(outside, outside + 5))
    assert not placed.judges("dates", Span(inside, inside + 3))
    assert placed.judges("sections", Span(15, 20))


def test_headings_are_found_in_order_as_lines_of_their_own(tmp_path: Path) -> None:
    rows = place(gold(tmp_path, YAML), TEXT).rows["sections"]
    assert [(row.span, row.values["level"]) for row in rows] == [
        (Span(15, 20), 1),
        (Span(TEXT.index("Outlook"), TEXT.index("Outlook") + 7), 1),
    ]


def test_of_a_missing_document_every_row_is_lost(tmp_path: Path) -> None:
    rows = place(gold(tmp_path, YAML), None).rows
    assert [row.span for layer in rows.values() for row in layer] == [None] * 4


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("R99001\n", "R99002\n", "report_id must be R99001"),
        ("passages:", "passage:", "other keys are sections and passages"),
        ("figures:", "figure:", "is no layer"),
        ("2019 survey [found]", "2018 survey [found]", "is not in the document's text"),
        ("value=64", "value", "is no name=value"),
        ("source=survey", "source=poll", "'poll' is not in the passage"),
    ],
)
def test_gold_that_cannot_be_used_says_why(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(GoldError, match=message):
        place(gold(tmp_path, YAML.replace(old, new)), TEXT)


def test_a_passage_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="more than once"):
        place(gold(tmp_path, "passages:\n  - dates: Costs\n"), TEXT)


def test_a_folder_has_one_file_a_report(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="no gold in"):
        gold_files(tmp_path)
    gold(tmp_path, "{}", "R99001.json")
    gold(tmp_path, YAML)
    with pytest.raises(GoldError, match="both gold of R99001"):
        gold_files(tmp_path)


def whole(text: str, **layers: list[dict[str, Any]]) -> str:
    empty: dict[str, Any] = {name: [] for name in ("figures", "dates", "entities", "citations", "claims", "sections")}
    return json.dumps({"text": text, **empty, **layers})


def test_a_whole_text_is_aligned_with_other_white_space_and_lost_words(tmp_path: Path) -> None:
    own = "Grain Storage\n\nDoe, Jane\n\nMarch 3, 2021 (R99001)\n\nCosts\n\nA survey of 64% of farms."
    text = "Grain Storage\n\nCosts\n\nA  survey of 64% of farms.\n\nMore text, 5%."
    row = {"start": own.index("64%"), "end": own.index("64%") + 3, "text": "64%", "kind": "percent", "value": 64}
    lost = {"start": own.index("Jane"), "end": own.index("Jane") + 4, "text": "Jane", "label": "PERSON", "norm": None}
    heading = {"title": "Costs", "level": 1, "start": own.index("Costs"), "end": own.index("Costs") + 5}
    placed = place(gold(tmp_path, whole(own, figures=[row], entities=[lost], sections=[heading]), "R99001.json"), text)
    assert shown(placed.rows["figures"][0], text) == ("64%", None, None)
    assert placed.rows["entities"][0].span is None
    assert placed.judges("figures", Span(text.index("64%"), text.index("64%") + 3))
    assert not placed.judges("figures", Span(text.index("5%"), text.index("5%") + 2))
    assert not placed.judges("figures", Span(text.index("Costs"), text.index("Costs") + 5))
    assert placed.judges("sections", Span(text.index("Costs"), text.index("Costs") + 5))


@given(st.text(alphabet="ab \n.", max_size=40))
def test_a_text_is_aligned_with_itself(text: str) -> None:
    to = align(text, text)
    assert all(to[i] == i for i, sign in enumerate(text) if not sign.isspace())
    assert carry(to, 0, 0) is None
