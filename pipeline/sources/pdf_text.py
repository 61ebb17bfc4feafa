"""Lines to running text: hyphens at the ends of lines, calls of notes, links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pipeline.sources.document import Rich
from pipeline.sources.pdf_lines import ORDINALS, Line
from pipeline.sources.pdf_words import PageLink, Word

BROKEN = re.compile(r"(\w+)-$")
LETTERS = re.compile(r"[^\W\d_]+")
TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# An address that goes on in the next line; dashes that take no blank.
ADDRESS = re.compile(r"(?:https?://|www\.)\S*[/_=&?%-]$|\S+/\S+/\S*[/_-]$")
GOES_ON = re.compile(r"[a-z\d]|\S*[/_=&%?\d-]|\S*\w\.\w")
DASH = re.compile(r"[\w)\"”’]—$|[\d]–$")
CALL = re.compile(r"\d{1,3}(?:,\d{1,3})*|[*†‡]")
TABLE_CALL = re.compile(r"[a-z](?:,[a-z])*")  # of a note below a table
MANY = 3
SHARE = 0.1
MAX_BETWEEN = 4  # characters between two words of one link


class Hyphens:
    """Decides whether a hyphen at the end of a line is part of the word, by what else the document writes.

    Word processors of today break at hyphens that are there anyway; older files divide words. A document that
    divides is known by words that it writes undivided elsewhere.
    """

    def __init__(self, lines: Iterable[Line]) -> None:
        self.words: Counter[str] = Counter()
        breaks: list[tuple[str, str]] = []
        before = ""
        for line in lines:
            self.words.update(word.lower() for word in TOKEN.findall(line.text))
            if before:
                breaks.append((before, line.text))
            before = line.text if line.text.endswith("-") else ""
        sure = [self._known(*parts) for parts in (self._parts(*pair) for pair in breaks) if parts]
        divided = sum(keeps is False for keeps in sure)
        self.divides = divided >= MANY and divided > SHARE * len(sure)

    def keep(self, before: str, after: str) -> bool:
        """Whether the hyphen at the end of `before` stays when `after` is joined to it."""
        parts = self._parts(before, after)
        if not parts or not parts[1].islower():
            return True
        known = self._known(*parts)
        return known if known is not None else not self.divides

    def _known(self, first: str, second: str) -> bool | None:
        first, second = first.lower(), second.lower()
        joined, hyphened = self.words[first + second], self.words[f"{first}-{second}"]
        if joined or hyphened:
            return hyphened >= joined
        if self.words[second] and self.words[first] > 1 and len(first) > 2:
            return True
        return None

    @staticmethod
    def _parts(before: str, after: str) -> tuple[str, str] | None:
        first, second = BROKEN.search(before), LETTERS.match(after)
        if not first or not second or not LETTERS.fullmatch(first.group(1)):
            return None
        return first.group(1), second.group()


def rich_of(
    lines: Sequence[Line], hyphens: Hyphens, links: Mapping[int, Sequence[PageLink]], labels: frozenset[str]
) -> Rich:
    """Lines as one paragraph. `links` are those of each page, `labels` those of the notes that may be called."""
    parts: list[str] = []
    anchors: list[tuple[int, int, str | None]] = []
    calls: list[tuple[int, str]] = []
    length = 0

    def write(text: str) -> None:
        nonlocal length
        parts.append(text)
        length += len(text)

    for number, line in enumerate(lines):
        if number:
            before = parts[-1]
            tail = lines[number - 1].text
            if tail.endswith("-") and len(tail) > 1 and not tail[-2].isspace():
                if not hyphens.keep(tail, line.text):
                    parts[-1] = before[:-1]
                    length -= 1
            elif not DASH.search(tail) and not (ADDRESS.search(tail) and GOES_ON.match(line.text.split(maxsplit=1)[0])):
                write(" ")
        for position, word in enumerate(line.words):
            if word.raised and CALL.fullmatch(word.text):
                found = [label for label in word.text.split(",") if label in labels]
                if found:
                    calls += [(length, label) for label in found]
                    continue
                if not word.text.isdigit():
                    continue
            if word.raised and TABLE_CALL.fullmatch(word.text) and not word.space:
                continue
            if word.space and position and not _is_glued(line.words[position - 1], word):
                write(" ")
            start = length
            write(word.text)
            page_links = links.get(line.page)
            if page_links:
                _add_link(anchors, page_links, word, start, length)
    text = "".join(parts)
    return Rich(text, tuple(_trimmed(text, *anchor) for anchor in anchors), tuple(calls))


def _is_glued(before: Word, word: Word) -> bool:
    """Whether a blank between two words is none: `119th`, `117th-119th`."""
    if word.raised:
        return word.text in ORDINALS
    return before.raised and before.text in ORDINALS and word.text[0] in "-–—"


def _trimmed(text: str, start: int, end: int, url: str | None) -> tuple[int, int, str | None]:
    """An anchor without the marks around its words: frames of links are told apart by words only."""
    words = text[start:end].lstrip("([“‘")
    start = end - len(words)
    words = words.rstrip(",.;:”’" if "(" in words else ",.;:)]”’")
    return (start, start + len(words), url) if words else (start, end, url)


def _add_link(
    anchors: list[tuple[int, int, str | None]], links: Sequence[PageLink], word: Word, start: int, end: int
) -> None:
    """Note that a word lies in a link's frame; words of one address make one link."""
    middle, height = (word.left + word.right) / 2, word.base + word.size / 3
    for link in links:
        if link.left <= middle <= link.right and link.bottom <= height <= link.top:
            if anchors and anchors[-1][2] == link.url and start - anchors[-1][1] <= MAX_BETWEEN:
                start = anchors.pop()[0]
            anchors.append((start, end, link.url))
            return
