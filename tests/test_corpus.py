"""The sample reports and their gold: every report is read whole, every mark fits its text."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from pipeline.rules import LAYERS, unmark
from pipeline.sources import Document, read
from pipeline.stages.segment import Block, segment

CORPUS = Path(__file__).parents[1] / "corpus"
REPORTS = sorted(path.stem for path in (CORPUS / "sample").iterdir())


def document(report_id: str) -> Document:
    return read((CORPUS / "sample" / f"{report_id}.txt").read_bytes(), f"{report_id}.txt")


def gold(report_id: str) -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe", pure=True).load(
        (CORPUS / "gold" / f"{report_id}.yaml").read_text(encoding="utf-8")
    )
    return loaded


def test_sample_and_gold_hold_the_same_reports() -> None:
    assert REPORTS == ["IN10265", "LSB99002", "R99001", "RS99003"]
    assert sorted(path.stem for path in (CORPUS / "gold").glob("*.yaml")) == REPORTS


@pytest.mark.parametrize("report_id", REPORTS)
def test_reports_are_read_without_a_warning(report_id: str) -> None:
    report = document(report_id)
    assert report.doc_id == report_id
    assert report.warnings == ()
    assert report.published is not None
    assert all(author.title and "@" not in author.title for author in report.authors)
    assert "](" not in report.text
    assert "example.gov" not in report.text


def test_the_published_report() -> None:
    report = document("IN10265")
    assert report.title == "New U.S.-Japan Defense Guidelines Deepen Alliance Cooperation"
    assert report.published == date(2015, 4, 28)
    assert [(author.name, author.title) for author in report.authors] == [
        ("Ian E. Rinehart", "Analyst in Asian Affairs")
    ]
    assert (report.series, report.product_type, report.version) == ("IN", "Insight", None)
    assert len(report.links) == 14


@pytest.mark.parametrize("report_id", REPORTS)
def test_gold_passages_stand_once_in_the_text(report_id: str) -> None:
    text = document(report_id).text
    for passage in gold(report_id)["passages"]:
        plain = {unmark(marked)[0] for marked in passage.values()}
        assert len(plain) == 1
        assert text.count(plain.pop()) == 1
        assert passage.keys() <= set(LAYERS)


@pytest.mark.parametrize("report_id", REPORTS)
def test_sources_and_contents_of_gold_claims_stand_in_their_passage(report_id: str) -> None:
    for passage in gold(report_id)["passages"]:
        text, marks = unmark(passage.get("claims", ""))
        for mark in marks:
            assert mark.attributes["type"]
            assert (mark.attributes["source"] or "") in text
            assert (mark.attributes["content"] or "") in text


@pytest.mark.parametrize("report_id", REPORTS)
def test_gold_sections_are_found(report_id: str) -> None:
    report = document(report_id)
    sections, _ = segment(report.text, [Block(*block) for block in report.blocks])
    wanted = [(section["title"], section["level"]) for section in gold(report_id)["sections"]]
    assert [(section.title, section.level) for section in sections if section.title] == wanted
