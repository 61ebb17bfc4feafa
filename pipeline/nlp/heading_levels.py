"""How deep each heading lies, where the source does not tell.

Plain text shows no hierarchy. What is left: numbering, the contents list (what it leaves out lies below what it
names), headings that stand on top of each other, and how a heading's words go together with those of its
neighbours. The weights of these clues stand in `models/gazetteers/heading_levels.csv`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.rules import from_models, gazetteer, lexicon

# Reports with fewer headings have two levels, longer ones three; only told levels go deeper.
MANY = 12
DEEPEST = 4
BRIEF = 60  # words
STEM = 6  # letters of a word that two headings must share

YEAR = re.compile(r"(?:19|20)\d\d|(?:FY|CY)(?:19|20)?\d\d")
HEADING_NUMBER = re.compile(r"^(?:(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[A-Z])[.)]\s+)")
# `1.2 Loans`, `II. Loans`, `B. Loans`, `3. Loans`
DECIMAL = re.compile(r"\d{1,2}((?:\.\d{1,2})+)\.?\s")
STYLES = (
    ("roman", re.compile(r"[IVX]+\.\s")),
    ("letter", re.compile(r"[A-Z]\.\s")),
    ("number", re.compile(r"\d{1,2}\.\s")),
)
FRAME = frozenset({"introduction", "summary", "options", "conclusion"})
OPENING = frozenset({"introduction", "summary", "conclusion"})
TOP = frozenset({"notes", "authors", "appendix"})


class Heading(NamedTuple):
    """A heading as its level is decided.

    level   told by the source, else None
    listed  the contents list names it
    words   of running text between it and the next heading
    opening  the first paragraph of that text
    """

    text: str
    level: int | None = None
    listed: bool = False
    words: int = 0
    opening: str = ""


@from_models(maxsize=10_000)
def kind_of(title: str) -> str:
    """The kind of a section by its heading (`models/lexicons/section_kinds.txt`); `body` where none is known."""
    plain = HEADING_NUMBER.sub("", title.strip()).rstrip(" :.").casefold()
    exact, starred, kinds = _kinds()
    if plain in exact:
        return exact[plain]
    found = starred.fullmatch(plain)
    return kinds[found.lastindex - 1] if found and found.lastindex else "body"


def levels(headings: Sequence[Heading]) -> list[int]:
    """The level of each heading, from 1."""
    if all(heading.level is not None for heading in headings):
        return [heading.level or 1 for heading in headings]
    return _Levels(headings).decide()


class _Levels:
    """Decides the levels of a document's headings, first to last.

    stack     the indices of the headings now open, outermost first
    siblings  how many headings each open level has had
    """

    def __init__(self, headings: Sequence[Heading]) -> None:
        self.headings = headings
        self.kinds = [kind_of(heading.text) for heading in headings]
        self.stems = [stems(heading.text) for heading in headings]
        self.numbered = _by_number(headings)
        self.first_listed = next((n for n, heading in enumerate(headings) if heading.listed), None)
        counts = Counter(heading.text.casefold() for heading in headings)
        self.repeated = {text for text, count in counts.items() if count > 1}
        self.deepest = 3 if len(headings) >= MANY else 2
        self.openings: dict[int, frozenset[str]] = {}
        self.stack: list[int] = []
        self.siblings: list[int] = []

    def decide(self) -> list[int]:
        found: list[int] = []
        listed = 1
        for n, heading in enumerate(self.headings):
            level = self._fixed(n, listed)
            if level is None:
                level = self._likeliest(n) if self.stack else 1
            if heading.listed:
                listed = level
            self.siblings[level - 1 :] = [self.siblings[level - 1] + 1 if level <= len(self.siblings) else 1]
            self.stack[level - 1 :] = [n]
            found.append(level)
        return found

    def _fixed(self, n: int, listed: int) -> int | None:
        """The level that the source, numbering, the contents list or a year settles; None where none does."""
        heading, kind = self.headings[n], self.kinds[n]
        if heading.level is not None:
            return min(heading.level, len(self.stack) + 1)
        if n in self.numbered:
            return min(self.numbered[n], len(self.stack) + 1)
        if kind in TOP or not self.stack or n == self.first_listed:
            return 1
        if self.kinds[self.stack[0]] == "appendix" and not heading.listed:
            return 2
        if self.first_listed is not None and not heading.listed:
            if n > self.first_listed:
                return min(listed + 1, DEEPEST, len(self.stack) + 1)
            return 1 if kind == "summary" else 2
        # `Case Overview` comes again under every case: it lies below, and what stands right above it at the top.
        if self.first_listed is None and self.repeated:
            if heading.text.casefold() in self.repeated:
                return 2
            if n + 1 < len(self.headings) and self.headings[n + 1].text.casefold() in self.repeated:
                return 1
        if YEAR.fullmatch(heading.text):
            deepest = len(self.stack)
            return deepest if YEAR.fullmatch(self.headings[self.stack[-1]].text) else min(deepest + 1, self.deepest)
        return None

    def _likeliest(self, n: int) -> int:
        """The level with the greatest sum of clues; of two equal ones the one nearer the top."""
        candidates = range(1, min(len(self.stack) + 1, self.deepest) + 1)
        return max(candidates, key=lambda level: (round(self._score(n, level), 6), -level))

    def _score(self, n: int, level: int) -> float:
        weights = _weights()
        depth = len(self.stack)
        move = "deeper" if level > depth else "same" if level == depth else "up"
        heading, before = self.headings[n], self.headings[n - 1]
        clues = [(move, "")]
        if depth - level >= 2:
            clues.append(("up twice", ""))
        if before.words == 0:
            clues.append((move, "stacked"))
        elif before.words <= BRIEF:
            clues.append((move, "brief"))
        if self.kinds[n] in FRAME:
            clues.append((move, "frame"))
        if self.kinds[n - 1] in OPENING:
            clues.append((move, "after opening"))
        if self.siblings[-1] == 1:
            clues.append((move, "only child"))
        words = heading.text.split()
        if words[0] in ("Other", "Additional"):
            clues.append((move, "other"))
        score = 0.0
        if level >= 2:
            parent = self.stack[level - 2]
            score += weights["any", "shares words with parent"] * _share(self.stems[n], self.stems[parent])
            if parent not in self.openings:
                self.openings[parent] = stems(self.headings[parent].opening)
            named = self.stems[n] & self.openings[parent]
            score += weights["any", "announced by parent"] * len(named) / max(1, len(self.stems[n]))
        if level <= depth:
            sibling = self.stack[level - 1]
            score += weights["any", "shares words with sibling"] * _share(self.stems[n], self.stems[sibling])
            others = self.headings[sibling].text.split()
            if words[0] == others[0]:
                clues.append(("any", "opens like sibling"))
            if words[-1] == others[-1]:
                clues.append(("any", "ends like sibling"))
        return score + sum(weights.get(clue, 0.0) for clue in clues)


def stems(text: str) -> frozenset[str]:
    """The first letters of each word that means something."""
    small = _small()
    return frozenset(word[:STEM] for word in re.findall(r"[^\W_]+", text.casefold()) if word not in small)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))


def _by_number(headings: Sequence[Heading]) -> dict[int, int]:
    """The levels that numbering tells: by the depth of `1.2.1`, by the order in which `I.`, `A.`, `1.` come in."""
    found: dict[int, int] = {}
    styles: dict[int, str] = {}
    for n, heading in enumerate(headings):
        decimal = DECIMAL.match(heading.text)
        if decimal:
            found[n] = min(decimal.group(1).count(".") + 1, DEEPEST)
            continue
        style = next((name for name, pattern in STYLES if pattern.match(heading.text)), None)
        if style == "roman" and not heading.text.startswith("I.") and "roman" not in styles.values():
            style = "letter"
        if style:
            styles[n] = style
    order = [style for style, count in Counter(styles.values()).items() if count > 1]
    if found and "number" in order:
        order = ["number", *(style for style in order if style != "number")]
    found.update({n: min(order.index(style) + 1, DEEPEST) for n, style in styles.items() if style in order})
    return found


@from_models()
def _weights() -> dict[tuple[str, str], float]:
    return {(row["move"], row["clue"]): float(row["weight"]) for row in gazetteer("heading_levels")}


@from_models()
def _small() -> frozenset[str]:
    return frozenset(lexicon("minor_words"))


@from_models()
def _kinds() -> tuple[dict[str, str], re.Pattern[str], list[str]]:
    """Kinds by whole headings; headings with a star, as an expression with a group for each, and the kinds of these."""
    exact: dict[str, str] = {}
    groups, kinds = [], []
    for line in lexicon("section_kinds"):
        kind, heading = (part.strip().casefold() for part in line.split(":", 1))
        if "*" in heading:
            groups.append(f"({'.*'.join(re.escape(part) for part in heading.split('*'))})")
            kinds.append(kind)
        else:
            exact.setdefault(heading, kind)
    return exact, re.compile("|".join(groups) or "(?!)"), kinds
