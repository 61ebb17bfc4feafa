"""Clauses: one pass over the chunks of a sentence finds each predicate's clause, its subject and its end.

A clause is opened by a closed-class word (`that`, `which`, `if`, `because`), by punctuation, or by a second subject
and verb; it is closed by the verb of a clause further out, by coordination or by the sentence's end. One finite verb
a clause, more only by coordination (`requires X and prohibits Y`): that decides where a verb belongs.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from pipeline.nlp.claims.parts import TWO_NOUNS, Clause, antecedent_of, closing, masked, subject_in
from pipeline.nlp.claims.verbs import Verb

# Verbs that go on after a semicolon, the openers of clauses.
GOES_ON = re.compile(r"[cr\"]*+[FBTVG]")
OPENERS = frozenset("tRfws")
VERBAL = re.compile("[FTGVB]")
# The chunks that open, close or fill a clause.
EVENT = re.compile("[tRfwsFTGVBu,;-]")
# The chunks that a subject without comma may consist of, looking left from its verb.
INSIDE_SUBJECT = frozenset("NYIoycVGrj\"#'T.ux~)")


class Parser:
    """One pass over one sentence. `forms[chunk]` tells of a verb chunk: its agreement (`M` modal, `p` past, `s`, `r`)
    and its main verb's form (`i` base, `V`, `G`, `v` finite, `b` be, `h` have), as two characters.
    `apart` are the openers of clauses that only add something (`because`, `while`): what they follow ends before them.
    """

    def __init__(self, kinds: str, forms: dict[int, str], apart: Collection[int] = ()) -> None:
        self.raw = kinds
        self.kinds = kinds
        self.forms = forms
        self.apart = apart
        self.verbs: list[Verb] = []

    def parse(self) -> list[Verb]:
        """Every predicate of the sentence, in order."""
        self.walk(0, len(self.kinds), None)
        self.verbs.sort(key=_place)
        return self.verbs

    def walk(self, begin: int, end: int, parent: Clause | None) -> None:
        """Read the chunks `begin:end`, a sentence or what stands in parentheses or between dashes."""
        outer = self.kinds
        kinds = self.kinds = masked(self.raw, begin, end)
        stack = [Clause("(" if parent else "m", begin, parent, end)]
        if parent is not None:
            stack[0].antecedent = antecedent_of(kinds, begin - 1, parent.begin)
        resume = begin
        for event in EVENT.finditer(kinds, begin, end):
            k = event.start()
            if k < resume:
                continue
            kind = kinds[k]
            if kind == "u":
                if self.raw[k] == "(":
                    resume = closing(self.raw, k, end) + 1
                    if VERBAL.search(self.raw, k + 1, resume - 1):
                        self.walk(k + 1, resume - 1, stack[-1])
                continue
            if kind == "-":
                if k == begin:
                    continue  # a list item
                close = kinds.find("-", k + 1, end)
                if close < 0:
                    _close(stack, 0, k)
                    self.walk(k + 1, end, stack[-1])
                    self.kinds = outer
                    return
                self.walk(k + 1, close, stack[-1])
                resume = close + 1
                continue
            if kind in OPENERS:
                self.open(stack, k, end)
            elif kind == "F":
                self.finite(stack, k, end)
            elif kind in "GVTB":
                self.nonfinite(stack, k)
            elif kind == ",":
                top = stack[-1]
                if top.kind in "fswR" and not top.verbs and kinds[top.begin] in "VGjIT" and len(stack) > 1:
                    stack.pop().end = k
            elif kind == ";" and GOES_ON.match(kinds, k + 1):
                pass  # `to hire staff; train them; and …`: the verbs of a list
            elif kind == ";" and "F" in kinds[k : kinds.find(";", k + 1) if ";" in kinds[k + 1 : end] else end]:
                _close(stack, 0, k)
                stack = [Clause("m", k + 1, parent, end)]
        _close(stack, 0, end)
        self.kinds = outer

    def open(self, stack: list[Clause], k: int, end: int) -> None:
        """A closed-class word opens a clause; after `and` it stands beside the one of its kind before it."""
        kinds = self.kinds
        kind = kinds[k]
        before = k - 1
        while before > stack[0].begin and kinds[before] in 'r"':
            before -= 1
        sibling = None
        boundary = k
        if before > stack[0].begin and kinds[before] == "c":
            boundary = before - 1 if kinds[before - 1] == "," else before
            level = next((n for n in range(len(stack) - 1, 0, -1) if stack[n].kind == kind), 0)
            if kind == "R" and not level and stack[-1].kind == "f":
                kind = "f"  # `whether … and which`
                level = len(stack) - 1
            if level:
                sibling = stack[level]
                _close(stack, level, boundary)
                del stack[level:]
        elif before >= stack[0].begin and (kinds[before] == "," and kind in "Rs"):
            boundary = before
        top = stack[-1]
        if kind in "Rs" and (boundary < k or k in self.apart):
            _cut(stack, boundary)
        clause = Clause(kind, k + 1, top, end)
        clause.governor = sibling.governor if sibling else self.governor(top, k)
        if kind == "R":
            clause.antecedent = (
                sibling.antecedent if sibling else antecedent_of(kinds, k, top.begin) or stack[0].antecedent
            )
        elif kind == "t" and clause.governor and clause.governor.complement is None:
            clause.governor.complement = clause
        stack.append(clause)

    def governor(self, top: Clause, k: int) -> Verb | None:
        """The verb that the clause opened at `k` completes: a participle right before it, else the clause's verb."""
        last = self.verbs[-1] if self.verbs else None
        if (
            last is not None
            and last.form in "GVTB"
            and "N" not in self.kinds[last.chunk : k]
            and last.chunk >= top.begin
        ):
            return last
        return top.verbs[-1] if top.verbs else None

    def finite(self, stack: list[Clause], k: int, end: int) -> None:
        """Give a finite verb group to its clause."""
        kinds = self.kinds
        before = k - 1
        while before >= stack[0].begin and kinds[before] in 'r"x':
            before -= 1
        neighbour = kinds[before] if before >= stack[0].begin else ""
        top = stack[-1]
        if top.verbs and top.verbs[-1].form == "V" and top.kind in "tsfw" and neighbour not in ("c", ";"):
            # a past tense that was read as a participle, if a comma has closed its clause
            doubtful = top.verbs[-1]
            if "," in kinds[doubtful.chunk : k]:
                doubtful.form = "F"
                self.forms[doubtful.chunk] = "pv"
            else:
                top.verbs.pop()
        if neighbour and neighbour in "c;" and any(clause.verbs for clause in stack):
            self.coordinate(stack, k, before)
        elif not top.verbs:
            self.attach(stack, k, top.begin)
        else:
            level = next((n for n in range(len(stack) - 1, -1, -1) if not stack[n].verbs), -1)
            if level >= 0:
                clause, inner = stack[level], stack[level + 1]
                pending = subject_in(kinds, clause.begin, inner.begin - 1, interrupted=True)
                comma = kinds.rfind(",", top.verbs[-1].chunk, k)
                boundary = before if pending and neighbour == "," else k if pending or comma < 0 else comma
                _close(stack, level + 1, boundary)
                del stack[level + 1 :]
                clause.subject = pending or subject_in(kinds, boundary, k)
                self.add(clause, "F", k).actor = clause.subject
            elif neighbour == ",":
                self.coordinate(stack, k, before)
            elif (
                top.kind == "R"
                and top.antecedent
                and top.antecedent[1] == top.begin - 1
                and self.opens(top.antecedent[0], stack[0].begin)
            ):
                # `…, the deductions that could be claimed had to be …`: the antecedent waits for its own verb
                subject = top.antecedent
                boundary = subject[0] - 1
                _close(stack, 0, boundary)
                stack[:] = [Clause("m", subject[0], stack[0].parent, end)]
                top.end = k
                for predicate in top.verbs:
                    predicate.end_chunk = k
                stack[0].subject = subject
                self.add(stack[0], "F", k).actor = subject
            else:
                self.bare(stack, k, end)

    def opens(self, chunk: int, begin: int) -> bool:
        """Does a noun phrase that begins here follow a comma, as the subject of a new clause does?"""
        before = chunk - 1
        while before > begin and self.kinds[before] in 'cr"':
            before -= 1
        return before > begin and self.kinds[before] == ","

    def attach(self, stack: list[Clause], k: int, begin: int) -> None:
        """The first verb of the clause that is open."""
        top = stack[-1]
        subject = subject_in(self.kinds, begin, k)
        if subject is None and top.kind == "R":
            subject = top.antecedent
        top.subject = subject
        self.add(top, "F", k).actor = subject

    def coordinate(self, stack: list[Clause], k: int, before: int) -> None:
        """`… and prohibits Y`: a further verb of the innermost clause whose verb has the same form."""
        form = self.forms[k]
        levels = [n for n in range(len(stack) - 1, -1, -1) if stack[n].verbs]
        forms = {n: self.forms[stack[n].verbs[-1].chunk] for n in levels}
        alike = [n for n in levels if forms[n] == form] or [n for n in levels if forms[n][0] == form[0]] or levels
        level = alike[0]
        boundary = before - 1 if before > 0 and self.kinds[before - 1] in ",;" else before
        _close(stack, level + 1, boundary)
        del stack[level + 1 :]
        clause = stack[level]
        _end(clause, boundary)
        added = self.add(clause, "F", k)
        added.actor = clause.subject

    def bare(self, stack: list[Clause], k: int, end: int) -> None:
        """A second subject and verb without opener: a complement, a relative or a coordinated clause."""
        kinds = self.kinds
        start = k
        floor = stack[-1].verbs[-1].chunk + 1 if stack[-1].verbs else stack[-1].begin
        while start > floor and kinds[start - 1] in INSIDE_SUBJECT:
            start -= 1
        edge = kinds[start - 1] if start > stack[0].begin else ""
        comma = edge == ","
        if edge == "a":
            start -= 1
            before = start - 1
            while before > floor and kinds[before] in 'r"':
                before -= 1
            comma = kinds[before] == ","
        coordinator = kinds.rfind("c", start, k)
        twice = TWO_NOUNS.search(kinds, start, k)
        parent = stack[-1]
        if edge == "a":
            # `as the agency found`: the preposition opens a clause
            level, boundary, kind = len(stack), start, "s"
            _cut(stack, before if comma else start)
        elif comma and twice and kinds[start] == "N" and "c" not in kinds[start:k]:
            # `…, a power it has delegated`: an apposition with a relative clause
            start = twice.end()
            level, boundary, kind = len(stack), start, "R"
        elif comma:
            level, boundary, kind = 0, start - 1, "m"
        elif (twice and edge != "F") or twice:
            start = twice.end()
            level, boundary, kind = len(stack), start, "R"
        elif coordinator >= 0 and edge != "":
            start = coordinator
            level, boundary, kind = max(len(stack) - 1, 0), coordinator, parent.kind
        else:
            level, boundary, kind = len(stack), start, "t"
        if level < len(stack):
            governor, up = stack[level].governor, stack[level].parent
            _close(stack, level, boundary)
            del stack[level:]
            clause = Clause(kind, start, up, end)
            clause.governor = governor
        else:
            clause = Clause(kind, start, parent, end)
            clause.governor = parent.verbs[-1] if parent.verbs else None
        if kind == "R":
            clause.antecedent = antecedent_of(kinds, start, parent.begin)
        elif kind == "s":
            clause.begin = start + 1
            start += 1
        elif kind == "t" and clause.governor and clause.governor.complement is None:
            clause.governor.complement = clause
        for predicate in reversed(self.verbs):
            if predicate.chunk < start or predicate.form == "F":
                break
            predicate.clause = clause  # a participle inside of the new subject
        stack.append(clause)
        clause.subject = subject_in(kinds, start, k)
        self.add(clause, "F", k).actor = clause.subject

    def nonfinite(self, stack: list[Clause], k: int) -> None:
        """A participle, an -ing form, an infinitive, or a bare form that shares an auxiliary."""
        kinds = self.kinds
        kind = kinds[k]
        before = k - 1
        while before >= stack[0].begin and kinds[before] in 'r"x':
            before -= 1
        clause = stack[-1]
        neighbour = kinds[before] if before >= stack[0].begin else ""
        # `…, aided by rain`, `…, thus ending the drought`
        aside = neighbour == "," and (kinds[k - 1] == "r" if kind == "G" else kinds[k + 1 : k + 2] == "y")
        if neighbour in ("c", ",", ";") and kind in "BVG" and before > 0 and not aside:
            partner = self.partner(stack, k, listed=neighbour != "c")
            if partner is not None:
                boundary = before - 1 if kinds[before - 1] in ",;" else before
                level = stack.index(partner.clause)
                _close(stack, level + 1, boundary)
                del stack[level + 1 :]
                if partner.form == "F" or partner.lead:
                    _end(partner.clause, boundary)
                if partner.end_chunk < 0:
                    partner.end_chunk = boundary
                added = self.add(partner.clause, kind, k)
                added.lead = partner.lead or partner
                added.actor = partner.actor
                return
        added = self.add(clause, kind, k)
        if neighbour and neighbour in "fwsR" and not clause.verbs:
            clause.verbs.append(added)  # `whether to`, `when deemed`: the clause has no finite verb
        while neighbour == "u":
            before -= 1
            neighbour = kinds[before] if before >= stack[0].begin else ""
        if kind == "V" and neighbour == "N" and clause.kind in "tsfw" and not clause.verbs:
            added.actor = clause.subject = subject_in(kinds, clause.begin, k)
            clause.verbs.append(added)
            return
        if neighbour in ("N", "Y"):
            start = before
            while start > clause.begin and kinds[start - 1] in "NYIo":
                start -= 1
            while start < before and kinds[start] != "N":
                start += 1
            added.actor = (start, before + 1)
        elif clause.kind == "(" and not clause.verbs and clause.parent is not None:
            added.actor = clause.antecedent or clause.parent.subject
        elif clause.subject is None and clause.kind in "sfw" and clause.parent is not None:
            added.actor = clause.parent.subject
        else:
            added.actor = clause.subject

    def partner(self, stack: list[Clause], k: int, *, listed: bool) -> Verb | None:
        """The verb group whose auxiliaries or mark a further verb shares: after `and`, or `listed` after a comma, where
        it stands near one of its own form only.
        """
        wanted = self.kinds[k]
        for predicate in reversed(self.verbs):
            if predicate.clause not in stack:
                continue
            if (
                listed
                and predicate.form == "F"
                and self.forms[predicate.chunk][1] != {"B": "i", "V": "V", "G": "G"}[wanted]
            ):
                return None
            if predicate.form == "F":
                if self.forms[predicate.chunk][1] == {"B": "i", "V": "V", "G": "G"}[wanted]:
                    return predicate
            elif (predicate.form == "T" and wanted == "B") or predicate.form == wanted:
                return predicate
        return None

    def add(self, clause: Clause, form: str, k: int) -> Verb:
        """Record a predicate."""
        predicate = Verb(form, k, clause)
        if form == "F":
            clause.verbs.append(predicate)
            for earlier in reversed(self.verbs):
                if earlier.clause is not clause or earlier.form == "F":
                    break
                if earlier.end_chunk < 0:
                    earlier.end_chunk = k  # a participle of the subject: its complement ends before the verb
        self.verbs.append(predicate)
        return predicate


def _place(predicate: Verb) -> int:
    return predicate.chunk


def _close(stack: list[Clause], level: int, boundary: int) -> None:
    """End the clauses from `level` on at `boundary`, and what is open in them."""
    for clause in stack[level:]:
        clause.end = min(clause.end, boundary)
        _end(clause, boundary)


def _end(clause: Clause, boundary: int) -> None:
    """The complements of the clause's verbs that are still open end here."""
    for predicate in clause.verbs:
        if predicate.end_chunk < 0:
            predicate.end_chunk = boundary


def _cut(stack: list[Clause], boundary: int) -> None:
    """A non-restrictive addition begins here."""
    for clause in stack:
        for predicate in clause.verbs:
            if predicate.cut_chunk < 0:
                predicate.cut_chunk = boundary
