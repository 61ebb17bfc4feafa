"""Aliases: the short forms that the text defines, with the label and the full name of what they stand for."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.nlp.entities.definitions import Definition
from pipeline.nlp.entities.evidence import Evidence
from pipeline.nlp.entities.names import DEFINED, GIVEN, Name
from pipeline.nlp.entities.years import with_number
from pipeline.nlp.page import Page
from pipeline.nlp.phrases import Phrases

RULE = "entities.document.acronym"
# Labels that the last word of a longer name does not give to the whole: Teach for America.
PLAIN = frozenset(("GPE", "LOC", "NORP", "PERSON"))
PROGRAM_NOUNS = frozenset(("program", "programs", "initiative", "account", "grants", "grant", "fund"))


class Aliases:
    """The short forms of one page: `labels` and `full` by their text, `phrases` to look them up."""

    def __init__(self, page: Page, evidence: Evidence, names: list[Name], spelled: list[Definition]) -> None:
        self.page = page
        self.words = page.words
        self.evidence = evidence
        self.labels: dict[str, str] = {}
        self.full: dict[str, tuple[int, int]] = {}
        self.phrases: Phrases[tuple[str, bool]] = Phrases()  # with its label: is it a plan for five years?
        self.new = False
        self._names: list[Name] = []
        self._by_end: dict[int, list[Name]] = {}
        self._by_start: dict[int, list[Name]] = {}
        self._note(names, spelled)
        for definition in spelled:
            if definition.first >= 0:
                self._define(definition, self._by_end)

    def _note(self, names: list[Name], spelled: list[Definition]) -> None:
        """Keep the names that a definition may ask for: those that begin or end where its full name does, or inside."""
        starts = {first + the for first, *_ in spelled for the in (0, 1)}
        ends = {last for _, last, *_ in spelled}
        ends.update(end for first, last, *_ in spelled if first >= 0 for end in range(first + 2, last))
        for name in names:
            if name.label:
                if name.first in starts:
                    self._by_start.setdefault(name.first, []).append(name)
                if name.last in ends:
                    self._by_end.setdefault(name.last, []).append(name)

    def called(self, names: list[Name], spelled: list[Definition]) -> None:
        """Add the short forms that only stand beside a name, when all names are there."""
        self._note(names, spelled)
        for definition in spelled:
            if definition.first < 0:
                self._define(definition, self._by_end)

    def _define(self, definition: Definition, by_end: dict[int, list[Name]]) -> None:
        first, last, short_first, short_last = definition
        short = self.evidence.text(short_first, short_last)
        if short in self.evidence.plain:
            return
        if self.words[first] == "The" and first >= 0:
            first += 1
        candidates = by_end.get(last, [])
        if first < 0:
            if not candidates:
                return
            best = max(candidates, key=lambda name: (name.last - name.first, name.rank))
            if best.label in ("GPE", "NORP", "LOC") or short in self.labels:
                return
            first = best.first
            label: str | None = best.label
        else:
            label = self._label(first, candidates, short_last) or self._inside(first, last)
        if (
            label is None
        ):  # the short form stands inside of the name: Foreign Market Development (FMD) Cooperator Program
            cover = max((name for name in self._by_start.get(first, ()) if name.last > short_last), default=None)
            if cover:
                label, last = cover.label, cover.last
        begin = min([name.first for name in candidates if name.label == label], default=first)
        if any(name.first == first for name in candidates) and any(word.islower() for word in self.words[begin:first]):
            begin = first  # the Antitrust Division of the Department of Justice (DOJ)
        self.full.setdefault(short, (min(first, begin), last))
        if label is None or short in self.labels:
            return
        self.labels[short] = label
        if label not in ("GPE", "NORP", "LOC", "PERSON"):
            rule = next((name.rule for name in candidates if name.label == label), RULE)
            if last <= short_first:
                self._names.append(Name(first, last, label, rule, DEFINED))
        self.new = True
        entry = self.evidence.entry(self.words[short_first:short_last])
        if entry is None or entry.code is None or label not in ("GPE", "NORP", "LOC"):
            full = self.full[short][0]
            self.phrases.add(self.words[short_first:short_last], (label, "Five" in self.words[full : full + 2]))

    def _label(self, first: int, candidates: list[Name], short_last: int) -> str | None:
        """What a spelled-out name is: as the name that ends with it; a program where the word follows."""
        after = [word for word in self.words[short_last + 1 : short_last + 3] if word in PROGRAM_NOUNS]
        candidates = [name for name in candidates if name.first <= first or name.label not in PLAIN]
        best = max(candidates, key=lambda name: (name.last - name.first, name.rank), default=None)
        if (best is None or best.rank <= GIVEN) and after:
            return "PROGRAM"
        return best.label if best else None

    def _inside(self, first: int, last: int) -> str | None:
        """The label of a name that opens the spelled-out words: National League for Democracy."""
        within = [name for end in range(first + 2, last) for name in self._by_end.get(end, ()) if name.first == first]
        return max(within, key=lambda name: name.last).label if within else None

    def names(self) -> Iterator[Name]:
        """The full names and every place of the short forms."""
        yield from self._names
        self._names = []
        for first, last, (label, planned) in self.phrases.find(self.words, self.evidence.places):
            start = ordinal(self.page, first) if planned else with_number(self.page, first, label)
            yield Name(start, last, label, RULE, DEFINED)


def ordinal(page: Page, first: int) -> int:
    """Where the short form of a numbered plan begins: 15th FYP, or 15 FYP where the superscript is lost."""
    number = page.words[first - 1] if first else ""
    return first - 1 if number[:1].isdigit() and len(number.rstrip("stndrh")) <= 2 else first
