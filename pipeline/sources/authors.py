"""Author lines: `Ian E. Rinehart, Analyst in Asian Affairs (…)`, `Anderson, April J.; Graber, Abigail A.`, names alone."""

from __future__ import annotations

import re

from pipeline.sources.document import Author

# `(irinehart@crs.loc.gov, 7-0345)`, `([email address scrubbed], …)`: a parenthesis with an address or a phone number.
CONTACT = re.compile(r"\s*\([^()]*(?:@|\d-\d{4}|scrubbed)[^()]*\)")
SCRUBBED = re.compile(r"\[[^\]]*scrubbed[^\]]*\]")
LEAD = re.compile(
    r"(?:(?:Prepared|Written|Coordinated|Compiled|Updated) by|By|Authors?:|Coordinators?:?)\s+", re.IGNORECASE
)
# The word that makes a phrase a job title.
JOB = re.compile(
    r"\b(?:Analyst|Specialist|Attorney|Librarian|Economist|Coordinator|Director|Manager|Head|Chief|Fellow|Consultant|"
    r"Adviser|Advisor|Assistant|Associate|Editor|Scholar|Counsel|Researcher|Scientist|Intern|Officer|Clerk|Professor)s?\b"
)
INSTITUTION = re.compile(
    r"\b(?:Service|Division|Office|Library|Department|Congress|Section|Group|Agency|Center|Committee|Institute)\b"
)
SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV|(?:Ph\.?D|M\.?D|J\.?D|Esq)\.?")
# `Ian E. Rinehart`, `Keating-Bitonti`, `de la Garza`, `M'Bai`: capitalised words, initials, particles.
WORD = r"(?:[^\W\d_a-zß-ÿ][\w.'’-]*|(?:de|da|del|della|der|den|di|du|la|le|van|von|ten|al|el|bin|y)\b)"
NAME = re.compile(rf"{WORD}(?: (?:{WORD}|\"[^\"]+\"|\([^()]+\)))*")


def looks_like_authors(line: str) -> bool:
    """Whether a header line names persons or the institution that wrote the report."""
    return bool(authors_of(line)) or bool(SCRUBBED.search(line)) or bool(INSTITUTION.search(line) and len(line) < 80)


def authors_of(line: str) -> list[Author]:
    """The persons of an author line as `Given Surname` with job title; none for an institution."""
    line = LEAD.sub("", line.strip(), count=1) if LEAD.match(line.strip()) else line.strip()
    found = []
    for piece in _pieces(line):
        found += _persons(piece, alone=";" not in line)
    return found


def _pieces(line: str) -> list[str]:
    """The line cut at semicolons and after each contact; each piece is a person, or a plain list of names."""
    line = CONTACT.sub(";", line)
    return [piece.strip(" ,;") for piece in line.split(";") if piece.strip(" ,;")]


def _persons(piece: str, *, alone: bool) -> list[Author]:
    if SCRUBBED.search(piece):
        return []
    piece = re.sub(r"^and\s+", "", piece)
    head, comma, rest = (part.strip() for part in piece.partition(","))
    suffix = ""
    if comma and SUFFIX.fullmatch(rest.partition(",")[0].strip()):
        suffix, _, rest = (part.strip() for part in rest.partition(","))
        head = f"{head} {suffix}"
    if rest and JOB.search(rest):
        return _titled(head, rest)
    if not rest:
        names = re.split(r" and | & ", head) if alone else [head]
        return [Author(name) for name in names if _is_name(name)]
    if "," not in rest or SUFFIX.fullmatch(rest.rpartition(",")[2].strip()):
        given, _, suffix = (part.strip() for part in rest.partition(","))
        # `Kitamura, Kyla H.`: a full name has two words, so one of the halves with a single word is a half of a name.
        if not alone or " " not in head or " " not in given:
            name = " ".join(part for part in (given, head, suffix) if part)
            return [Author(name)] if _is_name(name) else []
    names = re.split(r",\s*(?:and\s+)?|\s+and\s+", piece)
    return [Author(name) for name in names if " " in name and _is_name(name)]


def _titled(head: str, rest: str) -> list[Author]:
    """`Name, Job`; several of them joined by `and` where the name of the next is followed by a job of its own."""
    following = re.search(rf",? and ({NAME.pattern}), (?=[^,]*{JOB.pattern})", rest)
    if following and not JOB.search(following.group(1)):
        first = [Author(head, rest[: following.start()].strip())] if _is_name(head) else []
        return first + _titled(following.group(1), rest[following.end() :])
    return [Author(name, rest) for name in re.split(r" and ", head) if _is_name(name)]


def _is_name(text: str) -> bool:
    words = text.split()
    return 1 < len(words) <= 7 and bool(NAME.fullmatch(text)) and not INSTITUTION.search(text) and not JOB.search(text)
