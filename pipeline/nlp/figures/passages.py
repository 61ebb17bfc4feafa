"""A sentence that holds numbers, as the parts of the grammar see it, and the figure that they fill in together."""

from __future__ import annotations

from pipeline.nlp.page import Cover, Page
from pipeline.values import Figure

# Signs that read as a minus, and that join words and ranges.
MINUS = DASHES = frozenset("-–−‑")


class Passage:
    """One sentence of a page. Token indices are those of the page; `first:last` are the sentence's own.

    taken   what earlier layers found: nothing in it can be a figure
    """

    __slots__ = ("_tags", "ends", "first", "index", "last", "lower", "page", "starts", "taken", "text", "words")

    def __init__(self, page: Page, index: int, taken: Cover) -> None:
        sentence = page.sentences[index]
        self.page = page
        self.index = index
        self.first = sentence.first
        self.last = sentence.last
        self.text = page.text
        self.words = page.words
        self.lower = page.lower
        self.starts = page.starts
        self.ends = page.ends
        self.taken = taken
        self._tags: list[str] | None = None

    def word(self, token: int) -> str:
        """The token in lower case, empty outside of the sentence."""
        return self.lower[token] if self.first <= token < self.last else ""

    def tag(self, token: int) -> str:
        """The token's Penn Treebank tag, empty outside of the sentence."""
        if not self.first <= token < self.last:
            return ""
        if self._tags is None:
            self._tags = self.page.tags(self.index)
        return self._tags[token - self.first]

    def glued(self, token: int) -> bool:
        """Does the token begin where the one before it ends?"""
        return token > self.first and self.starts[token] == self.ends[token - 1]

    def joined(self, token: int) -> bool:
        """Is the token glued to a letter or digit before it?"""
        return self.glued(token) and self.words[token - 1][-1].isalnum()

    def hyphen_follows(self, draft: Draft) -> bool:
        """Does a hyphen join the figure to the next word: `two-step`?"""
        token = draft.last
        return (
            token + 1 < self.last
            and self.words[token] in DASHES
            and self.starts[token] == draft.end
            and self.starts[token + 1] == self.ends[token]
        )

    def free(self, start: int, end: int) -> bool:
        """Is this stretch of the text left over by earlier layers?"""
        return not self.taken.overlaps(start, end)


class Draft:
    """A figure in the making.

    start, end    offsets of the span
    first, last   its tokens, end exclusive
    value, low, high   signed and scaled (a range has no value in the end); `raw` is the number before `scale` (1.2 and 1e9 in `$1.2 billion`) and before
                  `factor` (0.01 in `5 cents`)
    spelled       the number is written in words
    plain         nothing but digits: no comma, point, scale, sign or unit, so it might be a label
    hyphen        a hyphen joins it to the next word
    """

    __slots__ = (
        "bound", "change", "end", "factor", "first", "high", "hyphen", "kind", "last", "low", "of", "per", "plain", "raw", "rule",
        "scale", "spelled", "start", "subject", "unit", "value",
    )  # fmt: skip

    def __init__(self, start: int, end: int, first: int, last: int, value: float) -> None:
        self.start = start
        self.end = end
        self.first = first
        self.last = last
        self.value = value
        self.raw = value
        self.scale = 1.0
        self.factor = 1.0
        self.low: float | None = None
        self.high: float | None = None
        self.kind = ""
        self.unit: str | None = None
        self.bound = "exact"
        self.of: str | None = None
        self.per: str | None = None
        self.change: str | None = None
        self.subject: str | None = None
        self.rule = ""
        self.spelled = False
        self.plain = False
        self.hyphen = False

    def figure(self) -> Figure:
        """The finished row."""
        return Figure(
            self.start, self.end, self.kind, self.value if self.low is None else None, self.low, self.high, self.unit, self.bound, self.of, self.per,
            self.change, self.subject, self.rule,
        )  # fmt: skip
