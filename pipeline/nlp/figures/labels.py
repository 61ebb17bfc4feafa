"""Numbers that name and do not count: sections, bills, phases, notes, ages, telephone numbers, list marks.

What decides is the mechanism: what a number is glued to, the noun of numbering or the name before it, the list that it
stands in. No number with a unit of its own is a label.
"""

from __future__ import annotations

import re

from pipeline.nlp.figures.heads import HeadReader
from pipeline.nlp.figures.passages import Draft, Passage
from pipeline.nlp.figures.quantities import DASHES
from pipeline.nlp.figures.vocabulary import Vocabulary
from pipeline.nlp.page import Page
from pipeline.values import Figure

OPENERS = frozenset("([{\"“‘'«<>≥≤~≈±+×÷*•—-–−$€£¥|")
# Words that a hyphen may join to the quantity after them: `up-to-$5`, `one-to-two`.
JOINERS = frozenset(("to", "than", "in", "of", "and", "or", "by", "plus"))
# What may stand between the numbers of a list of labels: `Sections 4(a), 6 and 7`.
CONNECTORS = frozenset((",", "and", "or", "&", "through", "to", "-", "–", "—", "(", ")", ".", "/", ";"))
# `codes designated as 6.1 and 6.2`
CALLED = frozenset(("designated", "numbered", "coded", "labeled", "labelled"))
NAMES = frozenset(("NNP", "NN", "JJ"))
# `181, no. 1 (2016): 20-27`
PAGES = re.compile(r"\(\w*\s?\d{4}\):\s?$")
TELEPHONE = re.compile(r"\d{3}\)? ?\d{3}-\d{4}\b")
SERIALS = frozenset(("no", "nos", "vol", "issue", "number"))
# After these a single digit is a value: `from a low of 1`.
VALUED = frozenset("of to from than was were is are by equal equals at".split())
ORDINAL_ENDINGS = frozenset(("st", "nd", "rd", "th"))
OLDER = frozenset(("older", "over", "younger", "under", "above", "up"))
BULLETS = frozenset("-–—•■*·o")


def _last_part(word: str) -> str:
    """The last word of a run-together one, in lower case: `inFigure` -> figure."""
    start = next((i for i in range(len(word) - 1, 0, -1) if word[i].isupper()), 0)
    return word[start:].lower()


