"""Names by structure: a head word in a capitalised run, and the words to its left and right that belong to it.

`Food and Drug Administration` grows to the left from `Administration`, `Office of Science and Technology Policy` to
the right from `Office`. Growth stops at a word that is a name by itself: `Trump Administration and Congress`.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.nlp.entities.evidence import Evidence
from pipeline.nlp.entities.knowledge import Head, Knowledge
from pipeline.nlp.entities.names import HEAD, Name
from pipeline.nlp.entities.runs import POSSESSIVE, Piece, Run
from pipeline.nlp.page import Page

# A company's form stands after a comma: RAW FARM, LLC.
FORMS = frozenset("Inc Incorporated LLC LLP Ltd Corp Co PLC LP SA AG NV GmbH".split())
STOPPED = frozenset(("Inc", "Corp", "Ltd", "Co"))
AND = frozenset((("and",), ("&",), ("or",)))
LISTED_AND = frozenset(((",", "and"), (",", "or"), (",", "&")))
COMMA = (",",)
ARTICLES = frozenset(("the", "a", "an"))
LINKS = frozenset(
    "of for in to on with against from into by concerning between at within under over through among".split()
)
# Inside a complement the name goes on after these: Convention on the Elimination of …
INNER = frozenset(("of", "for", "to", "against"))
LONGEST = 40  # tokens; no name is longer


class Grower:
    """Finds the names of a page's runs by their head words."""

    def __init__(self, knowledge: Knowledge, evidence: Evidence) -> None:
        self.knowledge = knowledge
        self.evidence = evidence
        self.page = evidence.page
        self.words = evidence.page.words

    def names(self, run: Run) -> Iterator[Name]:
        """The names that the head words of one run make."""
        pieces, joints = run
        for k, piece in enumerate(pieces):
            first, last = self.trimmed(piece)
            if first >= last:
                continue
            word = self.words[last - 1]
            opener = self._opener(word, joints[k]) if k < len(joints) else None
            if opener:
                end = self._right(run, k)
                start = self._before(self._left(run, k, opener) if last - first > 1 or k else first, opener.label)
                if end - start <= LONGEST:
                    yield Name(start, self._year(end, opener.label), opener.label, opener.rule, HEAD)
                    continue
            yield from self._closed(run, k, first, last)

    def _closed(self, run: Run, k: int, first: int, last: int) -> Iterator[Name]:
        """Names whose head word stands inside or at the end of a piece."""
        heads = self.knowledge.heads
        words = self.words
        end = last
        while end - first >= 1:
            head = heads.get(words[end - 1])
            if head is None:
                end -= 1
                continue
            start = self._before(self._left(run, k, head), head.label)
            if end - start >= 2 and end - start <= LONGEST and not self.knowledge.titles.get(words[start:end]):
                stop = self._year(end, head.label) if end == last else end
                if (
                    words[end - 1] in STOPPED
                    and words[end : end + 1] == ["."]
                    and words[end + 1 : end + 2] != []
                    and end not in self.evidence.stops
                ):
                    stop = end + 1
                yield Name(start, stop, head.label, head.rule, HEAD)
            if end == last and head.label in ("LAW", "PROGRAM"):
                break
            end -= 1
        word = words[first]
        if last - first >= 2 and word in self.knowledge.firsts and words[last - 1] not in heads:
            head = self.knowledge.firsts[word]
            yield Name(first, last, head.label, head.rule, HEAD)

    def trimmed(self, piece: Piece) -> tuple[int, int]:
        """The piece without a first word whose capital is the sentence's."""
        first, last, soft = piece
        if soft and self.evidence.stripped(first, last):
            first += 1
        return first, last

    def _opener(self, word: str, joint: tuple[str, ...]) -> Head | None:
        return self.knowledge.openers.get((word, joint[0])) if joint[-1] in ARTICLES or len(joint) == 1 else None

    def _right(self, run: Run, k: int) -> int:
        """Where the complement of the opener of piece `k` ends."""
        pieces, joints = run
        at = k + 1
        while at < len(joints):
            joint = joints[at]
            following = pieces[at + 1]
            last_word = self.words[pieces[at].last - 1]
            own = self.evidence.own(following.first, following.last)
            if joint in AND:
                if own or self._head_ahead(run, at + 1):
                    break
                at += 1
            elif joint == COMMA or joint in LISTED_AND:
                end = self._list_end(run, at)
                if end is None:
                    break
                at = end
            elif joint[0] in INNER and (len(joint) == 1 or joint[-1] in ARTICLES):
                if (
                    self.evidence.own(pieces[at].first, pieces[at].last)
                    and last_word not in self.knowledge.opening_words
                ):
                    break
                if own and self.evidence.is_place(following.first, following.last) and joint[0] != "of":
                    break
                at += 1
            elif joint[0] == "in" and last_word.endswith(("ation", "ment", "ism", "ing", "ion")) and not own:
                at += 1
            else:
                break
        return pieces[at].last

    def _head_ahead(self, run: Run, at: int) -> bool:
        """Does piece `at` open a name of its own (Committee on …)?"""
        pieces, joints = run
        word = self.words[pieces[at].last - 1]
        return at < len(joints) and self._opener(word, joints[at]) is not None and word in self.knowledge.heads

    def _list_end(self, run: Run, at: int) -> int | None:
        """The last piece of a list `A, B, and C` whose first comma is joint `at`; None where it is no such list."""
        pieces, joints = run
        position = at
        while position < len(joints) and joints[position] == COMMA:
            if self.evidence.own(pieces[position + 1].first, pieces[position + 1].last):
                return None
            position += 1
        if position >= len(joints) or (joints[position] not in LISTED_AND and joints[position] not in AND):
            return None
        if position == at and joints[at] in LISTED_AND:
            return None
        final = pieces[position + 1]
        if self.evidence.own(final.first, final.last) or self._head_ahead(run, position + 1):
            return None
        return position + 1

    def _left(self, run: Run, k: int, head: Head) -> int:
        """Where the name begins whose head stands in piece `k`."""
        pieces, joints = run
        plural = self.words[pieces[k].last - 1].endswith("s") and not self.words[pieces[k].last - 1].endswith("ss")
        at = k
        first = self.trimmed(pieces[k])[0]
        in_list = False
        appropriations = head.label == "LAW" and "Appropriations" in self.words[pieces[k].first : pieces[k].last]
        while at:
            joint = joints[at - 1]
            before = pieces[at - 1]
            start, end = self.trimmed(before)
            if start >= end:
                break
            own = self.evidence.own(start, end)
            if joint in AND or joint in LISTED_AND:
                if (
                    own
                    and not appropriations
                    and not (plural and head.label in ("ORG", "LAW") and joint in AND and self._same_kind(start, end))
                ):
                    break
                if joint in LISTED_AND and not (at >= 2 and joints[at - 2] == COMMA) and not appropriations:
                    break
                if self._taken(run, at - 1) and not appropriations:
                    break
                in_list = True
            elif joint == (")",):
                if at < 2 or joints[at - 2] != ("(",) or end - start != 1:
                    break
                at -= 2
                first = self.trimmed(pieces[at])[0]
                continue
            elif joint == COMMA and head.label == "ORG" and self.words[pieces[at].first] in FORMS and at == k:
                at -= 1
                first = start
                break
            elif joint == COMMA:
                if not in_list or (own and not appropriations):
                    break
            elif joint[0] in POSSESSIVE and len(joint) == 1:
                if own and not (head.label == "LAW" and self.words[end - 1] == "America"):
                    break
            elif joint[0] in LINKS and (len(joint) == 1 or joint[-1] in ARTICLES):
                if own or self.evidence.common_opening(start, end, before.soft) or self.evidence.office(start, end):
                    break
                if (
                    joint[0] in ("of", "for", "on")
                    and self.words[end - 1] in self.knowledge.opening_words
                    and head.label in ("ORG", "GPE", "LOC", "EVENT")
                ):
                    break
            elif joint == ("the",):
                if own or before.soft or not self.words[end - 1].endswith("ing"):
                    break
            else:
                break
            at -= 1
            first = start
        return first

    def _taken(self, run: Run, at: int) -> bool:
        """Is piece `at` the complement of an opener before it (Department of Health and …)?"""
        pieces, joints = run
        if not at:
            return False
        return self._opener(self.words[pieces[at - 1].last - 1], joints[at - 1]) is not None

    def _same_kind(self, first: int, last: int) -> bool:
        """Does a plural head govern this name as well (House and Senate Appropriations Committees)?"""
        return (last - first <= 2 and self.words[last - 1] not in self.knowledge.heads) or self.words[last - 1] in (
            "House",
            "Senate",
        )

    def _before(self, first: int, label: str) -> int:
        """The name's first token with a number before it: 21st Century Cures Act, 10-20-30 Act, 1951 ANZUS Treaty."""
        return with_number(self.page, first, label)

    def _year(self, last: int, label: str) -> int:
        """The end of a law's name with the year that belongs to it: Act of 1965, Appropriations Acts for 2017 and 2018."""
        if label != "LAW":
            return last
        words = self.words
        if (
            words[last : last + 1] == ["("]
            and words[last + 2 : last + 4] == [")", "of"]
            and is_year(words[last + 4 : last + 5])
        ):
            return last + 5
        if words[last : last + 1] not in (["of"], [","], ["for"]) or not is_year(words[last + 1 : last + 2]):
            return last
        end = last + 2
        if words[last] == "for":
            while words[end : end + 1] in ([","], ["and"]):
                following = end + 1 + (words[end : end + 2] == [",", "and"])
                if not is_year(words[following : following + 1]):
                    break
                end = following + 1
        return end


def is_year(words: list[str]) -> bool:
    """Is the one word a year or a fiscal year?"""
    if len(words) != 1:
        return False
    year = words[0]
    return (year.isdigit() and len(year) == 4) or (year[:2] == "FY" and year[2:].isdigit())


def with_number(page: Page, first: int, label: str) -> int:
    """Where a name begins with the number before it that belongs to it."""
    words = page.words
    if not first or not words[first - 1][0].isdigit() or page.starts[first] - page.ends[first - 1] != 1:
        return first
    number = words[first - 1]
    before = words[first - 2] if first > 1 else ""
    if number[-1].isalpha() or (words[first] == "Five" and len(number) <= 2):
        return first - 1
    if before == "-" and words[first - 3][0].isdigit():
        start = first - 3
        while start > 1 and words[start - 1] == "-" and words[start - 2][0].isdigit():
            start -= 2
        return start
    if (
        label == "LAW"
        and is_year([number])
        and before.lower() not in ("in", "since", "by", "during", ",", "of", "until", "and", "before", "after")
    ):
        return first - 1
    return first
