"""Numbers and units of table cells."""

from __future__ import annotations

import pytest

from pipeline.sources.cells import Unit, column_units, read_cell


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1,634", 1634.0, None),
        ("$44.2", 44.2, "USD"),
        ("-$44.2", -44.2, "USD"),
        ("(5.1)", -5.1, None),
        ("−3", -3.0, None),
        ("12.79%", 12.79, "%"),
        ("$1.2 billion", 1_200_000_000.0, "USD"),
        ("775b", 775.0, None),
        ("5,000*", 5000.0, None),
        ("€3", 3.0, "EUR"),
        ("—", None, None),
        ("n.a.", None, None),
        ("P.L. 113-291", None, None),
        ("2 to 3", None, None),
        ("", None, None),
    ],
)
def test_read_cell(text: str, value: float | None, unit: str | None) -> None:
    assert read_cell(text, None) == (value, unit)


def test_a_bare_number_takes_the_unit_of_its_column() -> None:
    assert read_cell("1.5", Unit(1e6, "USD")) == (1_500_000.0, "USD")
    assert read_cell("1.5", Unit(1.0, "%")) == (1.5, "%")
    assert read_cell("15%", Unit(1e6, "USD")) == (15.0, "%")


def test_column_units() -> None:
    headers = {0: "Fiscal Year", 1: "Loans", 2: "Percentage of All", 3: "Number of Loans", 4: "Held ($ billions)"}
    assert column_units(headers, "Table 1. Loans (in millions of dollars)") == {
        1: Unit(1e6, "USD"),
        2: Unit(1.0, "%"),
        4: Unit(1e9, "USD"),
    }
