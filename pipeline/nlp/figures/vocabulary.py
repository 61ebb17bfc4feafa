"""What the figures layer knows, compiled from `models/`: units, currencies, bounds, changes, labels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.nlp.phrases import Phrases, tokens_of
from pipeline.rules import gazetteer, lexicon, rules_for

# Units that count other things too: `two advanced degrees`.
AMBIGUOUS = frozenset(("degree", "foot", "yard", "knot", "quad", "rem", "ounce", "grain", "bit"))


class Unit(NamedTuple):
    """What a unit word says: the figure's kind, its unit, how many of that it stands for, its denominator."""

    kind: str
    unit: str
    rule: str
    factor: float = 1.0
    per: str | None = None


class Bound(NamedTuple):
    """What a bound word says, the only kinds it says it of (all where empty), the words that it belongs to instead."""

    bound: str
    kinds: frozenset[str]
    not_after: frozenset[str]


def _forms(names: str) -> Iterator[str]:
    """Singular and plural of each name in `mile|foot/feet`."""
    for name in filter(None, names.split("|")):
        singular, _, plural = name.partition("/")
        yield singular
        yield plural or f"{singular}s"


class Vocabulary:
    """Everything that the grammar looks up.

    unit_names        words of units, percent words and currencies after a number, in lower case
    abbreviations     the same abbreviated; case counts
    symbols           currency signs before a number, and letters glued to them: `US$` -> USD
    codes             ISO 4217 codes
    before, after     bound words at either side (`before` reads backwards)
    """

    def __init__(self) -> None:
        self.rules = rules_for("figures")
        self.unit_names: Phrases[Unit] = Phrases()
        self.abbreviations: Phrases[Unit] = Phrases()
        self.symbols: dict[str, str] = {}
        self.letter_symbols: dict[str, str] = {}
        self.codes: frozenset[str] = frozenset()
        self._percent()
        self._currencies()
        self._units()
        self.before: Phrases[Bound] = Phrases()
        self.after: Phrases[Bound] = Phrases()
        self.before_forward: Phrases[Bound] = Phrases()
        self._bounds()
        self.labels = frozenset(term for term in lexicon("figures_labels") if not term.endswith("."))
        self.dotted_labels = frozenset(term[:-1] for term in lexicon("figures_labels") if term.endswith("."))
        self.time = frozenset(term.rstrip(".") for term in lexicon("figures_time"))
        self.people = frozenset(lexicon("figures_people"))
        self.invariant = frozenset(lexicon("figures_invariant"))
        self.fixed = frozenset(lexicon("figures_fixed"))
        self.rates = {
            kind: {row["word"]: row["per"] for row in gazetteer("figures_rates") if row["class"] == kind}
            for kind in ("adverb", "adjective", "short", "noun")
        }
        self.changes = {
            kind: {row["word"]: row["change"] for row in gazetteer("figures_changes") if row["class"] == kind}
            for kind in ("verb", "motion", "noun", "particle", "comparative")
        }

    def measured(self, noun: str) -> str | None:
        """The unit that a head noun is by itself (`1,500 RIN gallons`), None for other nouns."""
        found = self.unit_names.longest([noun], 0, 1)
        return found[1].unit if found and found[1].kind == "measure" and noun not in AMBIGUOUS else None

    def terms(self, rule: str, name: str) -> frozenset[str]:
        """A named list of words of a rule."""
        return frozenset(self.rules[rule].terms[name])

    def _percent(self) -> None:
        for rule, unit in (
            ("figures.percent.points", "percentage point"),
            ("figures.percent.basis_points", "basis point"),
            ("figures.percent.sign", "%"),
        ):
            for phrase in self.rules[rule].terms["words"]:
                self.unit_names.add(tokens_of(phrase.lower()), Unit("percent", unit, rule))

    def _currencies(self) -> None:
        shared = self.terms("figures.money.code", "words")
        rows = gazetteer("currencies")
        self.codes = frozenset(row["code"] for row in rows if row["code"] not in shared)
        for row in rows:
            code = row["code"]
            if code in self.codes:
                self.abbreviations.add([code], Unit("money", code, "figures.money.code"))
            for name in _forms(row["names"]):
                self.unit_names.add(tokens_of(name.lower()), Unit("money", code, "figures.money.name"))
            for name in _forms(row["minor"]):
                self.unit_names.add(tokens_of(name.lower()), Unit("money", code, "figures.money.cents", 0.01))
            for symbol in filter(None, row["symbols"].split("|")):
                letters = symbol.rstrip(".")
                if letters.isalpha():
                    self.letter_symbols[letters] = code
                else:
                    self.symbols[symbol] = code

    def _units(self) -> None:
        for row in gazetteer("units"):
            factor = float(row["factor"] or 1)
            per = row["per"] or None
            for name in _forms(row["names"]):
                unit = Unit("measure", row["unit"], "figures.measure.unit", factor, per)
                self.unit_names.add(tokens_of(name.lower()), unit)
            for short in filter(None, row["abbreviations"].split("|")):
                unit = Unit("measure", row["unit"], "figures.measure.abbreviation", factor, per)
                self.abbreviations.add(tokens_of(short), unit)

    def _bounds(self) -> None:
        for row in gazetteer("figures_bounds"):
            words = tokens_of(row["cue"])
            bound = Bound(row["bound"], frozenset(row["kinds"].split()), frozenset(row["not_after"].split("|")))
            if row["place"] == "before":
                self.before.add(reversed(words), bound)
                self.before_forward.add(words, bound)
            else:
                self.after.add(words, bound)
