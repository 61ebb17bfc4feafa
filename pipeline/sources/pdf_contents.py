"""The contents list of a report: which lines it takes up, and how deep it puts each heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.sources.lines import folded
from pipeline.sources.pdf_lines import Line, rows_of

LEADERS = re.compile(r"(?:\s?\.){4,}\s*(?:[A-Z]-?)?(?:\d+|[ivxl]+)?$|\s\.{3,}\s*\d+$|_{5,}\s*\d+$")
CONTENTS = re.compile(r"(?:Table of )?Contents", re.IGNORECASE)
LISTS = re.compile(r"(?:List of )?(?:Figures|Tables|Maps)", re.IGNORECASE)
OTHER_LISTS = re.compile(r"Appendix(?:es)?|Appendices|Contacts", re.IGNORECASE)
EMPTY = re.compile(r"No table of (?:contents|figures) entries found")  # what a word processor writes
MIN_ENTRIES = 3
INDENT = 5  # points that part two levels


class Entry(NamedTuple):
    """A heading as the contents list has it, with its indentation in points."""

    text: str
    left: float


def split_contents(lines: Sequence[Line], *, inside: bool) -> tuple[list[Line], list[Entry]]:
    """The lines of a page without the contents list on it, and the headings that this names.

    `inside` tells whether the page before held a part of the list.
    """
    rows = rows_of(lines)
    texts = [" ".join(line.text for line in row) for row in rows]
    led = [number for number, text in enumerate(texts) if LEADERS.search(text)]
    first = next((number for number, text in enumerate(texts) if CONTENTS.fullmatch(text)), None)
    if not led or (first is None and (not inside or led[0] > 2)) or (first is not None and len(led) < MIN_ENTRIES):
        return list(lines), []
    begin = first if first is not None else 0
    end = led[-1] + 1
    while end < len(texts) and (
        LISTS.fullmatch(texts[end]) or OTHER_LISTS.fullmatch(texts[end]) or EMPTY.match(texts[end])
    ):
        end += 1
    entries: list[Entry] = []
    waiting: Entry | None = None
    naming = True
    for row, text in zip(rows[begin:end], texts[begin:end], strict=True):
        if CONTENTS.fullmatch(text) or LISTS.fullmatch(text) or OTHER_LISTS.fullmatch(text):
            naming = not LISTS.fullmatch(text)
            waiting = None
            continue
        entry = Entry(f"{waiting.text} {text}" if waiting else text, waiting.left if waiting else row[0].left)
        waiting = None if LEADERS.search(text) else entry
        if waiting is None and naming:
            entries.append(Entry(LEADERS.sub("", entry.text).strip(" ."), entry.left))
    words = {id(word) for row in rows[begin:end] for line in row for word in line.words}
    return [line for line in lines if id(line.words[-1]) not in words], entries


def listed_levels(entries: Iterable[Entry]) -> dict[str, int]:
    """The level of each heading that the contents list names, by its folded text."""
    entries = list(entries)
    steps: list[float] = []
    for left in sorted({entry.left for entry in entries}):
        if not steps or left - steps[-1] > INDENT:
            steps.append(left)
    return {key(entry.text): sum(step <= entry.left + 1 for step in steps) for entry in reversed(entries)}


def key(text: str) -> str:
    """A heading as it is compared with the contents list."""
    return re.sub(r"\W+", "", folded(text))
