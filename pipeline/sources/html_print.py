"""Printed text: lines joined again, calls of notes, items and headings that share a paragraph, paragraphs that pages part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.sources.authors import JOB, authors_of
from pipeline.sources.document import Author, Rich, join
from pipeline.sources.html_tables import strip
from pipeline.sources.html_walk import HEADINGS, Piece, cut
from pipeline.sources.lines import ABBREVIATED, CAPTION, FINISHED, STOP, WIDTH, folded

LEADERS = re.compile(r"\s*(?:\.\s?){4,}\s*(?:(?:[A-Z]-?)?\d+|[ivxl]+)?")
# Raised numbers behind units are powers.
POWER = re.compile(r"\b(?:k|c|m|µ)?m|\bmi|\bft|\byd|\bin|CO")
BULLET = re.compile(r"\s*(?:^|(?<=\s))[•▪■●]\s+")
# A hyphen at the end of a printed line: `second- largest`, but `two- and three-year`.
HYPHEN = re.compile(r"(?<=[\w.])([-–]) (?=\w)(?!(?:and|or|to|nor|but|versus)\b)")
ADDRESS = re.compile(r"((?:https?://|www\.)\S{0,300}[/_=&?%-]) (?=[a-z0-9]\S{0,300}[/._=&%-])")
OPENS_HEADING = re.compile(r"[“\"'‘]?(?:[^\W\d_a-zß-ÿ]|\d.*[^\W\d_]{3})")
OPENS = re.compile(r"[“\"'‘(]?[a-z]")
# The words that a job title begins with.
RANK = re.compile(
    r"(?:Senior|Acting|Deputy|Section|Legislative|Research|Policy|Graduate|Law|Assistant|Associate|Presidential|Visiting|"
    r"Information|Reference|Technical|Principal|Data|GIS|Public|Budget|Program|Chief|Supervisory)\b"
)
LONG = 160  # characters of a paragraph that is no cell


class Part(NamedTuple):
    """A block to be: its kind as in the canonical text, `level` of a heading."""

    kind: str
    rich: Rich
    level: int | None = None


class Calls:
    """Tells raised numbers that call notes from others: they come in order, each once, and stand behind no unit."""

    def __init__(self, labels: Iterable[str]) -> None:
        self.labels = set(labels)
        self.last = 0

    def settle(self, rich: Rich) -> Rich:
        """A text without the numbers that call notes, which are noted; other raised numbers stay and call nothing."""
        if not rich.calls:
            return rich
        text = rich.text
        parts: list[str] = []
        calls: list[tuple[int, str]] = []
        position = length = 0
        for offset, label in rich.calls:
            start = text.find(label, max(offset, position), offset + 12)
            if start < 0 or not self._calls(label, text[max(0, offset - 4) : offset]):
                continue
            parts.append(text[position:start].rstrip(",") if calls else text[position:start])
            length += len(parts[-1])
            calls.append((length, label))
            position = start + len(label)
        parts.append(text[position:])
        return Rich("".join(parts), rich.links, tuple(calls))

    def _calls(self, label: str, before: str) -> bool:
        if label not in self.labels or (label in "23" and POWER.search(before)):
            return False
        if label.isdigit():
            if not self.last < int(label) <= self.last + 5:
                return False
            self.last = int(label)
        return True


def is_led(text: str) -> bool:
    """Whether a text is of a contents list: dots lead from its words to the number of a page."""
    return ("...." in text or ". . ." in text) and LEADERS.search(text) is not None


def straight(piece: Piece) -> Piece:
    """A piece whose printed lines are joined again."""
    text = piece.rich.text
    if "- " in text or "– " in text or "/ " in text or "://" in text:
        return piece._replace(rich=unbroken(piece.rich))
    return piece


def unbroken(rich: Rich) -> Rich:
    """A text without the blanks behind hyphens and inside addresses that stood at the ends of lines."""
    gaps = {match.end() - 1 for pattern in (HYPHEN, ADDRESS) for match in pattern.finditer(rich.text)}
    for gap in sorted(gaps, reverse=True):
        rich = without(rich, gap, gap + 1)
    return rich


def without(rich: Rich, start: int, end: int) -> Rich:
    """A text without the characters from `start` to `end`, its calls of notes moved along."""
    calls = tuple((offset if offset <= start else offset - (end - start), label) for offset, label in rich.calls)
    return Rich(rich.text[:start] + rich.text[end:], rich.links, calls)


def running_heads(pages: Sequence[Sequence[Piece]]) -> frozenset[str]:
    """What stands on top of several pages."""
    seen: dict[str, int] = {}
    for page in pages[1:]:
        top = [piece for piece in page if piece.tag != "hr"][:2]
        for text in {folded(piece.rich.text) for piece in top if len(piece.rich.text) < WIDTH}:
            seen[text] = seen.get(text, 0) + 1
    return frozenset(text for text, count in seen.items() if count > 1 and text)


def with_drop_cap(page: list[Piece]) -> list[Piece]:
    """The page with a drop cap, which comes last, given back to the paragraph that lacks its first letter."""
    last = page[-1].rich.text.strip() if page else ""
    if len(last) != 1 or not last.isupper():
        return page
    for number, piece in enumerate(page):
        if OPENS.match(piece.rich.text.lstrip()) and len(piece.rich.text) > LONG:
            text = strip(piece.rich)
            calls = tuple((offset + 1, label) for offset, label in text.calls)
            page[number] = piece._replace(rich=Rich(last + text.text, (), calls))
            return page[:-1]
    return page


def without_title(body: Sequence[Piece], title: str | None) -> list[Piece]:
    """The pieces without the title that stands once more above a summary."""
    known = folded(title or "")
    return [piece for piece in body if not (piece.tag in HEADINGS and folded(piece.rich.text) == known)]


def split_items(rich: Rich) -> list[Part]:
    """A paragraph, or the items of a list that stand in one."""
    found = list(BULLET.finditer(rich.text))
    if not found:
        return [Part("paragraph", rich)]
    parts = [Part("paragraph", strip(cut(rich, 0, found[0].start())))] if found[0].start() else []
    ends = [*(match.start() for match in found[1:]), len(rich.text)]
    return parts + [
        Part("list_item", strip(cut(rich, match.end(), end))) for match, end in zip(found, ends, strict=True)
    ]


def split_sources(rich: Rich) -> list[Rich]:
    """`Source: … Notes: …` as two."""
    match = re.search(r"(?<=[.)\"”]) (?=Notes?: )", rich.text)
    if not match:
        return [rich]
    return [strip(cut(rich, 0, match.start())), strip(cut(rich, match.end(), len(rich.text)))]


def run_in(rich: Rich, bold: int) -> int:
    """The length of a heading in bold that the paragraph begins with; 0 where it begins with none."""
    text = rich.text
    head = text[:bold].strip()
    rest = text[bold:].lstrip()
    if not head or not rest or len(head) > WIDTH or head.endswith((".", ":", "!", ",", ";", "(", "/")):
        return 0
    if not (rest[0].isupper() or rest[0] in "“\"'‘•") or not OPENS_HEADING.match(head) or CAPTION.match(head + "."):
        return 0
    return bold


def people(rich: Rich) -> list[Author]:
    """`**Jane Q. Public** Specialist in Trade` or without bold print: the persons with their jobs."""
    text = " ".join(rich.text.split())
    found = authors_of(text) if "," in text else []
    if found and all(author.title for author in found):
        return found
    words = text.split()
    for number in range(2, min(len(words), 7)):
        rest = " ".join(words[number:])
        if RANK.match(rest) or JOB.match(rest):
            name = authors_of(" ".join(words[:number]).rstrip(","))
            return [Author(name[0].name, rest)] if name and JOB.search(rest) else []
    return []


def joined(parts: Iterable[Part]) -> list[Part]:
    """The parts with the paragraphs in one piece that a page, a column, a table or a note parted."""
    found: list[Part] = []
    open_at: int | None = None
    for part in parts:
        if part.kind in ("heading", "line"):
            open_at = None
        elif part.kind in ("paragraph", "list_item"):
            if (
                open_at is not None
                and part.kind == "paragraph"
                and _continues(found[open_at].rich.text, part.rich.text)
            ):
                before = found[open_at]
                gap = "" if before.rich.text.endswith("-") else " "
                found[open_at] = before._replace(rich=join([before.rich, part.rich], gap))
                continue
            found.append(part)
            open_at = len(found) - 1
            continue
        found.append(part)
    return [alone(part) for part in found]


def alone(part: Part) -> Part:
    """A part; a short paragraph without a stop is a line, which may be a heading."""
    text = part.rich.text
    short = part.kind == "paragraph" and len(text) <= WIDTH and not (STOP.search(text) and not ABBREVIATED.search(text))
    return part._replace(kind="line") if short else part


def _continues(before: str, after: str) -> bool:
    return not FINISHED.search(before) and (bool(OPENS.match(after)) or not before.endswith((";", ",", "and", "or")))
