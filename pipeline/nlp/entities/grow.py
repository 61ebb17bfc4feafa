"""Names by structure: a head word in a capitalised run, and the words to its left and right that belong to it.

`Food and Drug Administration` grows to the left from `Administration`, `Office of Science and Technology Policy` to
the right from `Office`. Growth stops at a word that is a name by itself: `Trump Administration and Congress`.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.nlp.entities.evidence import Evidence
from pipeline.nlp.entities.index import marked
from pipeline.nlp.entities.knowledge import Head, Knowledge
from pipeline.nlp.entities.names import GIVEN, HEAD, Name
from pipeline.nlp.entities.runs import POSSESSIVE, Piece, Run
from pipeline.nlp.entities.years import is_number, with_number, word_at, year_end

AND = frozenset((("and",), ("&",), ("or",)))
LISTED_AND = frozenset(((",", "and"), (",", "or"), (",", "&")))
COMMA = (",",)
ARTICLES = frozenset(("the", "a", "an"))
LINKS = frozenset(
    "of for in to on with against from into by concerning between at within under over through among".split()
)
PLURALS = frozenset(("Committees", "Subcommittees"))
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
        self.forms = knowledge.terms("entities.org.head", "company_forms")
        self.bills = knowledge.terms("entities.law.bill", "nouns")
        self.listing = knowledge.terms("entities.org.head", "list_heads")
        self.marks = marked(len(self.words), self._hints())

    def _hints(self) -> Iterator[int]:
        """The tokens without which a piece makes no name: heads, what opens or numbers a name, words that lost a blank."""
        index = self.evidence.index
        yield from index.each(self.knowledge.hints)
        yield from index.each(frozenset(filter(self.knowledge.glued, index.capitals)))
        for place in index.places.get("America", ()):  # Growers of America
            yield max(place - 2, 0)
        for place in index.places.get("appropriations", ()):  # Interior appropriations acts
            yield max(place - 1, 0)

    def names(self, run: Run) -> Iterator[Name]:
        """The names that the head words of one run make."""
        pieces, joints = run
        for k, (first, last, soft) in enumerate(pieces):
            if self.marks.find(1, first, last) < 0:
                continue
            if soft and self.evidence.stripped(first, last):
                first += 1
            opener = self._opener(run, k) if k < len(joints) else None
            if opener and not self._whole(run, k, first, last):
                end = self._right(run, k)
                start = self._left(run, k, opener) if last - first > 1 or k else first
                opener = self._closing(opener, run.joints[k], end)
                name = self._name(start, end, year_end(self.page, end, opener.label), opener)
                if name:
                    yield name
                    continue
            if k or last - first > 1 or is_number(word_at(self.page, first - 1)):
                yield from self._closed(run, k, first, last)
            yield from self._followed(run, k, first, last)

    def _followed(self, run: Run, k: int, first: int, last: int) -> Iterator[Name]:
        """Laws whose head is written small or is a number: Interior appropriations acts, DOD Instruction 1332.14."""
        words = self.words
        if last >= len(words):
            return
        if words[last] == "appropriations" and word_at(self.page, last + 1) in self.bills:
            head = self.knowledge.heads["Act"]
            start = self._left(run, k, head, appropriations=True)
            if start < first or not self.evidence.own(first, last):
                yield Name(with_number(self.page, start, "LAW"), last + 2, "LAW", head.rule, HEAD)
        elif last - first > 1:
            number = last + 1 if words[last - 1] == "No" and words[last] == "." else last
            noun = words[last - 2] if number > last else words[last - 1]
            if noun in self.knowledge.numbered and number < len(words) and words[number][0].isdigit():
                yield Name(first, number + 1, "LAW", "entities.law.order", HEAD)

    def _closed(self, run: Run, k: int, first: int, last: int) -> Iterator[Name]:
        """Names whose head word ends a piece, or stands inside before an office or a listed name."""
        words = self.words
        glued = self.knowledge.glued(words[last - 1])
        if glued:
            name = self._name(self._left(run, k, glued[0]), last, last, glued[0])
            if name:
                yield name._replace(cut=glued[1])
        end = last + 1
        while (end := self.marks.rfind(1, first, end - 1) + 1) > 0:
            head = self.knowledge.head_at(words, end)
            if head is None or (end < last and not self._ends_inside(words[end - 1], end, last)):
                continue
            start = self._left(run, k, head) if k and end == last else first
            stop = year_end(self.page, end, head.label) if end == last else end
            if words[end - 1] in self.forms and words[end : end + 1] == ["."] and not self._stops(end):
                stop = end + 1  # Inc.
            name = self._name(start, end, stop, head)
            if name:
                yield name
        word = words[first]
        first_head = self.knowledge.firsts.get(word) if last - first >= 2 else None
        if first_head and (first_head.label == "EVENT" or words[last - 1] not in self.knowledge.heads):
            head = first_head
            yield Name(first, last, head.label, head.rule, HEAD)

    def _stops(self, sign: int) -> bool:
        """Does the full stop end a sentence?"""
        return sign + 1 == len(self.words) or sign + 1 in self.evidence.openings

    def _name(self, start: int, end: int, stop: int, head: Head) -> Name | None:
        """The name of tokens `start:stop` whose head phrase ends at `end`, where it may be one."""
        words = self.words
        title = self.knowledge.titles.longest(words, start, end) if head.label != "LAW" else None
        if (
            title
            and words[start] not in self.knowledge.heads
            and (words[start] != "General" or title[0] - start > 1 or not self.knowledge.ordinary(words[title[0]]))
            and (title[0] - start > 1 or words[title[0]][0].isupper())
            and (self.knowledge.names.longest(words, start, end) or (start,))[0] <= title[0]
        ):
            start = title[0] + (words[title[0]] == ".")
        numbered = with_number(self.page, start, head.label)
        if not 2 <= end - numbered <= LONGEST or self.knowledge.titles.get(words[start:end]):
            return None
        entry = self.evidence.entry(words[start:end])
        if entry and entry.label != head.label:
            return None
        if (head.weak or head.proper) and not self.evidence.distinct(start, end, head):
            return None
        if head.label != "LAW" and words[start] in self.knowledge.never and words[start + 1] != "-":
            start = numbered = start + 1
            if end - start < 2:
                return None
        rank = GIVEN if head.weak or head.proper else HEAD
        return Name(numbered, stop, head.label, head.rule, rank)

    def _ends_inside(self, word: str, end: int, last: int) -> bool:
        """May a name end before the end of its piece: does an office or another name begin there?"""
        if word == "Administration" or self.knowledge.titles.longest(self.words, end, last):
            return True
        following = self.knowledge.names.longest(self.words, end, last)
        return following is not None and following[0] == last

    def _whole(self, run: Run, k: int, first: int, last: int) -> bool:
        """Is the piece a listed name that needs no complement? A division of a department may have one."""
        if last - first < 2 or not self.evidence.entry(self.words[first:last]):
            return False
        following = self.words[run.pieces[k + 1].first]
        if run.joints[k][0] != "of":
            return True
        if self.words[last - 1] == "Court":  # Supreme Court of California
            following_piece = run.pieces[k + 1]
            return not self.evidence.is_place(following_piece.first, following_piece.last)
        return not (following in ("Department", "Ministry") or self.words[last - 1] == "Party")

    def trimmed(self, piece: Piece) -> tuple[int, int]:
        """The piece without a first word whose capital is the sentence's."""
        first, last, soft = piece
        if soft and self.evidence.stripped(first, last):
            first += 1
        return first, last

    def _opener(self, run: Run, k: int) -> Head | None:
        """The head of a name that goes on after piece `k`: Office of …; Growers of America."""
        joint = run.joints[k]
        if joint[-1] not in ARTICLES and len(joint) > 1:
            return None
        word = self.words[run.pieces[k].last - 1]
        if joint == ("of",) and self.words[run.pieces[k + 1].first] == "America" and self.knowledge.people(word):
            return self.knowledge.heads["Association"]
        return self.knowledge.openers.get((word, joint[0]))

    def _closing(self, opener: Head, joint: tuple[str, ...], end: int) -> Head:
        """The head of a name that opens like a program and closes like a law: Assistance for Boaters Act."""
        last = self.knowledge.heads.get(self.words[end - 1])
        law = last is not None and last.label == "LAW" and not last.weak and not last.proper
        return last if last and law and opener.label == "PROGRAM" and len(joint) == 1 else opener

    def _right(self, run: Run, k: int) -> int:
        """Where the complement of the opener of piece `k` ends."""
        pieces, joints = run
        at = k + 1
        complement = pieces[at]
        if at < len(joints) and joints[at] == ("at",) and self.words[pieces[k].last - 1] == "University":
            campus = pieces[at + 1]
            if self.evidence.is_place(campus.first, campus.last):
                return campus.last  # University of Texas at Austin
        listed = self.knowledge.names.longest(self.words, pieces[k].last - 1, pieces[-1].last)
        if listed and listed[0] >= complement.last and listed[1].label == "ORG":
            return listed[0]
        if (
            listed
            and complement.first < listed[0] < complement.last
            and self.words[complement.last - 1] not in self.knowledge.heads
        ):
            return listed[0]
        while at < len(joints):
            joint = joints[at]
            following = pieces[at + 1]
            last_word = self.words[pieces[at].last - 1]
            own = self.evidence.own(following.first, following.last)
            if joint in AND:
                alone = following.last - following.first == 1  # not Cost Assessment and Program Evaluation
                if (
                    own
                    or self._head_ahead(run, at + 1)
                    or (alone and self.words[following.first] in self.knowledge.heads)
                ):
                    break
                at += 1
            elif joint == COMMA or joint in LISTED_AND:
                end = self._list_end(run, at)
                if end is None and at > k + 1 and self.words[pieces[k].last - 1] in PLURALS and joint in LISTED_AND:
                    end = None if own or self._head_ahead(run, at + 1) else at + 1  # …, and Education and Labor
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
                if self.words[following.last - 1] in self.knowledge.opening_words and self._head_ahead(run, at + 1):
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
        return at < len(joints) and self._opener(run, at) is not None and word in self.knowledge.heads

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
        circuits = self.words[final.last - 1] == "Circuits"  # … for the Fourth, Fifth, and Ninth Circuits
        if (self.evidence.own(final.first, final.last) and not circuits) or self._head_ahead(run, position + 1):
            return None
        return position + 1

    def _left(self, run: Run, k: int, head: Head, *, appropriations: bool = False) -> int:
        """Where the name begins whose head stands in piece `k`; names of agencies may stand in an appropriations act's."""
        pieces, joints = run
        word = self.words[pieces[k].last - 1]
        plural = word.endswith("s") and not word.endswith("ss")
        if head.label == "LAW" and "Appropriations" in self.words[pieces[k].first : pieces[k].last]:
            appropriations = True
        at = k
        first = self.trimmed(pieces[k])[0]
        listed = self.evidence.entry(self.words[first : pieces[k].last]) is not None
        in_list = False
        while at:
            joint = joints[at - 1]
            start, end = self.trimmed(pieces[at - 1])
            if start >= end or self.words[start].startswith("FY"):
                break
            own = self.evidence.own(start, end)
            if joint in AND or joint in LISTED_AND:
                if appropriations:
                    if self.evidence.body(end):
                        break
                elif (listed and joint in AND) or self._parted(run, at, joint, head, own, plural):
                    break
                in_list = True
            elif joint == (")",):  # the short form inside a name: Public Works Act (PWA) Program
                if at < 2 or joints[at - 2][-1:] != ("(",) or end - start > 4:
                    break
                spelled = self.evidence.spelled.get(pieces[at - 1].first)
                at -= 2
                first = self.trimmed(pieces[at])[0]
                if spelled is not None and spelled < first:
                    first = spelled
                    break
                continue
            elif joint == COMMA:
                if head.label == "ORG" and self.words[pieces[at].first] in self.forms and at == k:
                    first = start
                    break
                if not in_list or (own and not appropriations) or (appropriations and self.evidence.body(end)):
                    break
            elif joint[0] in POSSESSIVE and len(joint) == 1:
                inside = at > 1 and joints[at - 2][0] in LINKS
                if not self.evidence.owner(start, end, head.label, inside=inside):
                    break
            elif joint[0] in LINKS or joint == ("the",):
                if self._empty(first, pieces[k].last):
                    own = False
                department = appropriations and self.words[end - 1] in ("Department", "Departments")
                if not department and (listed or own or not self._linked(start, end, joint, head, pieces[at - 1].soft)):
                    break
            else:
                break
            at -= 1
            first = start
        return first

    def _parted(self, run: Run, at: int, joint: tuple[str, ...], head: Head, own: bool, plural: bool) -> bool:
        """Do the two sides of `and` before piece `at` belong to different names?"""
        pieces, joints = run
        before = pieces[at - 1]
        start, end = self.trimmed(before)
        if own and not (plural and head.label in ("ORG", "LAW") and joint in AND and self._same_kind(start, end)):
            return True
        if (self.evidence.office(start, end) and self.words[start] != "Justice") or self.evidence.common_opening(
            start, end, before.soft
        ):
            return True
        alone = self.knowledge.heads.get(self.words[start]) if end - start == 1 else None
        if alone and not alone.weak and not alone.proper and not plural:
            return True
        if head.proper and head.label == "ORG" and joint in AND:  # EpiPen and Turing Pharmaceuticals
            own_words = self.words[pieces[at].first : pieces[at].last - 1]
            if any(not self.knowledge.ordinary(word) for word in own_words):
                return True
        if joint in LISTED_AND and (COMMA not in joints[max(0, at - 3) : at - 1] or not self._lists(run, head, at)):
            return True
        return at > 1 and self._opener(run, at - 2) is not None

    def _lists(self, run: Run, head: Head, at: int) -> bool:
        """May a name with this head be a list: Health, Education, Labor, and Pensions Committee?"""
        if head.label != "ORG":
            return True
        pieces = run.pieces
        return self.words[pieces[at].last - 1] in self.listing

    def _empty(self, first: int, last: int) -> bool:
        """Is there only a small word before the head, so that the name must go on to the left: Medicare for All Act?"""
        return last - first == 2 and self.words[first] in self.knowledge.never

    def _linked(self, start: int, end: int, joint: tuple[str, ...], head: Head, soft: bool) -> bool:
        """Does a preposition join `start:end` to the head phrase after it: Truth in Lending Act?"""
        if head.label not in ("LAW", "PROGRAM") or self.evidence.office(start, end):
            return False
        if joint[-1] in ARTICLES:
            return (
                head.label == "LAW"
                and not soft
                and (self.words[start].endswith("ing") or self.words[start] in self.knowledge.never)
            )
        return len(joint) == 1 and not soft

    def _same_kind(self, first: int, last: int) -> bool:
        """Does a plural head govern this name as well (House and Senate Appropriations Committees)?"""
        return (last - first <= 2 and self.words[last - 1] not in self.knowledge.heads) or self.words[last - 1] in (
            "House",
            "Senate",
        )
