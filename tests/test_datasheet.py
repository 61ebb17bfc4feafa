"""docs/datasheet.md names commands, pages and columns that exist, and no numbers that go stale."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.tables import TABLES

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "datasheet.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["datasheet.md", "recipes.md"])
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    assert targets
    assert [target for target in targets if not (ROOT / "docs" / target).exists()] == []


def test_commands_exist() -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"\bcrs ([a-z]+)", PAGE)) <= set(main.commands)
    assert set(re.findall(r"`make ([a-z]+)`", PAGE)) <= set(targets)


def test_columns_exist() -> None:
    """What the table of nulls names, and whether it can be null at all."""
    for table, names in re.findall(r"^\| `(\w+)\.([^|]+)` \|", PAGE, re.MULTILINE):
        for name in names.split("`, `"):
            assert not next(column for column in TABLES[table].columns if column.name == name).required


def test_scores_are_printed_by_commands_not_by_the_page() -> None:
    assert not re.findall(r"\b\d+(?:\.\d+)?\s?%|\b0\.\d\d", PAGE)
