"""The recogniser of the layer: every family over the page, then one row a place."""

from __future__ import annotations

from typing import Protocol

from spacy.vocab import Vocab

from pipeline.nlp.citations.bills import Bills
from pipeline.nlp.citations.cases import Cases
from pipeline.nlp.citations.executive import ExecutiveDocuments
from pipeline.nlp.citations.laws import PublicLaws
from pipeline.nlp.citations.reports import Reports
from pipeline.nlp.citations.titles import CodeTitles
from pipeline.nlp.citations.volumes import Volumes
from pipeline.nlp.page import Page
from pipeline.values import Citation


class Family(Protocol):
    """A family of citations: finds its own kinds on a page, in any order."""

    def find(self, page: Page) -> list[Citation]: ...


class CitationRecogniser:
    """Finds citations (table `citations`).

    public_law, usc, cfr, fed_reg, stat, bill, executive_order, proclamation, case, reporter, crs_report, gao_report,
    cbo_report, treaty: each with `norm`, the canonical id, and `url`, the official page that the id leads to.
    """

    def __init__(self, vocab: Vocab) -> None:  # noqa: ARG002  (every recogniser is built on a vocabulary)
        self._families: list[Family] = [
            PublicLaws(), Volumes(), CodeTitles(), Bills(), ExecutiveDocuments(), Reports(), Cases(),
        ]  # fmt: skip

    def __call__(self, page: Page) -> list[Citation]:
        """The page's citations by their place; none overlaps another."""
        return longest([row for family in self._families for row in family.find(page)])


def longest(rows: list[Citation]) -> list[Citation]:
    """Of overlapping rows the longest, then the leftmost, then the first by rule; sorted by place."""
    kept: list[Citation] = []
    for row in sorted(rows, key=lambda row: (row.start, -row.end, row.rule)):
        if kept and row.start < kept[-1].end:
            if row.end - row.start > kept[-1].end - kept[-1].start:
                kept[-1] = row
            continue
        kept.append(row)
    return kept
