"""The marks inside a line of Markdown: emphasis taken off, and blanks set where the marks swallowed them.

Pages of congress.gov come from Word by way of HTML: a bold or italic stretch is there cut into runs, and a run that held
nothing but a blank has become a pair of marks with nothing between. So marks are read as switches, on and off:

    **Market ****R****esearch** costs   on, off-on, off-on, off     Market Research costs
    by data****from the report          on-off: an empty run        by data from the report
    **Purposes.******The evidence       on, off-on-off              Purposes. The evidence
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.sources.inline import LINK

# Addresses keep their underscores.
TOKEN = re.compile(
    r"(?P<address>\]\((?>(?:[^()\s]++|\((?>(?:[^()\s]++|\([^()\s]*+\))*)\))*)\)|(?:https?://|www\.)[^\s\]|]++)"
    r"|(?P<marks>\*{2,}|_+)"
)
# `snake_case`: an underscore inside a word that has no second one, or one inside too.
LITERAL = re.compile(r"_(?=\w)[^\s_]*+(?!_)|_(?=\w)[^\s_]++_\w")
# Where an empty run stood, until it is known what stands behind it.
BLANK = "\ufdd0"
LOST = re.compile(rf"(?<=[^\s(\[“‘{BLANK}—–/-]){BLANK}++(?=[\w\[(“‘$§_])")
# A link whose blanks were swallowed. What follows may be an ending: `[bill](…)s`.
BEFORE_LINK = re.compile(r"(?<=[\w.,;:)%”])$")
AFTER_LINK = re.compile(r"(?!(?:s|es|ed|ing|st|nd|rd|th|ly)\b)[\w§$“]")
BREAK = re.compile(r"\w")


def plain_line(raw: str, move: Callable[[str], str] = str) -> str:
    """A line without emphasis, its links with blanks round them and each address as `move` gives it."""
    line = plain_emphasis(raw) if "**" in raw or "_" in raw else raw
    return space_links(line, move) if "](" in line else line


def plain_emphasis(raw: str) -> str:
    """A line without `**` and `_`; a blank stands where an empty run of theirs did."""
    parts: list[str] = []
    position = 0
    inside = {"*": False, "_": False}
    for match in TOKEN.finditer(raw):
        marks = match["marks"]
        if marks is None or (marks == "_" and not inside["_"] and _in_word(raw, match.start())):
            continue
        parts.append(raw[position : match.start()])
        position = match.end()
        sign = marks[0]
        switches = len(marks) // 2 if sign == "*" else len(marks)
        # Off and on again goes on with the same stretch; more than that, or on and off, holds an empty run.
        if switches > (2 if inside[sign] else 1):
            parts.append(BLANK)
        inside[sign] ^= bool(switches % 2)
    parts.append(raw[position:])
    line = "".join(parts)
    return LOST.sub(" ", line).replace(BLANK, "") if BLANK in line else line


def _in_word(raw: str, place: int) -> bool:
    return bool(place and raw[place - 1].isalnum() and LITERAL.match(raw, place))


def space_links(line: str, move: Callable[[str], str] = str) -> str:
    """A line with a blank before and behind each link that stands against a word; addresses as `move` gives them."""
    parts: list[str] = []
    position = 0
    for match in LINK.finditer(line):
        before = line[position : match.start()]
        words, address = match.groups()
        parts.append(before)
        last = line[match.start() - 1 : match.start()]
        if BEFORE_LINK.search(last) and BREAK.match(words):
            parts.append(" ")
        parts.append(f"[{words}]({move(address)})")
        position = match.end()
        if AFTER_LINK.match(line, position) and BREAK.match(words[-1:] or ""):
            parts.append(" ")
    parts.append(line[position:])
    return "".join(parts)
