"""Markdown made from a PDF page by page (`## Page 2`, then the page as it is laid out): back to one line a paragraph.

Running heads and feet go, notes move from the feet of the pages to the end, paragraphs are joined, and lines with wide
gaps become rows of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.sources.lines import AUTHORS, CAPTION, DISCLAIMER, opens_block

PAGE = re.compile(r"##?\s+Page\s+\d+\s*")
FURNITURE = re.compile(
    r"\s*(?:Congressional Research Service(?:\s+.*)?|https?://(?:crsreports|www)\.congress\.gov\S*"
    r"|.*·\s*VERSION\s+\d+\s*·.*|(?:[A-Z]{1,3}\d{4,5}|\d\d-\d{1,4})|Updated \w+ \d{1,2}, \d{4})\s*"
)
NOTE = re.compile(r"(\d{1,3})\s+(?=\S)")
GAP = re.compile(r"(?<=\S) {3,}(?=\S)")
# A call of a note, its superscript lost: `over time.1 Under`.
CALL = re.compile(r"(?<=[a-z)”\"][.,;:])(\d{1,3})(?=\s|$)")
# The first letter of a report, set large, comes out at the end of a word of the paragraph: `includingT budget`.
DROPPED = re.compile(r"(?<=[a-z])([A-Z])(?= )")


def is_paged(lines: Sequence[str]) -> bool:
    """Whether a body is cut into pages."""
    return sum(bool(PAGE.fullmatch(line)) for line in lines) > 1


def page_lines(lines: Sequence[str], title: str) -> list[str]:
    """The lines of a paged body in the text shape, notes at the end."""
    found: list[str] = []
    notes: list[str] = []
    table: list[list[str]] = []
    contacts = False
    for chunk in _chunks(lines, title):
        first = chunk[0].strip()
        note = NOTE.match(first)
        if note and int(note[1]) == len(notes) + 1 and not GAP.search(first):
            notes += _notes(chunk, len(notes))
        elif not _is_alone(first) and (GAP.search(first) or (table and any(map(GAP.search, chunk)))):
            table.append(_row(chunk))
        else:
            found += [*_rows(table), ""]
            table = []
            contacts = bool(AUTHORS.fullmatch(first)) or (contacts and not _is_alone(first))
            # A person's name and job title stand in lines of their own.
            found += [", ".join(line.strip() for line in chunk)] if contacts else _joined(chunk)
    found += _rows(table)
    found = _with_first_letter([CALL.sub(lambda call: _marked(call, len(notes)), line) for line in found])
    return [*found, "", "Footnotes", "", *notes] if notes else found


def _is_alone(line: str) -> bool:
    return bool(AUTHORS.fullmatch(line) or DISCLAIMER.fullmatch(line) or CAPTION.match(line))


def _marked(call: re.Match[str], notes: int) -> str:
    return f"[{call[1]}](#)" if 0 < int(call[1]) <= notes else call[1]


def _chunks(lines: Sequence[str], title: str) -> Iterator[list[str]]:
    """The lines between blank ones, without furniture and the title that runs over each page."""
    chunk: list[str] = []
    for line in (*lines, ""):
        text = line.strip()
        if text and text != title and not FURNITURE.fullmatch(line) and not PAGE.fullmatch(line):
            chunk.append(line)
        elif chunk:
            yield chunk
            chunk = []


def _notes(chunk: Sequence[str], count: int) -> list[str]:
    notes: list[str] = []
    for line in chunk:
        label = NOTE.match(line.strip())
        if label and int(label[1]) == count + len(notes) + 1:
            notes.append(line.strip())
        else:
            notes[-1] += f" {line.strip()}"
    return notes


def _row(chunk: Sequence[str]) -> list[str]:
    """The cells of a row that is set in several lines, each piece with the column that begins nearest to it."""
    columns: list[int] = []
    cells: list[str] = []
    for line in chunk:
        begin = len(line) - len(line.lstrip())
        gaps = list(GAP.finditer(line, begin))
        places = [begin, *(gap.end() for gap in gaps)]
        ends = [*(gap.start() for gap in gaps), len(line)]
        for place, end in zip(places, ends, strict=True):
            if not columns or (line is chunk[0]):
                columns.append(place)
                cells.append(line[place:end].strip())
                continue
            nearest = min(range(len(columns)), key=lambda column: abs(columns[column] - place))
            cells[nearest] = f"{cells[nearest]} {line[place:end].strip()}".strip()
    return cells


def _rows(table: Sequence[Sequence[str]]) -> list[str]:
    return ["", *("| " + " | ".join(row) for row in table)] if table else []


def _joined(chunk: Sequence[str]) -> list[str]:
    """The lines of a paragraph as one; what opens a block stays apart."""
    joined: list[str] = []
    for line in chunk:
        if joined and not opens_block(line):
            joined[-1] += f" {line.strip()}"
        else:
            joined.append(line.strip())
    return joined


def _with_first_letter(lines: list[str]) -> list[str]:
    first = next((n for n, line in enumerate(lines) if line), None)
    if first is not None and lines[first][:1].islower():
        letters = list(DROPPED.finditer(lines[first]))
        if len(letters) == 1:
            place = letters[0].start()
            lines[first] = letters[0][1] + lines[first][:place] + lines[first][place + 1 :]
    return lines
