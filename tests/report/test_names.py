"""File names of the pages."""

from __future__ import annotations

import re

import pytest

from pipeline.report.names import Names


def test_a_report_number_is_its_own_name() -> None:
    assert Names().of("IF10491v14") == "IF10491v14"


@pytest.mark.parametrize(
    "doc_id", ["../../etc/passwd", "a/b", "a b", "", ".", "..", "-x", "con", "NUL", "x" * 300, "é", "a\0b", "%2e", "א"]
)
def test_odd_ids_become_safe_names(doc_id: str) -> None:
    name = Names().of(doc_id)
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,90}", name)
    assert name.lower() not in {"con", "nul"}


def test_names_differ_where_upper_and_lower_case_are_the_same() -> None:
    names = Names()
    made = [names.of(doc_id) for doc_id in ("R1", "r1", "R 1", "R-1", "R/1")]
    assert len({name.lower() for name in made}) == 5


def test_names_are_the_same_every_time() -> None:
    assert [Names().of("a/b") for _ in range(2)] == [Names().of("a/b")] * 2
