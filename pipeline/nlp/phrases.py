"""Phrases by their tokens: asked for at a place, or, for the few names that a page itself brings, over that page.

A tree of dictionaries, one step a token. What the rule files list is looked up over a whole page by spaCy's
PhraseMatcher (`pipeline.nlp.lookup`); a matcher a page for its own names, or a call for one place, would cost more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Generic, TypeVar

from pipeline.nlp.tokens import TOKEN

Value = TypeVar("Value")
END = ""
ENDS = itemgetter(0, 1)


def tokens_of(name: str) -> list[str]:
    """The tokens of a name, as a page has them."""
    return TOKEN.findall(name)


class Phrases(Generic[Value]):
    """Token sequences with a value each; the first value given to a sequence stays."""

    __slots__ = ("_root",)

    def __init__(self) -> None:
        self._root: dict[str, dict] = {}  # type: ignore[type-arg]

    def add(self, words: Iterable[str], value: Value) -> None:
        """Add one sequence."""
        node = self._root
        for word in words:
            node = node.setdefault(word, {})
        node.setdefault(END, value)  # type: ignore[arg-type]

    def get(self, words: Iterable[str]) -> Value | None:
        """The value of exactly this sequence."""
        node = self._root
        for word in words:
            found = node.get(word)
            if found is None:
                return None
            node = found
        return node.get(END)  # type: ignore[return-value]

    def longest(self, words: Sequence[str], first: int, limit: int) -> tuple[int, Value] | None:
        """The longest sequence that begins at `first` and ends before `limit`: its end and its value."""
        node = self._root
        best = None
        position = first
        while position < limit:
            found = node.get(words[position])
            if found is None:
                break
            node = found
            position += 1
            if END in node:
                best = position, node[END]
        return best  # type: ignore[return-value]

    def longest_back(self, words: Sequence[str], last: int, limit: int) -> tuple[int, Value] | None:
        """The longest sequence, added backwards, that ends before `last` and begins at `limit` or later."""
        node = self._root
        best = None
        for position in range(last - 1, limit - 1, -1):
            found = node.get(words[position])
            if found is None:
                break
            node = found
            if END in node:
                best = position, node[END]
        return best  # type: ignore[return-value]

    def find(self, words: Sequence[str], places: Mapping[str, Sequence[int]]) -> list[tuple[int, int, Value]]:
        """Every occurrence of every sequence, in order of its first token, longer ones last.

        `places` says where each word stands that a sequence may begin with.
        """
        hits = []
        size = len(words)
        for word in self._root.keys() & places.keys():
            begin = self._root[word]
            for first in places[word]:
                node = begin
                position = first + 1
                while True:
                    if END in node:
                        hits.append((first, position, node[END]))
                    if position >= size:
                        break
                    following = node.get(words[position])
                    if following is None:
                        break
                    node = following
                    position += 1
        hits.sort(key=ENDS)
        return hits

    def items(self) -> Iterator[tuple[list[str], Value]]:
        """Every sequence and its value."""
        waiting: list[tuple[list[str], dict[str, dict]]] = [([], self._root)]  # type: ignore[type-arg]
        while waiting:
            words, node = waiting.pop()
            for word, below in node.items():
                if word == END:
                    yield words, below  # type: ignore[misc]
                else:
                    waiting.append(([*words, word], below))

    def openings(self) -> frozenset[str]:
        """The words that sequences begin with."""
        return frozenset(self._root)
