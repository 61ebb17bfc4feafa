"""The targets of a code citation: sections, parts and chapters with their subdivisions, ranges and lists.

`§§3121 and 3122`, `§350l(f) and §(j)(2)(D)`, `§§1531-1544`, `§5622 note`, `§1395 et seq.`, `Parts 50 and 56`. One
hand-written reader over small expressions, each anchored where the one before ended: linear on any input.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.nlp.citations.outline import beside
from pipeline.nlp.citations.spelling import BLANK, BLANKS, DASH, JOIN, plain


class Target(NamedTuple):
    """One target: where it stands, what it is (section, part, chapter, …) and its path below the title."""

    start: int
    end: int
    unit: str
    path: tuple[str, ...]


# The word or sign before a number, by unit. Plural forms announce a list or a range.
SIGNS = {
    "section": r"§{1,3}|[Ss]ections?|SECTIONS?|[Ss]ect?s?\.|SEC\.",
    "part": r"[Pp]arts?|PARTS?|[Pp]ts?\.",
    "subpart": r"[Ss]ubparts?|[Ss]ubpts?\.",
    "chapter": r"[Cc]hapters?|CHAPTERS?|[Cc]h(?:ap)?s?\.",
    "subtitle": r"[Ss]ubtitles?",
    "subchapter": r"[Ss]ubchapters?",
}
SIGN = re.compile("|".join(f"(?P<{unit}>{forms})" for unit, forms in SIGNS.items()))
PLURAL = re.compile(r"§§|.*s\.?$", re.IGNORECASE)
# A section of the U.S. Code: 7545, 350l-1, 2000e-5, 300aa-1. What is glued to a number is its suffix unless it is a
# word that lost its blank.
SUFFIX = r"(?:(?!(?:and|are|as|by|et|for|has|in|is|may|note|of|or|that|the|to|was)\b)[A-Za-z]{1,4}(?![A-Za-z]))?"
USC_NUMBER = rf"[0-9]{{1,6}}(?![0-9]){SUFFIX}"
USC_SECTION = re.compile(rf"{USC_NUMBER}(?:{DASH}{{1,2}}(?:§{{1,2}}{BLANKS})?{USC_NUMBER})*")
# A section of the C.F.R.: 80.27, 3.12, 240.10b-5, 1.401(a)-1, 52.212-5.
CFR_NUMBER = rf"[0-9]{{1,5}}(?![0-9]){SUFFIX}(?:\.[0-9]{{1,5}}{SUFFIX})?(?:\([a-z]\)(?={DASH}[0-9]))?"
CFR_SECTION = re.compile(rf"{CFR_NUMBER}(?:{DASH}{{1,2}}(?:§{{1,2}}{BLANKS})?{CFR_NUMBER})*")
NUMBERED_UNIT = re.compile(
    r"[0-9]{1,5}[A-Za-z]{0,2}(?:\.[0-9]{1,4})?(?![A-Za-z])|[IVXLC]{1,7}(?![A-Za-z])|[A-Z]{1,2}(?![A-Za-z])"
)
# (a), (2), (iv), (ff); two of them with a dash are a range.
DESIGNATOR = r"[0-9]{1,3}|[ivxl]{1,6}|[IVXL]{1,6}|(?P<letter>[A-Za-z])(?P=letter){0,3}"
SUBDIVISION = re.compile(rf"{BLANK}?\(({DESIGNATOR})(?:{DASH}[0-9A-Za-z]{{1,4}})?\)")
SUB_RANGE = re.compile(rf"{BLANKS}(?:{DASH}|to|through){BLANKS}(?=\()")
NOTE = re.compile(rf",?{BLANK}{{1,3}}notes?(?![\w])")
ET_SEQ = re.compile(rf",?{BLANK}{{0,3}}et\.?{BLANK}{{1,3}}seq(?:\.|\b)")
RANGE = re.compile(
    rf"{BLANKS}(?:{DASH}{{1,2}}|to\b|through\b|thru\b){BLANKS}(?:§{{1,2}}{BLANKS}|[Ss]ections?{BLANK})?(?=[0-9])"
)
SEPARATOR = re.compile(JOIN)
SUB_SIGN = re.compile(rf"§{{1,2}}{BLANKS}(?=\()")
SUBPART = re.compile(rf",?{BLANK}{{1,3}}(?:[Ss]ubparts?|[Ss]ubpt\.){BLANK}([A-Z]{{1,6}})\b")
# After a bare number of a list: the list goes on or the phrase closes. Any other word makes it a number of something.
CLOSES = re.compile(
    rf"{BLANKS}(?:[),;.:\]”\"]|$|\n|\((?:{DESIGNATOR})\)|(?:and|or|&|of{BLANK}[Tt]itle|of{BLANK}the|et{BLANK}seq|note){BLANK})"
)
# A capital or § after it: the number is the title or volume of the next citation.
NEXT_TITLE = re.compile(rf"{BLANKS}[A-Z§]")
OF_OTHER = re.compile(rf"{BLANK}of{BLANK}(?:the|that|this|such){BLANK}(?!U\.|United|Code|title)")
LEADING_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def read_targets(text: str, position: int, code: str, unit: str | None = None) -> tuple[list[Target], int]:
    """The targets that begin at `position` and where the last one ends; none where there is no number.

    `code` is `usc` or `cfr`. A sign at `position` says the unit, else `unit` does (a bare number is a section, in the
    C.F.R. a part where it has no decimal).
    """
    sign = SIGN.match(text, position)
    many = False
    if sign:
        many = bool(PLURAL.match(sign.group()))
        unit = sign.lastgroup
        position = _skip(text, sign.end())
    first = _item(text, sign.start() if sign else position, position, code, unit, many)
    if first is None:
        return [], position
    targets = [first]
    while True:
        following = _next(text, targets[-1], code, many, bool(sign))
        if following is None:
            return targets, targets[-1].end
        targets.append(following)


def _skip(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace() and text[position] != "\n":
        position += 1
    return position


def _item(text: str, start: int, position: int, code: str, unit: str | None, many: bool) -> Target | None:
    """The target whose number stands at `position`; `start` is where its sign stands."""
    if unit not in (None, "section"):
        number = NUMBERED_UNIT.match(text, position)
        if not number:
            return None
        end, path = number.end(), (f"{unit}-{number.group()}",)
        if unit == "part" and (subpart := SUBPART.match(text, end)):
            return Target(start, subpart.end(), unit, (*path, f"subpart-{subpart[1]}"))
        if unit == "part" and "." in number.group():
            return _section(text, start, position, code, many)
        if code == "usc" and unit != "chapter":
            return Target(start, end, unit, path)
        return Target(start, _range_end(text, end, number.group(), many), unit, path)
    return _section(text, start, position, code, many)


def _section(text: str, start: int, position: int, code: str, many: bool) -> Target | None:
    match = (USC_SECTION if code == "usc" else CFR_SECTION).match(text, position)
    if not match:
        return None
    section, ranged = first_of_range(match.group(), many)
    path, end = subdivisions(text, match.end())
    end = match.end() if ranged else end
    if code == "cfr" and start == position and "." not in section and not ranged:
        section = f"part-{section}"
    full = (section, *(() if ranged else path))
    if found := NOTE.match(text, end):
        full, end = (*full, "note"), found.end()
    if found := ET_SEQ.match(text, end):
        end = found.end()
    elif not ranged:
        end = _range_end(text, end, section, many)
    return Target(start, end, "section", full)


def first_of_range(written: str, many: bool = False) -> tuple[str, bool]:
    """The section that a number with dashes names, and whether the dash spans a range.

    `350l-1` and `2000e-5` are sections: what follows the dash is smaller. `1531-1544`, `10a-10c`, `300aa-1-300aa-34`
    are ranges, and so is `1361-62` after a plural sign.
    """
    parts = [part.lstrip("§ \xa0") for part in re.split(DASH + "{1,2}", written)]
    head = _leading(parts[0])
    for index, part in enumerate(parts[1:], start=1):
        tail = _leading(part)
        short = many and index == 1 and parts[0].isdigit() and part.isdigit() and len(part) == 2 < len(parts[0])
        if (tail >= head and (part != parts[0] or index > 1)) or ("." in part and "." in parts[0]) or short:
            return plain("-".join(parts[:index])), True
    return plain("-".join(parts)), False


def _leading(part: str) -> float:
    number = LEADING_NUMBER.match(part)
    return float(number.group()) if number else -1.0


def subdivisions(text: str, position: int) -> tuple[tuple[str, ...], int]:
    """The designators in parentheses at `position`, and where they end. A range names its first member."""
    path: list[str] = []
    end = position
    while match := SUBDIVISION.match(text, end):
        path.append(match[1])
        end = match.end()
    if path and (dash := SUB_RANGE.match(text, end)):
        last = end
        end = dash.end()
        while match := SUBDIVISION.match(text, end):
            last = end = match.end()
        end = last
    return tuple(path), end


def _range_end(text: str, end: int, section: str, many: bool) -> int:
    """Where the upper end of a range that is written after `section` ends; `end` where there is none."""
    match = RANGE.match(text, end)
    if not match:
        return end
    upper = (CFR_SECTION if "." in section else USC_SECTION).match(text, match.end())
    if not upper or NEXT_TITLE.match(text, upper.end()):
        return end
    if _leading(upper.group()) < _leading(section.removeprefix("part-")) or not (
        many or CLOSES.match(text, upper.end())
    ):
        return end
    return subdivisions(text, upper.end())[1]


def _next(text: str, last: Target, code: str, many: bool, signed: bool) -> Target | None:
    """The member of the list after `last`, None where the list ends."""
    join = SEPARATOR.match(text, last.end)
    if not join:
        return None
    position = join.end()
    if last.unit == "section" and (sibling := _sibling(text, last, position)):
        return sibling
    sign = SIGN.match(text, position)
    if sign and sign.lastgroup in ("section", last.unit):
        item = _item(text, position, _skip(text, sign.end()), code, last.unit, many)
        # `§5 and Section 7 of the Act`: a spelled section after a sign belongs to a named law.
        return item if item and (sign.group()[0] == "§" or not OF_OTHER.match(text, item.end)) else None
    if last.unit == "section" and not text[position : position + 1].isdigit():
        return None
    item = _item(text, position, position, code, last.unit if signed else None, many)
    if item is None or item.unit != last.unit or NEXT_TITLE.match(text, item.end):
        return None
    if code == "cfr" and last.unit == "section":
        item = item._replace(path=(item.path[0].removeprefix("part-"), *item.path[1:]))
        if ("." in item.path[0]) != ("." in last.path[0]):
            return None
    bare = item.path[0].isdigit() and len(item.path) == 1
    if bare and not many and not (CLOSES.match(text, item.end) and _alike(last.path[0], item.path[0])):
        return None
    return item


def _alike(one: str, other: str) -> bool:
    """Whether two numbers are of about the same length: `1983 and 1985`, not `552 and 12`."""
    return abs(_length(one) - _length(other)) <= 1


def _length(number: str) -> int:
    found = LEADING_NUMBER.search(number)
    return len(found.group()) if found else 0


def _sibling(text: str, last: Target, position: int) -> Target | None:
    """`(f) and §(j)(2)(D)`, `(c)(7) and (9)`: subdivisions of the same section."""
    sign = SUB_SIGN.match(text, position)
    path, end = subdivisions(text, sign.end() if sign else position)
    if not path or (not sign and (len(last.path) < 2 or not CLOSES.match(text, end))):
        return None
    section, *above = [part for part in last.path if part != "note"]
    return Target(position, end, "section", (section, *beside(tuple(above), path)))
