"""Where no name is annotated: citations, cited titles of CRS reports, quoted titles of publications."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.nlp.entities.definitions import QUOTES
from pipeline.nlp.entities.index import Index
from pipeline.nlp.entities.names import GRAMMAR, Name
from pipeline.nlp.page import Page

# Citations that are names as well, or that a name may hold.
OPEN = frozenset(("executive_order",))
# The title that follows a CRS report's number: up to its author, the next item or the end of the sentence.
CITED_TITLE = re.compile(
    r",\s+[\"“]?(?=[A-Z0-9])[^\n;]*?(?=,\s+(?:coordinated\s+)?by\s+[A-Z]|;|,\s+and\s+CRS\s|\)\s*[.;]|\n|$)"
)
QUOTED = re.compile(r"[\"“]([A-Z0-9][^\"“”\n]{12,301}+)[\"”]")
WORD = re.compile(r"[^\W\d_][\w'’-]*")
ADDRESS = re.compile(r"(?:https?://|www\.)[^\s,;)\]]+")
# The tokens that an address begins with.
WEB = frozenset(("http", "https", "www"))
ORDER_TITLE = re.compile(r",?\s+(?:and\s+)?[\"“](?P<title>[A-Z][^\"“”\n]{5,200}?)[,.]?[\"”]")
ORDER_BEFORE = re.compile(r"(?:Orders?|E\.O\.|Directives?|Memorandum|Proclamations?|Rules?|rules?)[^\n\"“]{0,40}$")


AUTHORS = re.compile(r",\s+(?:coordinated\s+)?by\s+")
AUTHOR = re.compile(
    r"(?:,?\s*(?:and\s+)?)((?:[A-Z][\w’'-]*\.?[ \xa0]+|(?:de|la|van|von|der)[ ]){1,4}[A-Z][\w’'-]*(?:,?[ ][JS]r\.)?)(?=\s*(?:,|\.|;|\)|and\b|\n|$))"
)


def authors(page: Page) -> Iterator[Name]:
    """The authors of cited CRS reports."""
    for citation in page.citations:
        if citation.type != "crs_report":
            continue
        sentence = page.sentence_at(citation.start)
        limit = page.sentences[sentence].end if sentence is not None else citation.end
        title = CITED_TITLE.match(page.text, citation.end, limit)
        by = AUTHORS.match(page.text, title.end()) if title else None
        position = by.end() if by else -1
        while position >= 0:
            author = AUTHOR.match(page.text, position)
            if not author:
                break
            first, last = page.tokens_in(*author.span(1))
            yield Name(first, last, "PERSON", "entities.person.author", GRAMMAR)
            position = author.end()


def titled(page: Page) -> Iterator[Name]:
    """The quoted titles of executive orders, which are names of laws and no publications."""
    for citation in page.citations:
        if citation.type != "executive_order":
            continue
        title = ORDER_TITLE.match(page.text, citation.end)
        while title:
            first, last = page.tokens_in(*title.span("title"))
            yield Name(first, last, "LAW", "entities.law.order", GRAMMAR)
            title = ORDER_TITLE.match(page.text, title.end())


def closed(page: Page, index: Index) -> bytearray:
    """One byte a token, 1 where no name may stand."""
    taken = bytearray(len(page.words))
    for start, end in _stretches(page, index):
        first, last = page.tokens_in(start, end)
        taken[first:last] = b"\1" * (last - first)
    return taken


def _stretches(page: Page, index: Index) -> Iterator[tuple[int, int]]:
    for citation in page.citations:
        if citation.type in OPEN:
            continue
        yield citation.start, citation.end
        if citation.type == "crs_report":
            sentence = page.sentence_at(citation.start)
            end = page.sentences[sentence].end if sentence is not None else citation.end
            title = CITED_TITLE.match(page.text, citation.end, end)
            if title:
                yield title.span()
    for token in index.each(WEB):
        match = ADDRESS.match(page.text, page.starts[token])
        if match:
            yield match.span()
    yield from _quoted(page, sorted(index.each(QUOTES)))


def _quoted(page: Page, quotes: list[int]) -> Iterator[tuple[int, int]]:
    """The quoted titles of publications."""
    orders = {name.first for name in titled(page)}
    end = 0
    for quote in quotes:
        start = page.starts[quote]
        match = QUOTED.match(page.text, start) if start >= end else None
        if not match:
            continue
        end = match.end()
        if quote + 1 in orders or ORDER_BEFORE.search(page.text, max(0, start - 60), start):
            continue
        if is_title(match.group(1)):
            yield match.start(1), match.end(1) - match.group(1).endswith((",", "."))


def is_title(text: str) -> bool:
    """Is this written as a title: five words or more, nearly every longer one with a capital?"""
    words = WORD.findall(text)
    longer = [word for word in words if len(word) > 3]
    if len(words) < 5 or len(longer) < 3:
        return False
    capitals = [word for word in longer if word[0].isupper()]
    return len(capitals) >= 0.85 * len(longer)
