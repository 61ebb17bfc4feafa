"""The cue lexicons of the claim rules, as sets; vocabulary stands in `models/claims_*.yaml`."""

from __future__ import annotations

from pipeline.rules import from_models, lexicon, rules_for


@from_models()
def terms(rule: str, name: str) -> frozenset[str]:
    """A named list of words of a claim rule."""
    return frozenset(rules_for("claims")[f"claims.{rule}"].terms[name])


@from_models()
def phrases(rule: str, name: str) -> dict[str, frozenset[str]]:
    """A named list of two-word cues: the first word, and what may follow it (`concern` -> about, over, that)."""
    found: dict[str, set[str]] = {}
    for term in rules_for("claims")[f"claims.{rule}"].terms[name]:
        first, _, rest = term.partition(" ")
        found.setdefault(first, set()).add(rest)
    return {first: frozenset(rests) for first, rests in found.items()}


@from_models()
def words(name: str) -> frozenset[str]:
    """A lexicon as a set."""
    return frozenset(lexicon(name))
