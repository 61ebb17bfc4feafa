"""Cells of data tables: the number in a cell, and the unit that the cell, its column or the caption gives it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
CURRENCIES = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}

# A cell that is a number and nothing else: `-1,634`, `$44.2`, `(5.1)`, `12.79%`, `$1.2 billion`, `5,000*`, `775b`.
NUMBER = re.compile(
    r"(?P<open>\()?(?P<sign>[-–−+])?\s?(?P<currency>US\$|[$€£¥])?\s?(?P<sign2>[-–−])?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    r"\s?(?P<scale>hundred|thousand|million|billion|trillion)?\s?(?P<percent>%|percent)?(?(open)\))"
    r"(?:[a-z*†‡]{1,2})?",
    re.IGNORECASE,
)
OPENINGS = frozenset("0123456789.-–−+($€£¥U")
MINUS = frozenset("-–−")
SCALE_WORD = re.compile(r"\b(hundred|thousand|million|billion|trillion)s?\b", re.IGNORECASE)
MONEY_WORD = re.compile(r"\bdollars?\b|US\$|\$|\bUSD\b", re.IGNORECASE)
PERCENT_WORD = re.compile(r"%|\bper ?cent\b|\bpercentages?\b", re.IGNORECASE)
# Columns that count or name something else than what the caption's unit measures.
OTHER_COLUMN = re.compile(
    r"\b(?:years?|numbers?|date|counts?|ranks?|share|rate|FTEs?|positions|section|recipients|projects|employees)\b",
    re.IGNORECASE,
)


class Unit(NamedTuple):
    """What a bare number of a column stands for: the factor to the full number, and the unit's name."""

    scale: float = 1.0
    name: str | None = None


def stated_unit(text: str) -> Unit | None:
    """The unit that a header or a caption states (`in millions of dollars`, `%`), None where it states none."""
    if PERCENT_WORD.search(text):
        return Unit(1.0, "%")
    if MONEY_WORD.search(text):
        scale = SCALE_WORD.search(text)
        return Unit(SCALES[scale.group(1).lower()] if scale else 1.0, "USD")
    return None


def column_units(headers: Mapping[int, str], about: str) -> dict[int, Unit]:
    """The unit of each column: its header's, else the caption's; the first column names the rows."""
    general = stated_unit(about)
    units = {}
    for column, header in headers.items():
        own = stated_unit(header)
        if own and own.name == "USD" and own.scale == 1.0 and general and general.name == "USD":
            own = general
        if own is None and column > 0 and not OTHER_COLUMN.search(header):
            own = general
        if own:
            units[column] = own
    return units


def read_cell(text: str, unit: Unit | None) -> tuple[float | None, str | None]:
    """(value, unit) of a cell, scaled to the full number; (None, None) where it holds no plain number."""
    match = NUMBER.fullmatch(text) if text[:1] in OPENINGS else None
    if not match:
        return None, None
    opened, sign, currency, minus, digits, scale, percent = match.groups()
    value = float(digits.replace(",", ""))
    if opened or minus or sign in MINUS:
        value = -value
    if percent:
        return value, "%"
    if scale:
        value *= SCALES[scale.lower()]
    elif unit and unit.name != "%":
        value *= unit.scale
    if currency:
        return value, CURRENCIES[currency.upper()]
    return value, unit.name if unit else None
