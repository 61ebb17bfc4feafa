"""Author lines to persons."""

from __future__ import annotations

import pytest

from pipeline.sources.authors import authors_of
from pipeline.sources.document import Author


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Ian E. Rinehart, Analyst in Asian Affairs (irinehart@crs.loc.gov, 7-0345)", [("Ian E. Rinehart", "Analyst in Asian Affairs")]),
        ("Jane Q. Doe", [("Jane Q. Doe", None)]),
        ("Doe, Jane Q.", [("Jane Q. Doe", None)]),
        ("Doe, Jane Q., Jr.", [("Jane Q. Doe Jr.", None)]),
        ("Doe-Roe, Jane; O'Roe, John A.", [("Jane Doe-Roe", None), ("John A. O'Roe", None)]),
        ("Clifford Roe, Mary Ann; de la Cruz, Ana", [("Mary Ann Clifford Roe", None), ("Ana de la Cruz", None)]),
        ("Jane Doe; John Roe", [("Jane Doe", None), ("John Roe", None)]),
        ("Jane Doe and John Roe", [("Jane Doe", None), ("John Roe", None)]),
        ("Jane Doe, John Roe, and Ann B. Poe", [("Jane Doe", None), ("John Roe", None), ("Ann B. Poe", None)]),
        (
            "Jane Doe, Analyst in Public Finance, and John Roe, Specialist in Energy Policy",
            [("Jane Doe", "Analyst in Public Finance"), ("John Roe", "Specialist in Energy Policy")],
        ),
        (
            "Jane Doe, Legislative Attorney (jdoe@example.gov, 7-0001) John Roe, Coordinator (jroe@example.gov, 7-0002)",
            [("Jane Doe", "Legislative Attorney"), ("John Roe", "Coordinator")],
        ),
        ("Coordinated by Jane Doe", [("Jane Doe", None)]),
        ("Congressional Research Service", []),
        ("American Law Division", []),
        ("[author name scrubbed], Analyst in Public Finance", []),
        ("Updated figures and tables", []),
    ],
)  # fmt: skip
def test_authors(line: str, authors: list[tuple[str, str | None]]) -> None:
    assert authors_of(line) == [Author(*author) for author in authors]