class LabelReader:
    """Tells labels from quantities; `seen` remembers the last label, so that its list is known."""

    def __init__(self, vocabulary: Vocabulary, heads: HeadReader) -> None:
        self.vocabulary = vocabulary
        self.heads = heads
        self.last = -1  # the token after the last label
        self.plural = False
        self.names: set[str] = set()  # capitalised words that numbers name on this page

    def turn_page(self) -> None:
        """Start with a new page."""
        self.names = set()

    def is_known_name(self, page: Page, figure: Figure) -> bool:
        """Is it a number before a word that such numbers name elsewhere on the page (`the 15 FYP`: `14 FYP efforts`)?"""
        if figure.kind != "count" or not self.names or not page.text[figure.start : figure.end].isdigit():
            return False
        token = page.token_at(figure.end)
        return token < len(page.words) and page.words[token] in self.names

    def forget(self) -> None:
        """Start with a new sentence."""
        self.last = -1

    def is_glued(self, passage: Passage, draft: Draft) -> bool:
        """Is the number a part of a longer sign: `§5`, `F-35`, `6/12`, `%20`, `2(a)`, a note mark after a stop?"""
        start, end, text = draft.start, draft.end, passage.text
        if start and not text[start - 1].isspace() and not self._opened(passage, draft, text[start - 1]):
            return True
        after = text[end] if end < len(text) else " "
        if after.isalnum():
            return draft.kind != "percent" or after.isdigit()
        if after == "/" and draft.kind in ("", "ratio"):
            return True
        if draft.plain and after in "(’'" and end + 1 < len(text) and text[end + 1].isalnum():
            return True
        if after == ":" and draft.plain and end + 1 < len(text) and text[end + 1].isdigit():
            return True
        return after == "]" and text[start - 1] == "[" and draft.plain

    def _opened(self, passage: Passage, draft: Draft, before: str) -> bool:
        """May a number begin right after this sign?"""
        text, start = passage.text, draft.start
        if before in DASHES:
            previous = text[start - 2] if start > 1 else " "
            if not (previous.isalnum() or previous in ")]%"):
                return True
            return passage.word(draft.first - 2) in JOINERS
        if before in "\"'":
            return start < 2 or text[start - 2].isspace() or text[start - 2] in "([—-"
        if before == "/":
            return draft.kind not in ("", "ratio")
        return before in OPENERS

    def is_label(self, passage: Passage, draft: Draft) -> bool:
        """Is this bare number a label? Remembers it for the rest of its list."""
        plural = self._named(passage, draft)
        if plural is None:
            return False
        self.last, self.plural = draft.last, plural
        return True

    def _named(self, passage: Passage, draft: Draft) -> bool | None:
        """None for a quantity; for a label, whether its noun is in the plural."""
        words, first = passage.words, draft.first
        before = passage.word(first - 1)
        after = passage.word(draft.last)
        if after in ORDINAL_ENDINGS and draft.plain:
            return False
        if draft.plain and self._is_list_mark(passage, draft):
            return False
        if self._is_lost_ordinal(passage, draft) or self._is_year(passage, draft):
            return False
        if PAGES.search(passage.text, max(0, draft.start - 12), draft.start):
            return True
        if draft.raw != draft.value or "," in passage.text[draft.start : draft.end]:
            return None
        if self._continues_list(passage, draft):
            return self.plural
        if draft.spelled:
            # `Phase Two`, `the Little Rock Nine`, `the Three Gorges Dam`
            return False if words[first][0].isupper() and self._inside_name(passage, draft) else None
        if before == "." and passage.glued(first - 1):
            return self._noun(passage.word(first - 2), self.vocabulary.dotted_labels)
        plural = self._noun(before, self.vocabulary.labels)
        if plural is None and not words[first - 1].islower():
            plural = self._noun(_last_part(words[first - 1]), self.vocabulary.labels)
        if plural is not None:
            return plural
        if passage.word(draft.last) == "," and passage.word(draft.last + 1) in SERIALS:
            return False  # Psychological Services 12, no. 4
        if before == "as" and passage.word(first - 2) in CALLED:
            return True
        if not draft.plain and "." in passage.text[draft.start : draft.end] and self._after_plural_name(passage, draft):
            return True
        if (
            draft.plain
            and before == "at"
            and passage.word(first - 2) == ","
            and not passage.tag(draft.last).startswith("NN")
        ):
            return False  # 74 Federal Register 28755, at 28766
        return False if self._after_name(passage, draft) or self._is_telephone(passage, draft) else None

    def _after_plural_name(self, passage: Passage, draft: Draft) -> bool:
        """`Budget Activities 6.7 and 6.8`"""
        token = draft.first - 1
        return token > passage.first and passage.tag(token) == "NNPS" and passage.tag(draft.last) != "NNS"

    def _is_telephone(self, passage: Passage, draft: Draft) -> bool:
        """`(202) 707-5000`"""
        return draft.plain and TELEPHONE.match(passage.text, draft.start) is not None

    def _after_name(self, passage: Passage, draft: Draft) -> bool:
        """`Web 2.0`, `Apollo 11`: digits right after a name, with no noun in the plural behind them."""
        first = draft.first
        if first == passage.first or not passage.words[first - 1][0].isupper():
            return False
        if not passage.free(passage.starts[first - 1], passage.ends[first - 1]):
            return False
        following = passage.tag(draft.last)
        return passage.tag(first - 1) in NAMES and following != "NNS" and not following.startswith("JJ")

    def _is_code(self, passage: Passage, draft: Draft) -> bool:
        """`(02158)`, `(46113)`, `the 2)`: digits that a quantity would not be written with."""
        if not draft.plain or passage.tag(draft.last).startswith(("NN", "JJ", "VBN")):
            return False
        surface, before = passage.text[draft.start : draft.end], passage.word(draft.first - 1)
        if len(surface) > 1 and surface[0] == "0":
            return True
        if before == "(" and len(surface) > 4:
            return True
        if draft.raw < 2:
            return before not in VALUED
        return draft.raw < 10 and before in ("the", "a", "this", "that", "each")

    def _is_lost_ordinal(self, passage: Passage, draft: Draft) -> bool:
        """`the 119 Congress`, `the 15 Five-Year Plan`: an ordinal whose raised ending was lost on the way."""
        if not draft.plain or draft.raw > 200 or draft.hyphen:
            return False
        following = passage.words[draft.last] if draft.last < passage.last else ""
        if following in ("Congress", "Cong", "sess", "Sess", "Amendment", "Circuit"):
            return True
        capital = following[:1].isupper() and passage.tag(draft.last) in ("NNP", "NN", "CD")
        head = self.heads.after(passage, draft) if capital else None
        if head is None or draft.raw == 1 or self.heads.is_plural(passage, head) or passage.words[head].endswith("s"):
            return False
        self.names.add(following)
        return True

    def _is_year(self, passage: Passage, draft: Draft) -> bool:
        """Four digits without a comma that would be a year, and no bound word that makes a number of them."""
        if not draft.plain or not 1600 <= draft.raw <= 2100 or draft.last - draft.first != 1:
            return False
        return self.vocabulary.before.match_back(passage.lower, draft.first, passage.first) is None

    def _noun(self, word: str, labels: frozenset[str]) -> bool | None:
        if word in labels:
            return False
        return True if word.endswith("s") and word[:-1] in labels else None

    def _continues_list(self, passage: Passage, draft: Draft) -> bool:
        if self.last < passage.first or draft.first - self.last > 15 or draft.first <= self.last or draft.spelled:
            return False
        depth = 0
        for word in passage.lower[self.last : draft.first]:
            depth += (word == "(") - (word == ")")
            if depth <= 0 and word not in CONNECTORS and len(word) > 1:
                return False
        if depth > 0 and draft.first - self.last > 2:
            return False
        return self.plural or not passage.tag(draft.last).startswith(("NN", "JJ", "VBN"))

    def _inside_name(self, passage: Passage, draft: Draft) -> bool:
        """A capitalised number word in the middle of a sentence, or before a capitalised noun in the singular."""
        first = draft.first
        opening = first - 1
        while opening >= passage.first and not passage.words[opening][0].isalnum():
            opening -= 1
        if opening >= passage.first and passage.words[opening + 1 : first] != [":"]:
            return True
        following = passage.words[draft.last] if draft.last < passage.last else ""
        return following[:1].isupper() and not following.endswith("s") and not following.isupper() and following != "U"

    def _is_list_mark(self, passage: Passage, draft: Draft) -> bool:
        """`1.` and `1)` at the start of a sentence, `(1)` before a clause or between the items of a list."""
        first, last = draft.first, draft.last
        after = passage.word(last)
        if after in (".", ")") and all(word in BULLETS for word in passage.words[passage.first : first]):
            return True
        if after != ")" or passage.word(first - 1) != "(" or draft.raw > 99:
            return False
        if passage.tag(first - 2) == "CD":
            return True  # five (5)
        if draft.raw < 2 or self._is_numbered(passage, draft):
            return True
        opening = passage.word(first - 2)
        following = passage.word(last + 1)
        if passage.glued(first - 1) and opening not in ("—", "–", "", '"', "“"):
            return True  # 4(a)(2)
        if opening in (
            "",
            ",",
            ";",
            ":",
            "—",
            "–",
            "-",
            "and",
            "or",
            ".",
            "•",
            "(",
            '"',
            "“",
            "either",
            "both",
            "that",
            "to",
        ):
            return True
        return following not in ("", ",", ".", ";", ":", ")", "and", "or", "—", "–", "in") and not passage.tag(
            first - 2
        ).startswith(("NNP", "NNS", "CD"))

    def _is_numbered(self, passage: Passage, draft: Draft) -> bool:
        """Does `(1)` stand before this `(2)` in the sentence?"""
        before = f"({draft.raw - 1:.0f})"
        return passage.text.rfind(before, passage.starts[passage.first], draft.start) >= 0

    def is_age(self, passage: Passage, draft: Draft) -> bool:
        """`65 and older`, `aged 15 to 64`, `children under five`: ages are durations."""
        if draft.raw > 120:
            return False
        before = passage.word(draft.first - 1)
        if before in ("age", "aged", "ages"):
            return True
        if passage.word(draft.last) in ("and", "or") and passage.word(draft.last + 1) in OLDER:
            return not passage.tag(draft.last + 2).startswith(("NNS", "JJ"))
        cue = self.vocabulary.before.match_back(passage.lower, draft.first, passage.first)
        if cue is None or passage.tag(draft.last).startswith(("NN", "JJ")):
            return False
        return passage.word(cue[0] - 1) in self.vocabulary.people or passage.word(cue[0] - 1) in ("age", "ages", "aged")

    def skip(self, passage: Passage, draft: Draft) -> None:
        """Remember a label that is glued to its sign (`§5`), so that its list is known."""
        if passage.words[draft.first - 1] in ("§", "#"):
            self.last, self.plural = draft.last, True

    def may_stand_alone(self, passage: Passage, draft: Draft) -> bool:
        """May this number without a noun be a quantity? A year or a code mostly stands so."""
        if draft.spelled or not draft.plain:
            return True
        if self._is_code(passage, draft):
            return False
        if 1500 <= draft.raw <= 2100:
            return False
        return passage.word(draft.first - 1) not in ("(", "[") or passage.tag(draft.first - 2).startswith("NN")
