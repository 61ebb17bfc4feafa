"""The index of a page: which words it has, and where those stand that names are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, compress, count
from typing import NamedTuple


class Index(NamedTuple):
    """The different words of a page, and where the capitalised ones and a few others stand.

    forms      every word, once
    capitals   those with a capital first letter
    tokens     where the capitalised words and the others stand, in order
    places     the same by word
    """

    forms: set[str]
    capitals: set[str]
    tokens: list[int]
    places: dict[str, list[int]]

    def each(self, words: frozenset[str]) -> Iterator[int]:
        """The places of these words, in no order."""
        places = self.places
        if len(words) < len(places):
            return chain.from_iterable([places[word] for word in words if word in places])
        return chain.from_iterable(map(places.__getitem__, words.intersection(places)))


def index_of(words: list[str], others: frozenset[str]) -> Index:
    """The index of a page's words: of the capitalised ones, and of `others`."""
    forms = set(words)
    capitals = {word for word in forms if word[0].isupper()}
    listed = capitals | (forms & others)
    tokens = list(compress(count(), map(listed.__contains__, words)))
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at in tokens:
        places[words[at]].append(at)
    return Index(forms, capitals, tokens, dict(places))


def marked(size: int, places: Iterable[int]) -> bytearray:
    """One byte a token, 1 at these places: `find` asks a whole stretch at once."""
    marks = bytearray(size)
    for at in places:
        marks[at] = 1
    return marks
