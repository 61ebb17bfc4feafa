"""Years and numbers that belong to a name: Act of 1965, Appropriations Act, 2017, 21st Century Cures Act, FY2015 NDAA."""

from __future__ import annotations

from pipeline.nlp.entities.runs import MONTHS
from pipeline.nlp.page import Page

# Words after which a year is a date of its own: in 2015 Congress …
DATING = frozenset(
    "in since by during , of until and before after through from to for ( early late mid calendar".split()
)
ORDINALS = frozenset(("Five", "Century"))


def is_year(word: str) -> bool:
    """Is the word a year or a fiscal year?"""
    return (len(word) == 4 and word.isdigit()) or (word[:2] == "FY" and word[2:].isdigit() and len(word) > 3)


def is_number(word: str) -> bool:
    """May the word belong as a number to the name behind it?"""
    return word[:1].isdigit() or word[:2] == "FY"


def word_at(page: Page, index: int) -> str:
    """The word at `index`, empty outside of the page."""
    return page.words[index] if 0 <= index < len(page.words) else ""


def year_end(page: Page, last: int, label: str) -> int:
    """The end of a law's name with the year after it; Appropriations Acts for 2017 and 2018; Act (PWEDA) of 1965."""
    if label != "LAW":
        return last
    at = last
    if word_at(page, at - 1) in ("Year", "Years") and is_year(word_at(page, at)):
        return at + 1
    if word_at(page, at) == "(" and word_at(page, at + 2) == ")" and word_at(page, at + 3) in ("of", ","):
        at += 3
    link = word_at(page, at)
    if link in ("of", "for") and word_at(page, at + 1) == "Fiscal" and is_year(word_at(page, at + 3)):
        end = at + 4
    elif link in ("of", ",", "for") and is_year(word_at(page, at + 1)):
        end = at + 2
    elif (
        link == "of"
        and word_at(page, at + 1) in MONTHS
        and word_at(page, at + 3) == ","
        and is_year(word_at(page, at + 4))
    ):
        end = at + 5
    else:
        return last
    while link == "for" and word_at(page, end) in (",", "and"):
        following = end + 1 + (word_at(page, end) == "," and word_at(page, end + 1) == "and")
        if not is_year(word_at(page, following)):
            break
        end = following + 1
    if word_at(page, end) == "and" and word_at(page, end + 1) == "Other":  # …, 2024 and Other Extensions Act
        for at in range(end + 2, end + 6):
            if word_at(page, at) == "Act":
                return at + 1
    return end


def with_number(page: Page, first: int, label: str) -> int:
    """Where a name begins with the number before it that belongs to it."""
    number = page.words[first - 1] if first else ""
    if not number[:1].isdigit() and number[:2] != "FY":
        return first
    before = word_at(page, first - 2)
    if page.starts[first] - page.ends[first - 1] != 1 or before in MONTHS:
        return first
    if number[:2] == "FY" and is_year(number):
        return first - 1 if label == "LAW" and before != "-" else first
    if not number[0].isdigit():
        return first
    if number[-1].isalpha() or (page.words[first] in ORDINALS and len(number) <= 2):
        return first - 1
    if (
        before == "-"
        and word_at(page, first - 3)[:1].isupper()
        and page.ends[first - 3] == page.starts[first - 2]
        and label == "PROGRAM"
    ):
        return first - 3  # GSM-102 Program
    if before in ("-", "/") and word_at(page, first - 3)[:1].isdigit():
        start = first - 3
        while word_at(page, start - 1) == "-" and word_at(page, start - 2)[:1].isdigit():
            start -= 2
        return start
    return first - 1 if label == "LAW" and is_year(number) and before.lower() not in DATING else first
