"""What earlier layers named on a page, by token: phrases that are whole, and what kind of thing a name stands for."""

from __future__ import annotations

from pipeline.nlp.claims.cues import words
from pipeline.nlp.page import Page
from pipeline.rules import from_models

LABELS = {
    "LAW": "law", "PROGRAM": "program", "ORG": "actor", "PERSON": "people", "GPE": "actor", "NORP": "people",
    "EVENT": "other", "LOC": "other",
}  # fmt: skip
CITED = {"case": "law", "reporter": "law", "crs_report": "report", "gao_report": "report", "cbo_report": "report"}


class Named:
    """The names of a page.

    phrases   (code, first token, last token) of each date (`Y`), citation (`L`) and entity (`P`), in that order
    kinds     token -> the kind of what is named there, and its label or type
    ends      the last token of each citation and entity
    """

    def __init__(self, page: Page) -> None:
        self.phrases: list[tuple[str, int, int]] = []
        self.kinds: dict[int, tuple[str, str]] = {}
        self.ends: set[int] = set()
        for date in page.dates:
            if date.type in ("date", "range"):
                self.phrases.append(("Y", *page.tokens_in(date.start, date.end)))
        for citation in page.citations:
            kind = CITED.get(citation.type, "law"), citation.type
            self._add("L", *page.tokens_in(citation.start, citation.end), kind)
        for entity in page.entities:
            start, end, label, norm = entity[:4]
            self._add("P", *page.tokens_in(start, end), named_kind(label, norm or page.text[start:end]))

    def _add(self, code: str, first: int, last: int, kind: tuple[str, str]) -> None:
        self.phrases.append((code, first, last))
        self.ends.add(last - 1)
        if last == first + 1:
            self.kinds[first] = kind
        else:
            self.kinds.update(dict.fromkeys(range(first, last), kind))


@from_models(maxsize=50_000)
def named_kind(label: str, name: str) -> tuple[str, str]:
    """The kind of a named thing, by its label and the words of its full name, and the label."""
    parts = name.lower().replace("-", " ").split()
    if label == "PROGRAM" and not words("claim_plan_names").isdisjoint(parts):
        return "plan", label
    if (
        label == "ORG"
        and not words("claim_company_words").isdisjoint(parts)
        and words("claim_public_words").isdisjoint(parts)
    ):
        return "people", label
    return LABELS.get(label, "other"), label
