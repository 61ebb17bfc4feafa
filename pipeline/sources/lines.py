"""What a line of plain text is: furniture, item, caption, source, entry of a contents list, part of a script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.sources.inline import LINK, unwrap

# A longer line is a paragraph, whatever it ends with.
WIDTH = 200
MAX_ENTRY = 400

RULE = re.compile(
    r"(?:[-*_=—]\s?){3,}|\[?Jump to Main Text of Report\]?(?:\([^)]*\))?"
    r"|\[?(?:Return|Back) to (?:top|contents)\]?(?:\([^)]*\))?",
    re.IGNORECASE,
)
FURNITURE = re.compile(
    r"Figure is interactive in (?:the )?HTML (?:version of this )?report(?: version)?\."
    r"|^End of interactive chart\.$|^Created with Highcharts.*$",
    re.IGNORECASE,
)
DISCLAIMER = re.compile(
    r"Disclaimer:?|(?:This document was|These documents were) prepared by the Congressional Research Service.*"
    r"|EveryCRSReport\.com republishes CRS reports.*",
    re.IGNORECASE,
)
AUTHORS = re.compile(r"Author (?:Contact )?Information|Key Policy Staff", re.IGNORECASE)
ITEM = re.compile(r"\s*[-*•▪■○●◦·–+](?:\s+|$)(.*)")
CAPTION = re.compile(
    r"(?:Table|Figure|Box|Text ?Box|Chart|Map|Exhibit|Graph)\s(?:[A-Z]{1,2}-)?\d+[a-z]?(?:[.:]|\s?[—–-]\s)"
)
SOURCE = re.compile(r"(?:Sources?|Notes?|Data ?sources?)\s?:", re.IGNORECASE)
LETTERED = re.compile(r"[a-z]{1,2}\.\s")
# What ends a paragraph, what ends a sentence or leads in a list, what ends a sentence.
STOP = re.compile(r"[.;,]['\"”’)]*$")
FINISHED = re.compile(r"[.?!:;]['\"”’)\]]*$")
# A heading may end so: `United States v. Example, Inc.`
ABBREVIATED = re.compile(r"\b(?:Inc|Co|Corp|Ltd|Bros|Assn|Jr|Sr|U\.S|U\.K|D\.C|et al)\.$")
CLOSED = re.compile(r"[.?!;]['\"”’)\]]*$")
LEADER = re.compile(r"(?:\s*\.){3,}\s*\d+$|\t+\d+$")
# The lines of a script that draws a chart: they begin with a comment or a call, and go on until prose or a table.
SCRIPT = re.compile(r"\|?\s*(?://|\$\(|\(?function\b|var \w+\s*=|<script)")
PROSE = re.compile(r"[A-Z](?=(?:\S+\s+){9})[^{}]*[.)\"”}]\s*$")
# Superscripts are lost now and then.
ORDINAL = re.compile(r"(\d)(?:st|nd|rd|th)\b")
CELL = re.compile(r"\|\s*(?:\w|$)")


def chunks_of(lines: Sequence[str]) -> Iterator[list[str]]:
    """The runs of lines between blank ones and rules, without page furniture and without the scripts of charts."""
    chunk: list[str] = []
    script = False
    for line in lines:
        if SCRIPT.match(line):
            script = True
        elif script and (CELL.match(line) or PROSE.match(line)):
            script = False
        if script:
            continue
        if "nteractive" in line or "ighcharts" in line:
            line = FURNITURE.sub("", line.rstrip())
            if not line.strip(" |-"):
                continue
        if line and not line.isspace() and not (len(line) < 80 and RULE.fullmatch(line.strip())):
            chunk.append(line)
        elif chunk:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def join_broken(chunk: Sequence[str]) -> Iterator[str]:
    """The lines of a chunk, those joined that two blanks at the end break inside one heading or caption."""
    waiting = ""
    for line in chunk:
        if waiting and (CLOSED.search(waiting) or opens_block(line) or line.startswith("|")):
            yield waiting
            waiting = ""
        line = f"{waiting} {line.strip()}" if waiting else line
        if line.endswith("  ") and not line.startswith("|"):
            waiting = line.rstrip()
            continue
        yield line
        waiting = ""
    if waiting:
        yield waiting


def opens_block(line: str) -> bool:
    """Whether a line begins something of its own: a caption, a source, an item."""
    return bool(CAPTION.match(line) or SOURCE.match(line) or ITEM.match(line))


def item_text(line: str) -> str:
    """A line without its bullet."""
    match = ITEM.fullmatch(line)
    return (match.group(1) if match else line).strip()


def is_entry(line: str) -> bool:
    """A line of a contents list: nothing but a link, or words with dot leaders and a page number."""
    text = item_text(line)
    return (text.startswith("[") and not LINK.sub("", text).strip()) or bool(LEADER.search(text[:MAX_ENTRY]))


def is_contact(line: str) -> bool:
    """A line of the authors' block: name and job, address, phone, no sentence."""
    text = line.strip()
    return len(text) < WIDTH and bool(
        re.search(r"@|\bscrubbed\]|\d-\d{4}", text) or not re.search(r"[.?!]$|^Acknowledg", text)
    )


def folded(line: str) -> str:
    """A heading as it is compared with the contents list: no mark-up, case, quotes, extra blanks or `th` of `119th`."""
    plain = unwrap(line.strip()).text.casefold().replace("’", "'").replace("“", '"').replace("”", '"')
    return " ".join(ORDINAL.sub(r"\1", plain).split())
